"""Two versions of a flow compared: for whom something changes, what, and what is proved to stay."""
