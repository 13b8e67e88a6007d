"""Alembic's migration scripts; `env.py` runs them on the store's own connection."""
