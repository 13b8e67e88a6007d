"""Measures speed and memory, each beside a baseline in the same run. `python -m bench`, or `make bench`."""
