"""Notifications of second opinions

Revision ID: 0031
Revises: 0030
"""

from alembic import op


revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLES = ("notification", "notification_choice")
BEFORE = (
    "returned", "assigned", "reopened", "lease_lost", "new_evidence", "source_changed", "reader_error", "to_approve",
)  # fmt: skip
NEW = ("opinion_wanted", "opinion_in", "opinion_differs")


def one_of(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def allow(kinds: tuple[str, ...]) -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_kind"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_kind"), one_of(kinds))


def upgrade() -> None:
    allow((*BEFORE, *NEW))


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DELETE FROM {table} WHERE {one_of(NEW)}")
    allow(BEFORE)
