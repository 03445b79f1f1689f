"""What an alert is about

Revision ID: 0011
Revises: 0010
"""

from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Added one by one and never in a batch: on SQLite a batch builds the table anew and drops its checks.
KIND = (
    "ALTER TABLE alert ADD COLUMN kind VARCHAR(32) DEFAULT 'page' NOT NULL "
    "CONSTRAINT ck_alert_kind CHECK (kind IN ('page', 'words', 'origin'))"
)
REPORT = (
    "ALTER TABLE alert ADD COLUMN report_id INTEGER "
    "CONSTRAINT ck_alert_origin_of_a_report CHECK ((kind = 'origin') = (report_id IS NOT NULL))"
)


def upgrade() -> None:
    op.execute(KIND)
    op.execute(REPORT)
    op.execute("UPDATE alert SET kind = 'words' WHERE source_id IS NULL")


def downgrade() -> None:
    op.drop_column("alert", "report_id")
    op.drop_column("alert", "kind")
