"""Documents that were fetched and wait to be read

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op


revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fetched_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_url", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetched_document")),
        sa.UniqueConstraint("asked_url", name=op.f("uq_fetched_document_asked_url")),
    )


def downgrade() -> None:
    op.drop_table("fetched_document")
