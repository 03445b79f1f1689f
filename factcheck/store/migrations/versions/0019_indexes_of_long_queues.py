"""Indexes of long queues

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

HELD = sa.text("assignee_id IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_claim_stage_created", "claim", ["stage", "created_at", "id"])
    op.create_index("ix_claim_topic", "claim", ["topic"])
    op.drop_index("ix_claim_assignee_id", table_name="claim")
    op.create_index("ix_claim_held", "claim", ["assignee_id"], postgresql_where=HELD, sqlite_where=HELD)


def downgrade() -> None:
    op.drop_index("ix_claim_held", table_name="claim")
    op.create_index("ix_claim_assignee_id", "claim", ["assignee_id"])
    op.drop_index("ix_claim_topic", table_name="claim")
    op.drop_index("ix_claim_stage_created", table_name="claim")
