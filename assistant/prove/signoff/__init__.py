"""The sign-off page: a whole flow to be read by path and language, approved and signed."""
