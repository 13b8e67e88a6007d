"""The guide in a frame on other pages: its page, its words, and the way out of the frame."""
