"""The handoff record: the notification as data, and as people and machines read it."""
