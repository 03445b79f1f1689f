"""Copies in public archives

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from factcheck.store.types import Moment


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("archive", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_public_copy_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_copy")),
        sa.UniqueConstraint("source_id", "archive", name=op.f("uq_public_copy_source_id_archive")),
    )


def downgrade() -> None:
    op.drop_table("public_copy")
