"""Alembic's scripts: `env.py` runs them on the store's own connection."""
