"""What a command is about: flows and their versions, answers, cases, the clock."""
