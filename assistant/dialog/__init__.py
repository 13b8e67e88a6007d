"""The engine: a conversation is the replay of its answers over a flow. Pure: no I/O, no clock."""
