"""Find what the relay asks for

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op


revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OUT = sa.text("done_at IS NULL AND published_at IS NOT NULL")
NEXT = sa.text("done_at IS NULL AND published_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_job_out", "job", ["queue"], unique=False, postgresql_where=OUT, sqlite_where=OUT)
    op.create_index("ix_job_next", "job", ["queue", "id"], unique=False, postgresql_where=NEXT, sqlite_where=NEXT)


def downgrade() -> None:
    op.drop_index("ix_job_next", table_name="job")
    op.drop_index("ix_job_out", table_name="job")
