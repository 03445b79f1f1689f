"""Priority and due days

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Columns are added one by one and never in a batch: on SQLite a batch builds the table anew and drops its checks.
PRIORITY = (
    "ALTER TABLE claim ADD COLUMN priority VARCHAR(32) DEFAULT 'normal' NOT NULL "
    "CONSTRAINT ck_claim_priority CHECK (priority IN ('first', 'normal', 'when free'))"
)


def upgrade() -> None:
    op.execute(PRIORITY)
    op.add_column("claim", sa.Column("due_on", sa.Date(), nullable=True))
    op.drop_index("ix_claim_queue", table_name="claim")
    op.create_index("ix_claim_queue", "claim", ["stage", "checkworthy", "priority", "rank", "created_at", "id"])
    op.create_index("ix_claim_due", "claim", ["stage", "due_on", "rank", "id"])


def downgrade() -> None:
    op.drop_index("ix_claim_due", table_name="claim")
    op.drop_index("ix_claim_queue", table_name="claim")
    op.create_index("ix_claim_queue", "claim", ["stage", "checkworthy", "rank", "created_at", "id"])
    op.drop_column("claim", "due_on")
    op.drop_column("claim", "priority")
