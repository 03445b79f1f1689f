"""What the workers do next about the pages that were named: fetch them, and read what was fetched."""

from dataclasses import replace

from factcheck.domain.claims import Similarity
from factcheck.domain.fetching import Extractor, Fetcher
from factcheck.domain.jobs import FetchLead, JobKind, ReadLead
from factcheck.services import documents, jobs, leads
from factcheck.services.jobs import Hand
from tests.servers import PATIENCE
from tests.services.conftest import Newsroom
from tests.services.fakes import FirstLineIsTitle, SharedWords


def in_hand(room: Newsroom, kind: JobKind, attempt: int = 0) -> Hand:
    """All the jobs of this kind that are due; where `attempt` is given, as if that were the attempt at each."""
    due = [message.id for message in jobs.due(room.unit()) if message.name == kind.name]
    taken = jobs.take_together(room.unit(), due).open
    return Hand({job_id: replace(job, attempt=attempt or job.attempt) for job_id, job in taken.items()})


def fetch(room: Newsroom, web: Fetcher, hand: Hand, at_once: int = 1, begin: float = PATIENCE) -> None:
    leads.fetch(room.unit, web, room.desk.vault, hand, at_once=at_once, begin=begin)


def read(
    room: Newsroom,
    hand: Hand,
    extractor: Extractor | None = None,
    similarity: Similarity | None = None,
    begin: float = PATIENCE,
) -> None:
    reader = documents.Reader(extractor or FirstLineIsTitle(), room.desk.vault)
    documents.read(room.unit, reader, similarity or SharedWords(), hand, begin=begin)


def fetch_and_read(room: Newsroom, web: Fetcher, extractor: Extractor | None = None, attempt: int = 0) -> None:
    """Both, as long as there is something to do now; AssertionError where an error of the desk came up."""
    fetching = in_hand(room, FetchLead, attempt)
    fetch(room, web, fetching)
    reading = in_hand(room, ReadLead, attempt)
    read(room, reading, extractor)
    for hand in (fetching, reading):
        assert (hand.open, hand.errors) == ({}, {})
