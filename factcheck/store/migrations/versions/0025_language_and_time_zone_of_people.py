"""The language and the time zone of people

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op


revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NAMES = ("language", "timezone")


def upgrade() -> None:
    for name in NAMES:
        op.add_column("person", sa.Column(name, sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    for name in NAMES:
        op.drop_column("person", name)
