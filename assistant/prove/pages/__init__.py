"""Pages for reading a whole flow: the proof, on which its texts are read by path and language, and signed."""
