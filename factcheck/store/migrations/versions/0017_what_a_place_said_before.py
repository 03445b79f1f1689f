"""What a place said before

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("place", sa.Column("was", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("place", "was")
