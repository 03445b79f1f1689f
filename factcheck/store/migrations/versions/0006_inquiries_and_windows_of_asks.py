"""Inquiries at providers, and the language and window of an ask

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_inquiry_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("claim_id", "provider", name=op.f("uq_inquiry_claim_id_provider")),
    )
    op.create_index(op.f("ix_inquiry_provider_done_at"), "inquiry", ["provider", "done_at"])
    with op.batch_alter_table("ask") as batch:
        batch.add_column(sa.Column("language", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("until", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("first_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE ask SET first_at = at")
    with op.batch_alter_table("ask") as batch:
        batch.alter_column("language", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ask") as batch:
        batch.drop_column("first_at")
        batch.drop_column("until")
        batch.drop_column("since")
        batch.drop_column("language")
    op.drop_index(op.f("ix_inquiry_provider_done_at"), "inquiry")
    op.drop_table("inquiry")
