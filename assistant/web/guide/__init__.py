"""The guide as a service: what the API and the pages both do with a conversation."""
