"""What people can ask by a button: one file each. They return what to say and never send."""
