"""Guards in the database itself, and the full-text index

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("history", "checkpoint", "finding", "finding_author", "approval", "voiding")

SQLITE_FOUR_EYES = """
CREATE TRIGGER approval_four_eyes BEFORE INSERT ON approval
WHEN EXISTS (SELECT 1 FROM finding_author WHERE finding_id = NEW.finding_id AND person_id = NEW.approver_id)
  OR NOT EXISTS (SELECT 1 FROM finding_author WHERE finding_id = NEW.finding_id)
BEGIN SELECT RAISE(ABORT, 'the approver is an author of the finding'); END
"""

POSTGRES_FOUR_EYES = """
CREATE FUNCTION approval_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM finding_author WHERE finding_id = NEW.finding_id AND person_id = NEW.approver_id)
     OR NOT EXISTS (SELECT 1 FROM finding_author WHERE finding_id = NEW.finding_id) THEN
    RAISE EXCEPTION 'the approver is an author of the finding' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
"""

# nobody becomes an author of what is approved: the approver would have signed their own work after all
SQLITE_AUTHORS_SEALED = """
CREATE TRIGGER finding_author_sealed BEFORE INSERT ON finding_author
WHEN EXISTS (SELECT 1 FROM approval WHERE finding_id = NEW.finding_id)
BEGIN SELECT RAISE(ABORT, 'the finding is approved'); END
"""

POSTGRES_AUTHORS_SEALED = """
CREATE FUNCTION finding_author_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM approval WHERE finding_id = NEW.finding_id) THEN
    RAISE EXCEPTION 'the finding is approved' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
"""

POSTGRES_APPEND_ONLY = """
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation'; END $$
"""

SQLITE_SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
  kind UNINDEXED, ref UNINDEXED, title, body, tokenize = "porter unicode61 remove_diacritics 2"
)
"""

POSTGRES_SEARCH = """
CREATE TABLE search (
  kind varchar NOT NULL, ref integer NOT NULL, title text NOT NULL, body text NOT NULL,
  vector tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')
  ) STORED,
  PRIMARY KEY (kind, ref)
)
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        op.execute(SQLITE_FOUR_EYES)
        op.execute(SQLITE_AUTHORS_SEALED)
        op.execute(SQLITE_SEARCH)
        return
    op.execute(POSTGRES_APPEND_ONLY)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )
    op.execute(POSTGRES_FOUR_EYES)
    op.execute(
        "CREATE TRIGGER approval_four_eyes BEFORE INSERT ON approval FOR EACH ROW EXECUTE FUNCTION approval_four_eyes()"
    )
    op.execute(POSTGRES_AUTHORS_SEALED)
    op.execute(
        "CREATE TRIGGER finding_author_sealed BEFORE INSERT ON finding_author "
        "FOR EACH ROW EXECUTE FUNCTION finding_author_sealed()"
    )
    op.execute(POSTGRES_SEARCH)
    op.execute("CREATE INDEX ix_search_vector ON search USING gin (vector)")


def downgrade() -> None:
    op.execute("DROP TABLE search")
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{verb}")
        op.execute("DROP TRIGGER approval_four_eyes")
        op.execute("DROP TRIGGER finding_author_sealed")
        return
    op.execute("DROP TRIGGER approval_four_eyes ON approval")
    op.execute("DROP FUNCTION approval_four_eyes")
    op.execute("DROP TRIGGER finding_author_sealed ON finding_author")
    op.execute("DROP FUNCTION finding_author_sealed")
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute("DROP FUNCTION append_only")
