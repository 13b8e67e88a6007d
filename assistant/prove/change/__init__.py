"""Two versions of a flow compared: who is affected, in what, and what is proved to stay."""
