"""An ask has a language: the same words may be asked in two

Revision ID: 0018
Revises: 0017
"""

from alembic import op


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BEFORE, NOW = "uq_ask_claim_id_provider_words", "uq_ask_claim_id_provider_words_language"
REPEATED = "DELETE FROM ask WHERE id NOT IN (SELECT MIN(id) FROM ask GROUP BY claim_id, provider, words)"


def upgrade() -> None:
    with op.batch_alter_table("ask") as batch:
        batch.drop_constraint(BEFORE, type_="unique")
        batch.create_unique_constraint(NOW, ["claim_id", "provider", "words", "language"])


def downgrade() -> None:
    op.execute(REPEATED)
    with op.batch_alter_table("ask") as batch:
        batch.drop_constraint(NOW, type_="unique")
        batch.create_unique_constraint(BEFORE, ["claim_id", "provider", "words"])
