"""What a claim says about itself

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORDS = ("channel", "event_basis", "hedge")
PRECISIONS = ("said_precision", "event_precision")

# Columns are added one by one and never in a batch: on SQLite a batch builds the table anew and drops its checks.
# For the same reason the check stands inside the column, which both databases take.
PRECISION = (
    "ALTER TABLE claim ADD COLUMN {name} VARCHAR(32) DEFAULT 'day' NOT NULL "
    "CONSTRAINT ck_claim_{name} CHECK ({name} IN ('day', 'month', 'year'))"
)


def upgrade() -> None:
    for name in WORDS:
        op.add_column("claim", sa.Column(name, sa.String(), server_default="", nullable=False))
    for name in PRECISIONS:
        op.execute(PRECISION.format(name=name))
    op.add_column("claim", sa.Column("event_date", sa.Date(), nullable=True))
    op.add_column("claim", sa.Column("denial", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column(
        "revision",
        sa.Column(
            "sentence_classes",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
    )
    # what was a kind of its own is now a mark, and what only said "checkable" has no kind until somebody gives it one
    op.execute("UPDATE claim SET kind = 'quotation', denial = true WHERE kind = 'denial'")
    op.execute("UPDATE claim SET kind = '' WHERE kind IN ('fact', 'accusation', 'general knowledge')")


def downgrade() -> None:
    op.drop_column("revision", "sentence_classes")
    for name in ("denial", "event_date", *PRECISIONS, *WORDS):
        op.drop_column("claim", name)
