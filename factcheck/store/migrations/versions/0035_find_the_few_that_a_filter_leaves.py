"""Find the few that a filter leaves

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op


revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

DUE = sa.text("due_on IS NOT NULL")
ANSWERED = sa.text("findings > 0")
WORTH = ["priority", "rank", "created_at", "id"]


def upgrade() -> None:
    op.create_table(
        "name_in_use",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_name_in_use")),
    )
    know_the_names_there_are()
    for name in ("ix_claim_due", "ix_claim_claimant", "ix_claim_topic"):
        op.drop_index(name, table_name="claim")
    op.create_index("ix_claim_stage_due", "claim", ["stage", "due_on", "rank", "id"])
    op.create_index("ix_claim_due", "claim", ["due_on", "rank", "id"], postgresql_where=DUE, sqlite_where=DUE)
    op.create_index("ix_claim_stage_worth", "claim", ["stage", *WORTH])
    op.create_index("ix_claim_worth", "claim", WORTH)
    op.create_index("ix_claim_claimant", "claim", ["claimant", "stage"])
    op.create_index("ix_claim_topic", "claim", ["topic", "stage"])
    op.create_index("ix_claim_reports", "claim", ["stage", "reports"])
    op.create_index("ix_claim_answered", "claim", ["stage"], postgresql_where=ANSWERED, sqlite_where=ANSWERED)
    op.create_index("ix_finding_done", "finding", ["submitted_by", "submitted_at"])
    if op.get_bind().dialect.name == "postgresql":
        # it takes columns for independent, and would look for answers among what waits in the whole table
        op.execute("CREATE STATISTICS claim_answered (mcv) ON stage, findings FROM claim")


def know_the_names_there_are() -> None:
    """Folded here and not by the database: SQLite knows the capitals of English alone."""
    table = sa.table("name_in_use", sa.column("kind"), sa.column("name"), sa.column("folded"))
    bind = op.get_bind()
    for kind, column, rows in (("claimant", "claimant", "claim"), ("outlet", "outlet", "article")):
        names = bind.execute(sa.text(f"SELECT DISTINCT {column} FROM {rows} WHERE {column} <> ''")).scalars().all()  # noqa: S608
        if names:
            bind.execute(table.insert(), [{"kind": kind, "name": name, "folded": name.lower()} for name in names])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP STATISTICS claim_answered")
    op.drop_index("ix_finding_done", table_name="finding")
    for name in ("stage_due", "due", "stage_worth", "worth", "claimant", "topic", "reports", "answered"):
        op.drop_index(f"ix_claim_{name}", table_name="claim")
    op.create_index("ix_claim_due", "claim", ["stage", "due_on", "rank", "id"])
    op.create_index("ix_claim_topic", "claim", ["topic"])
    op.create_index("ix_claim_claimant", "claim", ["claimant"])
    op.drop_table("name_in_use")
