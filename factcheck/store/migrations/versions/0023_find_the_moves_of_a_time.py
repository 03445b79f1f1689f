"""Find the moves of a time

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOVES = sa.text("to_stage IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_history_moves", "history", ["at", "what"], unique=False, postgresql_where=MOVES, sqlite_where=MOVES)


def downgrade() -> None:
    op.drop_index("ix_history_moves", table_name="history")
