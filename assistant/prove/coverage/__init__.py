"""Coverage of a flow by played conversations, and suggested conversations that close the holes."""
