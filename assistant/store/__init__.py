"""One door to the database: units of work, encryption, audit chain, idempotency, outbox, retention.

Nothing is imported here, so that `assistant check` never pays for SQLAlchemy.
"""
