"""Earlier checks

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_vector",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_check_vector")),
    )
    op.create_table(
        "imported_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("claimant", sa.String(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("reviewed", sa.Date(), nullable=True),
        sa.Column("said", sa.Date(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_check")),
        sa.UniqueConstraint("key", name=op.f("uq_imported_check_key")),
    )
    with op.batch_alter_table("imported_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_check_publisher"), ["publisher"], unique=False)

    op.create_table(
        "earlier_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("checked_id", sa.Integer(), nullable=True),
        sa.Column("imported_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column(
            "compared",
            sa.Enum(
                "words", "words and meaning", name="compared", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(checked_id IS NULL) <> (imported_id IS NULL)", name=op.f("ck_earlier_check_one_of_two")),
        sa.ForeignKeyConstraint(["checked_id"], ["claim.id"], name=op.f("fk_earlier_check_checked_id_claim")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_earlier_check_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["imported_id"], ["imported_check.id"], name=op.f("fk_earlier_check_imported_id_imported_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_check")),
        sa.UniqueConstraint("claim_id", "place", name=op.f("uq_earlier_check_claim_id_place")),
    )
    with op.batch_alter_table("earlier_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_earlier_check_checked_id"), ["checked_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_earlier_check_imported_id"), ["imported_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("earlier_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_earlier_check_imported_id"))
        batch_op.drop_index(batch_op.f("ix_earlier_check_checked_id"))

    op.drop_table("earlier_check")
    with op.batch_alter_table("imported_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_check_publisher"))

    op.drop_table("imported_check")
    op.drop_table("check_vector")
