"""Where requests come in: who asks, how often, what was sent, and what is said when it will not do."""
