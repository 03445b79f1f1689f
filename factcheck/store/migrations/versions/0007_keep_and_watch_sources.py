"""Keep and watch sources

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

KEPT = ("kept_text", "kept_warc", "kept_problem", "kept_name")


def upgrade() -> None:
    op.create_table('alert',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.Column('sentence', sa.String(), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_aside_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('set_aside_by', sa.String(), nullable=False),
    sa.Column('set_aside_note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['claim_id'], ['claim.id'], name=op.f('fk_alert_claim_id_claim')),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_alert_source_id_source')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert'))
    )
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_claim_id'), ['claim_id'], unique=False)

    op.create_table('watch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.Column('article_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('new', 'unchanged', 'changed', 'passage_gone', 'corrected', 'dead', name='state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('looks', sa.Integer(), nullable=False),
    sa.Column('misses', sa.Integer(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('etag', sa.String(), nullable=False),
    sa.Column('last_modified', sa.String(), nullable=False),
    sa.Column('text_now', sa.String(), nullable=False),
    sa.Column('problem', sa.String(), nullable=False),
    sa.CheckConstraint('(source_id IS NULL) <> (article_id IS NULL)', name=op.f('ck_watch_one_subject')),
    sa.ForeignKeyConstraint(['article_id'], ['article.id'], name=op.f('fk_watch_article_id_article')),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_watch_source_id_source')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch')),
    sa.UniqueConstraint('article_id', name=op.f('uq_watch_article_id')),
    sa.UniqueConstraint('source_id', name=op.f('uq_watch_source_id'))
    )
    with op.batch_alter_table('watch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_watch_next_at'), ['next_at'], unique=False)

    # Columns are added one by one and never in a batch: on SQLite a batch builds the table anew and drops its checks.
    op.add_column("claim", sa.Column("alerts", sa.Integer(), server_default="0", nullable=False))
    for name in KEPT:
        op.add_column("source", sa.Column(name, sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    for name in reversed(KEPT):
        op.drop_column("source", name)
    op.drop_column("claim", "alerts")
    op.drop_index("ix_watch_next_at", table_name="watch")
    op.drop_table("watch")
    op.drop_index("ix_alert_claim_id", table_name="alert")
    op.drop_table("alert")
