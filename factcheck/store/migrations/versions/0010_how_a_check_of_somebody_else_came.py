"""How a check of somebody else came

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Added one by one and never in a batch: on SQLite a batch builds the table anew and drops its checks.
CAME = (
    "ALTER TABLE imported_check ADD COLUMN came VARCHAR(32) DEFAULT 'imported' NOT NULL "
    "CONSTRAINT ck_imported_check_came CHECK (came IN ('imported', 'named', 'page'))"
)


def upgrade() -> None:
    op.execute(CAME)
    op.add_column("imported_check", sa.Column("found_by", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("imported_check", "found_by")
    op.drop_column("imported_check", "came")
