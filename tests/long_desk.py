"""A desk of any number of claims, written by the database itself: the same spread at 100 and at 100,000."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from factcheck.store.unit import UnitOfWork

COMMON, RARE = "Harbour", "Lighthouse"
"""A topic, a claimant and words of about a third of all claims; and of ten claims, however many there are."""

PEOPLE = 40
"""Checkers among whom the findings are spread."""

_SPREAD = (2654435761, 2246822519, 3266489917, 668265263, 374761393, 2027808453, 1540483477, 3432918353)
"""Odd multipliers: the high bits of their products with 1, 2, 3 ... are spread evenly, each in its own order."""


class LongDesk:
    """Fills an empty desk. Statements are read by both databases; `_moment` and the like say what differs."""

    def __init__(self, unit: UnitOfWork, now: datetime) -> None:
        self._unit, self._now = unit, now
        self._sqlite = unit.dialect == "sqlite"

    def fill(self, many: int, *, like: int, holder: int) -> None:
        """Write so many claims; their findings say what the approved claim `like` says. `holder` has five in hand."""
        with self._unit.writing() as session:
            self._session = session
            if self._sqlite:
                session.execute(text("PRAGMA cache_size = -200000"))
            first = int(session.scalar(text("SELECT max(id) FROM claim")) or 0)
            self._values = {"many": many, "like": like, "holder": holder, "first": first}
            for part in (self._people, self._articles, self._claims, self._places, self._findings, self._history,
                         self._beside, self._search, self._numbers):  # fmt: skip
                part()
        self._tidy()

    def _tidy(self) -> None:
        """What both databases do by themselves within minutes of so many new rows."""
        engine = self._unit._engine
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE" if self._sqlite else "VACUUM ANALYZE"))

    # --- What differs between the databases

    def _run(self, sql: str, **more: Any) -> None:
        """Run it for every `i` from 1 to as many as there are."""
        numbers = "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
        into, _, rows = sql.partition("SELECT ")
        head = f"{into} {numbers} SELECT "
        given = {**self._values, **more}
        self._session.execute(text(head + rows), {name: given[name] for name in given if f":{name}" in head + rows})

    def _moment(self, minutes: str) -> str:
        """The moment so many minutes ago, as the database keeps it."""
        now = self._now.strftime("%Y-%m-%d %H:%M:%S")
        if self._sqlite:
            return f"strftime('%Y-%m-%d %H:%M:%S.000000', '{now}', -({minutes}) || ' minutes')"
        return f"timestamptz '{now}+00' - ({minutes}) * interval '1 minute'"

    def _day(self, days: str) -> str:
        today = self._now.date().isoformat()
        return f"date('{today}', ({days}) || ' days')" if self._sqlite else f"date '{today}' + CAST({days} AS integer)"

    def _json(self, value: str) -> str:
        return f"'{value}'" if self._sqlite else f"CAST('{value}' AS jsonb)"

    def _boolean(self, condition: str) -> str:
        return condition if self._sqlite else f"({condition})"

    def _hash(self, which: int, below: int) -> str:
        """An integer from 0 that depends on `i` and is spread evenly below the bound."""
        return f"((i * {_SPREAD[which]} % 4294967296) / 65536 * {below} / 65536)"

    # --- The parts

    def _people(self) -> None:
        for number in range(PEOPLE):
            self._session.execute(
                text(f"INSERT INTO person (email, name, active, created_at, language, timezone) "
                     f"VALUES (:email, :name, {self._boolean('1 = 1')}, {self._moment('0')}, '', '')"),
                {"email": f"c{number}@desk.example", "name": f"Checker {number}"},
            )  # fmt: skip
        self._values["people"] = int(self._session.scalar(text("SELECT max(id) FROM person")) or 0) - PEOPLE
        self._values["editor"] = self._values["people"] + 1

    def _articles(self) -> None:
        """One for ten claims."""
        first = int(self._session.scalar(text("SELECT max(id) FROM article")) or 0)
        revision = int(self._session.scalar(text("SELECT max(id) FROM revision")) or 0)
        self._values |= {"article": first, "revision": revision}
        outlet = (f"CASE WHEN i = 2 THEN '{RARE} Post' WHEN {self._hash(0, 100)} < 30 THEN '{COMMON} Herald' "
                  f"ELSE 'Gazette ' || {self._hash(1, 60)} END")  # fmt: skip
        ago = self._moment("(:many - i) * 576000 / :many")
        articles = max(self._values["many"] // 10, 2)
        self._run(
            "INSERT INTO article (id, url, title, outlet, byline, language, status, problem, note, revision, "
            "claims_numbered, version, added_by, created_at) "
            f"SELECT :article + i, 'https://herald.example/' || (i + 1000), 'The news ' || i, {outlet}, '', 'en', "
            f"'ready', '', '', 1, 10, 1, 'Jana', {ago} FROM n",
            many=articles,
        )
        self._run(
            "INSERT INTO revision (id, article_id, number, text, fingerprint, created_at) "
            f"SELECT :revision + i, :article + i, 1, 'The pier is closed.', 'f' || i, {ago} FROM n",
            many=articles,
        )

    def _claims(self) -> None:
        """Of 20 claims 11 wait, 2 are submitted, 5 approved, the others checked, dismissed or voided."""
        turn = "i % 20"
        stage = (f"CASE WHEN i <= 5 THEN 'checking' WHEN i <= 15 OR {turn} < 11 THEN 'queued' "
                 f"WHEN {turn} < 13 THEN 'submitted' WHEN {turn} < 18 THEN 'approved' "
                 f"WHEN {turn} = 18 THEN 'dismissed' "
                 f"WHEN i / 20 % 2 = 0 THEN 'voided' ELSE 'queued' END")  # fmt: skip
        rare = "i BETWEEN 6 AND 15"
        score = f"{self._hash(0, 1000)} / 1000.0"
        common = f"{self._hash(1, 100)} < 30"
        answered = f"{turn} BETWEEN 11 AND 17 OR {turn} = 19 AND i / 20 % 2 = 0"
        self._run(
            "INSERT INTO claim (id, article_id, number, statement, claimant, claimant_role, cue, quotation, channel, "
            "said_basis, event_basis, kind, hedge, denial, checkworthy, score, rank, topic, priority, due_on, stage, "
            "assignee_id, lease_until, fence, returned_note, dismiss_reason, findings, new_evidence, reports, origins, "
            "version, created_at) "
            "SELECT :first + i, :article + 1 + (i - 1) / 10, 1 + (i - 1) % 10, "
            f"CASE WHEN {rare} THEN 'The {RARE.lower()} is dark, number ' ELSE 'Pier ' END || i || "
            f"CASE WHEN {common} THEN ' of the {COMMON.lower()} is closed.' ELSE ' is closed at quay q' || "
            f"{self._hash(2, 60)} || '.' END, "
            f"CASE WHEN {rare} THEN 'Keeper of the {RARE.lower()}' WHEN {self._hash(3, 100)} < 30 THEN 'The {COMMON} "
            f"office' ELSE 'Office ' || {self._hash(2, 5000)} END, "
            f"'', 'said', 'indirect', '', '', '', '', '', {self._boolean('1 = 0')}, "
            f"{self._boolean(f'{rare} OR {self._hash(4, 100)} >= 12')}, {score}, -({score}), "
            f"CASE WHEN {rare} THEN '{RARE}' WHEN {common} THEN '{COMMON}' ELSE 'Quay ' || {self._hash(2, 60)} END, "
            f"CASE {self._hash(5, 20)} WHEN 0 THEN 'first' WHEN 1 THEN 'when free' ELSE 'normal' END, "
            f"CASE WHEN {rare} OR {self._hash(6, 100)} >= 75 THEN {self._day(f'{self._hash(7, 400)} - 5')} END, "
            f"{stage}, "
            f"CASE WHEN i <= 5 THEN :holder END, NULL, 0, '', CASE WHEN i > 15 AND {turn} = 18 THEN 'too vague' END, "
            f"CASE WHEN i > 15 AND ({answered}) THEN 1 ELSE 0 END, {self._boolean('1 = 0')}, "
            f"CASE WHEN {rare} THEN 90 ELSE {self._hash(5, 60)} * {self._hash(4, 60)} / 60 END, 1, 1, "
            f"{self._moment('(:many - i) * 576000 / :many')} FROM n"
        )
        # without it PostgreSQL would look each answered claim up among all that are answered
        self._session.execute(text("ANALYZE claim"))

    def _places(self) -> None:
        self._run(
            "INSERT INTO place (claim_id, revision_id, role, fragments, span_text, placed, was) "
            f"SELECT :first + i, :revision + 1 + (i - 1) / 10, 'body', {self._json('[[0, 4]]')}, 'Pier', "
            f"{self._boolean('1 = 1')}, '' "
            "FROM n"
        )

    def _findings(self) -> None:
        """As the claim's stage has it: one finding where it was answered, its approval, its voiding."""
        first = int(self._session.scalar(text("SELECT max(id) FROM finding")) or 0)
        self._values["finding"] = first
        answered = "JOIN claim ON claim.id = :first + i AND claim.findings = 1"
        verdict = (f"CASE WHEN {self._hash(1, 100)} < 45 THEN 'confirmed' "
                   f"WHEN {self._hash(1, 100)} < 90 THEN 'disputed' "
                   "ELSE 'unverified' END")  # fmt: skip
        ago = self._moment("(:many - i) * 576000 / :many")
        author = f":people + 1 + {self._hash(2, PEOPLE)}"
        self._run(
            "INSERT INTO finding (id, claim_id, number, verdict, content, content_hash, submitted_by, submitted_at) "
            f"SELECT :finding + i, :first + i, 1, {verdict}, (SELECT content FROM finding WHERE claim_id = :like), "
            f"'h' || i, {author}, {ago} FROM n {answered}"
        )
        self._run(
            "INSERT INTO finding_author (finding_id, person_id) "
            f"SELECT :finding + i, {author} FROM n {answered}"
        )  # fmt: skip
        self._run(
            "INSERT INTO approval (finding_id, claim_id, content_hash, approver_id, approved_at, public_note) "
            "SELECT :finding + i, :first + i, 'h' || i, "
            f"(SELECT id FROM person WHERE email = 'eva@desk.example'), {ago}, "
            f"'' FROM n {answered} AND claim.stage IN ('approved', 'voided') ORDER BY i"
        )
        self._run(
            "INSERT INTO voiding (claim_id, public_note, person_id, at) "
            f"SELECT :first + i, 'Wrong pier.', :holder, {ago} FROM n {answered} AND claim.stage = 'voided'"
        )

    def _history(self) -> None:
        """Taken, sent and approved, each an hour after the other."""
        answered = "JOIN claim ON claim.id = :first + i AND claim.findings = 1"
        for seq, (what, to, stages) in enumerate(
            (("take", "checking", ""), ("submit", "submitted", ""),
             ("approve", "approved", " AND claim.stage = 'approved'")),
            start=1,
        ):  # fmt: skip
            self._run(
                "INSERT INTO history (subject, seq, at, actor_name, what, to_stage, note, previous, hash) "
                f"SELECT 'claim:' || (:first + i), {seq}, "
                f"{self._moment(f'(:many - i) * 576000 / :many - {seq} * 60')}, "
                f"'Jana', '{what}', '{to}', '', '', '' FROM n {answered}{stages} WHERE i < :many - 20"
            )

    def _beside(self) -> None:
        """Earlier checks of every tenth claim; alerts and second opinions, of which three are open."""
        self._run(
            "INSERT INTO earlier_check (claim_id, place, checked_id, score, compared, found_at) "
            f"SELECT :first + i, 1, :like, 0.9, 'words', {self._moment('0')} FROM n WHERE i % 10 = 3"
        )
        self._run(
            "INSERT INTO alert (claim_id, kind, sentence, detail, at, set_aside_at, set_aside_by, set_aside_note) "
            f"SELECT :first + i, 'page', 'The passage is gone.', '', {self._moment('0')}, "
            f"CASE WHEN i > 100 THEN {self._moment('0')} END, '', '' FROM n "
            "JOIN claim ON claim.id = :first + i AND claim.stage = 'approved' WHERE i % 4 = 1"
        )
        self._run(
            "INSERT INTO opinion (claim_id, finding_id, drawn, asked_at, fence, answered_at, closed_at, closed_why) "
            f"SELECT :first + i, :finding + i, {self._boolean('1 = 1')}, {self._moment('0')}, 0, NULL, "
            f"CASE WHEN i > 40 THEN {self._moment('0')} END, '' FROM n "
            "JOIN claim ON claim.id = :first + i AND claim.stage = 'submitted'"
        )

    def _search(self) -> None:
        body = "claim.claimant || ' Pier'"
        joined = "FROM n JOIN claim ON claim.id = :first + i"
        if self._sqlite:
            self._run(
                "INSERT INTO search (rowid, kind, ref, title, body) "
                f"SELECT claim.id * 8 + 1, 'CLAIM', claim.id, claim.statement, {body} {joined}"
            )
        else:
            self._run(
                "INSERT INTO search (kind, ref, title, body) "
                f"SELECT 'CLAIM', claim.id, claim.statement, {body} {joined}"
            )

        for kind, column, table in (("claimant", "claimant", "claim"), ("outlet", "outlet", "article")):
            self._session.execute(text(
                f"INSERT INTO name_in_use (kind, name, folded) SELECT DISTINCT '{kind}', {column}, lower({column}) "
                f"FROM {table} WHERE {column} <> '' ON CONFLICT DO NOTHING"
            ))  # fmt: skip

    def _numbers(self) -> None:
        """Rows that are written after these are numbered after them."""
        if self._sqlite:
            return
        for table in ("article", "revision", "claim", "finding"):
            self._session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"))
