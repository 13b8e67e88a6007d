"""What a set of played conversations has seen of a flow, what it has not, and a conversation for each hole."""
