"""A guide for professionals who are worried about a child: from signs to a handed-over notification."""

__version__ = "0.1.0"
