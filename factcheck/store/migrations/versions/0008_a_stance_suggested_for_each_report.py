"""A stance suggested for each report

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Added one by one and never in a batch: on SQLite a batch builds the table anew and drops its checks.
STANCE = (
    "ALTER TABLE report ADD COLUMN stance VARCHAR(32) "
    "CONSTRAINT ck_report_stance CHECK (stance IN ('supports', 'refutes', 'context', 'repeats')) "
    "CONSTRAINT ck_report_stance_with_passage "
    "CHECK (stance IS NULL OR (stance_end > stance_start AND stance_why <> ''))"
)


def upgrade() -> None:
    for name in ("stance_start", "stance_end"):
        op.add_column("report", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.add_column("report", sa.Column("stance_why", sa.Text(), server_default="", nullable=False))
    op.add_column("report", sa.Column("stance_for", sa.String(), server_default="", nullable=False))
    op.execute(STANCE)


def downgrade() -> None:
    for name in ("stance", "stance_for", "stance_why", "stance_end", "stance_start"):
        op.drop_column("report", name)
