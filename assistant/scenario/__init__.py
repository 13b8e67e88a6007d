"""Scripted conversations: read, run against a flow, reported. Pure: no files, no clock."""
