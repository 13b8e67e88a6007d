"""The readers: from nodes to a draft of the flow, a reader for each section of a file."""
