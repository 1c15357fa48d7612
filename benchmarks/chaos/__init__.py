"""What becomes of posts when the process that sends them is killed, again and again."""
