"""The methods of the Bot API, by topic. Each checks everything, then says what it would do."""
