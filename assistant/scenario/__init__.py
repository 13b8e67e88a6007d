"""Scripted conversations: reading, running against a flow, reporting. Pure: no files, no clock."""
