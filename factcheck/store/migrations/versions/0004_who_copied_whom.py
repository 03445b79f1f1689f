"""Who copied whom, and what people decided about it

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.add_column(sa.Column('copied_from', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('copied_how', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('shares_with', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), server_default=sa.text("'[]'"), nullable=False))
        batch_op.add_column(sa.Column('placed_with', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('placed_reason', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('placed_by', sa.String(), nullable=False, server_default=''))
        batch_op.create_check_constraint(op.f('ck_report_placed_with_reason'), "placed_with IS NULL OR (placed_reason <> '' AND placed_by <> '')")


def downgrade() -> None:
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_report_placed_with_reason'), type_='check')
        batch_op.drop_column('placed_by')
        batch_op.drop_column('placed_reason')
        batch_op.drop_column('placed_with')
        batch_op.drop_column('shares_with')
        batch_op.drop_column('copied_how')
        batch_op.drop_column('copied_from')
