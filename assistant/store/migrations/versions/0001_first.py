"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _conversations()
    _keys()
    _records()
    _audit()


def _conversations() -> None:
    op.create_table(
        "conversation",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("logic", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("today", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_conversation"),
        sa.UniqueConstraint("tenant", "token_hash", name="uq_conversation_tenant_token_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_conversation_tenant_expires_at", "conversation", ["tenant", "expires_at"])
    op.create_table(
        "turn",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "conversation"],
            ["conversation.tenant", "conversation.id"],
            name="fk_turn_conversation",
        ),
        sa.PrimaryKeyConstraint("tenant", "conversation", "seq", name="pk_turn"),
    )


def _keys() -> None:
    op.create_table(
        "data_key",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kek", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_data_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "key_check",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("kek", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "kek", name="pk_key_check"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "erasure",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "key", name="pk_erasure"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "logic",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "hash", name="pk_logic"),
        sqlite_with_rowid=False,
    )


def _records() -> None:
    op.create_table(
        "record",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("conversation", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("assess_by", sa.BigInteger(), nullable=False),
        sa.Column("receipt_by", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger()),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_record"),
        sa.UniqueConstraint("tenant", "conversation", name="uq_record_tenant_conversation"),
        sa.UniqueConstraint("tenant", "reference", name="uq_record_tenant_reference"),
    )
    op.create_table(
        "outbox",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("leased_until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_outbox"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outbox_tenant_state_due_at", "outbox", ["tenant", "state", "due_at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text()),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "seq", name="pk_audit"),
        sqlite_with_rowid=False,
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_refuses_{change.lower()} BEFORE {change} ON audit"
            " BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"
        )
