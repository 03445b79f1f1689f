"""Second opinions

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

APPEND_ONLY = ("opinion_answer", "opinion_reader")
OPEN = sa.text("answered_at IS NULL AND closed_at IS NULL")

KNOWS = """
  EXISTS (SELECT 1 FROM opinion_reader WHERE opinion_id = NEW.opinion_id AND person_id = NEW.person_id)
  OR EXISTS (SELECT 1 FROM opinion JOIN finding_author ON finding_author.finding_id = opinion.finding_id
             WHERE opinion.id = NEW.opinion_id AND finding_author.person_id = NEW.person_id)
"""
ANSWERED_BESIDE = """
  EXISTS (SELECT 1 FROM opinion JOIN opinion_answer ON opinion_answer.opinion_id = opinion.id
          WHERE opinion.finding_id = NEW.finding_id AND opinion_answer.person_id = NEW.person_id)
"""
BLIND = {
    "opinion_answer_blind": ("opinion_answer", KNOWS, "who knows the first answer gives no second opinion"),
    "finding_author_apart": (
        "finding_author",
        ANSWERED_BESIDE,
        "who gave the second opinion is no author of the first",
    ),
}


def guard() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE") if sqlite else ():
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        if not sqlite:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
            )
    for name, (table, broken, said) in BLIND.items():
        if sqlite:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {broken} BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {broken} "
            f"THEN RAISE EXCEPTION '{said}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def unguard() -> None:
    """The triggers of the new tables go with them; that of a table which stays is taken off."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER finding_author_apart")
        return
    for name, (table, _, _) in BLIND.items():
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")


def upgrade() -> None:
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_why", sa.String(), nullable=False),
        sa.CheckConstraint("answered_at IS NULL OR closed_at IS NULL", name=op.f("ck_opinion_answered_or_closed")),
        sa.CheckConstraint("drawn = (asked_by_id IS NULL)", name=op.f("ck_opinion_drawn_or_asked")),
        sa.CheckConstraint("lease_until IS NULL OR holder_id IS NOT NULL", name=op.f("ck_opinion_lease_has_holder")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_opinion_asked_by_id_person")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_opinion_claim_id_claim")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_opinion_finding_id_finding")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_opinion_holder_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_opinion_claim_id")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_opinion_finding_id")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index("ix_opinion_answered", ["answered_at", "id"], unique=False)
        batch_op.create_index("ix_opinion_open", ["asked_at", "id"], postgresql_where=OPEN, sqlite_where=OPEN)

    op.create_table(
        "opinion_answer",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "confirmed",
                "disputed",
                "unverified",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "content",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_answer_opinion_id_opinion")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opinion_answer_person_id_person")),
        sa.PrimaryKeyConstraint("opinion_id", name=op.f("pk_opinion_answer")),
    )
    with op.batch_alter_table("opinion_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_answer_person_id"), ["person_id"], unique=False)

    op.create_table(
        "opinion_draft",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "confirmed",
                "disputed",
                "unverified",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_draft_opinion_id_opinion")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opinion_draft_person_id_person")),
        sa.PrimaryKeyConstraint("opinion_id", "person_id", name=op.f("pk_opinion_draft")),
    )
    op.create_table(
        "opinion_reader",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_reader_opinion_id_opinion")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opinion_reader_person_id_person")),
        sa.PrimaryKeyConstraint("opinion_id", "person_id", name=op.f("pk_opinion_reader")),
    )
    guard()


def downgrade() -> None:
    unguard()
    op.drop_table("opinion_reader")
    op.drop_table("opinion_draft")
    with op.batch_alter_table("opinion_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_answer_person_id"))

    op.drop_table("opinion_answer")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index("ix_opinion_open", postgresql_where=OPEN, sqlite_where=OPEN)
        batch_op.drop_index("ix_opinion_answered")

    op.drop_table("opinion")
