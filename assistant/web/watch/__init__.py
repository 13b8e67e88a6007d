"""What the operator sees: counts, durations and a log, never content."""
