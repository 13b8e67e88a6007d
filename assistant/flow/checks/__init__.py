"""What can be found wrong with a whole flow without playing it."""
