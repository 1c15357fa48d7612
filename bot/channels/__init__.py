"""The ways to people: Telegram and the terminal, both behind `bot.ports.Channel`."""
