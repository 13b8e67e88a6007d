"""The guide embedded in other pages: the frame, and its move to a full page."""
