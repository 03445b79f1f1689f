"""Errors that readers report

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ORIGIN = "(kind = 'origin') = (report_id IS NOT NULL)"
OPEN = sa.text("set_aside_at IS NULL")
BEFORE = ("page", "words", "origin")
AFTER = (*BEFORE, "reader")


def one_of(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def alerts(kinds: tuple[str, ...]) -> sa.Table:
    """The table as it stands, said in full: a batch on SQLite builds it anew and would lose its checks.

    They stand inside their columns, or those could not be dropped on the way down.
    """
    return sa.Table(
        "alert",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_aside_by", sa.String(), nullable=False),
        sa.Column("set_aside_note", sa.Text(), nullable=False),
        sa.Column(
            "kind", sa.String(32), sa.CheckConstraint(one_of(kinds), name="ck_alert_kind"), server_default="page",
            nullable=False,
        ),
        sa.Column("report_id", sa.Integer(), sa.CheckConstraint(ORIGIN, name="ck_alert_origin_of_a_report")),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_alert_claim_id_claim"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_alert_source_id_source"),
        sa.Index("ix_alert_claim_id", "claim_id"),
    )


def allow(kinds: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("alert", copy_from=alerts(kinds), recreate="always"):
            pass
        return
    op.drop_constraint(op.f("ck_alert_kind"), "alert", type_="check")
    op.create_check_constraint(op.f("ck_alert_kind"), "alert", one_of(kinds))


def upgrade() -> None:
    allow(AFTER)
    op.create_index("ix_alert_open", "alert", ["id"], postgresql_where=OPEN, sqlite_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_alert_open", table_name="alert")
    op.execute("UPDATE alert SET kind = 'page' WHERE kind = 'reader'")
    allow(BEFORE)
