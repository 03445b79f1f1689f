"""Which digests of the vault the rows name."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlmodel import Session, col

from factcheck.store.tables import ExportFile, Page, Source, Watch

NAMED = (
    ("the copy of source {}", col(Source.id), col(Source.kept_sha256)),
    ("the text of source {}", col(Source.id), col(Source.kept_text)),
    ("the archive file of source {}", col(Source.id), col(Source.kept_warc)),
    ("the timestamp of source {}", col(Source.id), col(Source.stamp)),
    ("the last look at source {}", col(Watch.source_id), col(Watch.text_now)),
    ("the page {}", col(Page.url), col(Page.kept_sha256)),
    ("export {}", col(ExportFile.id), col(ExportFile.sha256)),
)
"""Everything in the vault: how it is called, after what, and its digest. Sources taken off are among them."""


def digests(session: Session) -> Iterator[tuple[str, str]]:
    """(what it is, digest) of everything that is kept."""
    for words, name, digest in NAMED:
        for called, sha256 in session.execute(select(name, digest).where(digest != "").order_by(name)):
            yield words.format(called), sha256
