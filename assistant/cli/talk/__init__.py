"""A conversation at a terminal or over a pipe."""
