"""Timestamps of kept copies

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TEXTS = ("stamp", "stamped_by", "stamp_problem")


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("source", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.add_column("source", sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in (*TEXTS, "stamped_at"):
        op.drop_column("source", name)
