"""Symbolic model checking of flows: all conversations at once, as sets. Pure, like the dialog."""
