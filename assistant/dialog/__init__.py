"""The engine: conversations as replays of their answers over a flow. Pure."""
