"""Ticks of sources

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_tick",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_source_tick_claim_id_claim")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_source_tick_person_id_person")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_tick_source_id_source")),
        sa.PrimaryKeyConstraint("source_id", "person_id", name=op.f("pk_source_tick")),
    )
    op.create_index("ix_source_tick_claim_id", "source_tick", ["claim_id"])


def downgrade() -> None:
    op.drop_index("ix_source_tick_claim_id", table_name="source_tick")
    op.drop_table("source_tick")
