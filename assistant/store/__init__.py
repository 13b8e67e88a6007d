"""The database: units of work, envelope encryption, audit chain, idempotency, outbox, erasing.

Nothing is imported here, so that `assistant check` does not load SQLAlchemy.
"""
