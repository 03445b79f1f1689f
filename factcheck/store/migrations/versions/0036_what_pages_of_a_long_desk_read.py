"""What the pages of a long desk read

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op


revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

MOVES = sa.text("to_stage IS NOT NULL")
TROUBLE = sa.text("(failed OR problem <> '')")


def upgrade() -> None:
    # the dashboard reads whose moves they were along the index, and not entry by entry
    moves_have("at", "what", "subject", "seq")
    op.create_index("ix_job_trouble", "job", ["id"], postgresql_where=TROUBLE, sqlite_where=TROUBLE)


def downgrade() -> None:
    op.drop_index("ix_job_trouble", table_name="job")
    moves_have("at", "what")


def moves_have(*columns: str) -> None:
    op.drop_index("ix_history_moves", table_name="history")
    op.create_index("ix_history_moves", "history", list(columns), postgresql_where=MOVES, sqlite_where=MOVES)
