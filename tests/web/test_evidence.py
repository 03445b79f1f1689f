"""What is kept of sources, as people see it: files that go to the disk alone, marked copies, alerts to set aside."""

import io

from factcheck.adapters.warc import warc
from factcheck.domain.fetching import Extracted, Fetched
from factcheck.domain.watching import AlertKind
from factcheck.services import keeping
from factcheck.services.keeping import Archive
from factcheck.store import watching
from factcheck.store.tables import Page, PublicCopy, Report, Source
from tests.web.conftest import Visitor, World

SCRIPT = "<script>alert(1)</script>"
LOG = f"Harbour log\nThe night ferry carried 12 people.\n{SCRIPT}\n"


def upload(world: World, jana: Visitor, claim: int, content: bytes = LOG.encode(), name: str = "log.txt") -> int:
    form = {"seen": world.seen(claim), "medium": "upload", "stance": "supports", "kind": "primary"}
    form |= {"passage": "carried 12 people", "file": (io.BytesIO(content), name)}
    jana.post(f"/claims/{claim}/sources", form, content_type="multipart/form-data")
    return world.sheet(claim).sources[-1].id


def test_an_uploaded_file_is_a_source_with_its_passage_marked(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    source = upload(world, jana, claim)
    assert world.sheet(claim).sources[-1].title == "log.txt"
    page = jana.get(f"/claims/{claim}/sources/{source}/kept").text
    assert '<mark class="mark mark-this">carried 12 people</mark>' in page
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_kept_files_are_saved_and_never_opened(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    page = f"<h1>{SCRIPT}</h1>".encode()
    source = upload(world, jana, claim, page, '"; filename=evil.html')
    answer = jana.get(f"/claims/{claim}/sources/{source}/file")
    assert answer.data == page
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=source-{source}.bin"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_an_upload_needs_its_file(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    form = {"seen": world.seen(claim), "medium": "upload", "title": "Log", "stance": "supports", "kind": "primary"}
    answer = jana.post(f"/claims/{claim}/sources", form)
    assert answer.status_code == 422
    assert "Choose the file to upload." in answer.text
    assert not world.sheet(claim).sources


def archived(world: World, jana: Visitor, claim: int) -> int:
    form = {"seen": world.seen(claim), "medium": "web", "url": "https://tide.example/ferry", "stance": "supports"}
    jana.post(f"/claims/{claim}/sources", form | {"kind": "primary", "passage": "12 people"})
    source = world.sheet(claim).sources[-1].id
    to = Archive(world.desk.vault, lambda fetched: warc(fetched, software="x"))
    keeping.archive(world.desk.unit, Tide(world), Tide(world), to, source)
    return source


class Tide:
    """An outlet with one page, and the reader of it."""

    def __init__(self, world: World) -> None:
        self.world = world

    def fetch(self, url: str, **_: object) -> Fetched:
        return Fetched(url, 200, {"content-type": "text/html"}, LOG.encode(), self.world.desk.clock())

    def extract(self, fetched: Fetched) -> Extracted:
        return Extracted(fetched.url, "The night ferry", fetched.body.decode())


def test_the_archive_file_of_a_page_can_be_saved(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    source = archived(world, jana, claim)
    assert "kept copy" in jana.get(f"/claims/{claim}").text
    answer = jana.get(f"/claims/{claim}/sources/{source}/warc")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=source-{source}.warc.gz"
    assert answer.data.startswith(b"\x1f\x8b")


def test_nothing_is_kept_of_a_call(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    form = {"seen": world.seen(claim), "medium": "call", "title": "Call, 3 May", "stance": "supports"}
    jana.post(f"/claims/{claim}/sources", form | {"kind": "primary"})
    source = world.sheet(claim).sources[-1].id
    for what in ("kept", "file", "warc"):
        assert jana.get(f"/claims/{claim}/sources/{source}/{what}").status_code == 404


def test_an_alert_is_shown_in_the_queue_and_set_aside_with_a_note(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    with world.desk.unit().writing() as session:
        watching.raise_alert(session, claim, "The passage is gone.", world.desk.clock(), detail=SCRIPT)
    assert "a source has changed" in jana.get("/queue").text
    shown = jana.get(f"/claims/{claim}").text
    assert "The passage is gone." in shown
    assert SCRIPT not in shown
    [alert] = world.sheet(claim).alerts
    refused = jana.post(f"/claims/{claim}/alerts/{alert.id}", {"note": ""})
    assert refused.status_code == 422
    jana.post(f"/claims/{claim}/alerts/{alert.id}", {"note": "the log has it"})
    assert world.sheet(claim).row.alerts == 0
    assert "Set aside by Jana: the log has it" in jana.get(f"/claims/{claim}").text


def test_a_new_origin_against_the_answer_is_an_alert_with_a_way_to_its_report(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    said = "The verdict may be stale: a new origin seems to refute the claim."
    with world.desk.unit().writing() as session:
        watching.raise_alert(
            session, claim, said, world.desk.clock(), kind=AlertKind.ORIGIN, report_id=7, detail=f"Echo: {SCRIPT}"
        )
    shown = jana.get(f"/claims/{claim}").text
    assert said in shown
    assert '<a href="#report-7">Read the report</a>' in shown
    assert SCRIPT not in shown


def test_a_page_is_looked_at_again_at_the_press_of_a_button(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    source = archived(world, jana, claim)
    shown = jana.get(f"/claims/{claim}").text
    assert f'action="/claims/{claim}/sources/{source}/look' in shown
    answer = jana.post(f"/claims/{claim}/sources/{source}/look", follow_redirects=True)
    assert "A worker looks at the page again." in answer.text
    archive = world.sheet(claim).sources[-1].archive
    assert archive
    assert archive.next_at == world.desk.clock()
    assert jana.post(f"/claims/{claim}/sources/{source + 9}/look").status_code == 404


def test_a_public_copy_and_a_timestamp_are_shown_with_the_kept_copy(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    source, now = archived(world, jana, claim), world.desk.clock()
    public = "https://web.archive.org/web/20260314093005/https://tide.example/ferry"
    with world.desk.unit().writing() as session:
        row = session.get_one(Source, source)
        row.stamp, row.stamped_at, row.stamped_by = "d" * 64, now, "stamps.example"
        session.add(
            PublicCopy(source_id=source, archive="spn", page=row.url, url=public, captured_at=now, wanted_at=now)
        )
    page = jana.get(f"/claims/{claim}/sources/{source}/kept").text
    assert "stamps.example vouches that this archive file existed on" in page
    assert f'href="{public}"' in page
    assert f'href="{public}"' in jana.get(f"/claims/{claim}").text


def test_why_there_is_no_public_copy_yet_is_said_beside_the_source(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    source, now = archived(world, jana, claim), world.desk.clock()
    with world.desk.unit().writing() as session:
        session.add(PublicCopy(source_id=source, archive="spn", page="x", problem=f"busy {SCRIPT}", wanted_at=now))
    shown = jana.get(f"/claims/{claim}").text
    assert "No public copy yet: busy" in shown
    assert SCRIPT not in shown


def test_a_report_is_read_under_its_own_claim_alone(world: World) -> None:
    """The page marks the passage as that of the claim in the address: of another claim it would be a forgery."""
    jana, (claim, other) = world.signed_in("jana"), world.claims[:2]
    with world.desk.unit().writing() as session:
        page = Page(url="https://tide.example/1", title="Ferry", outlet="Tide", text=LOG, fetched_at=world.desk.clock())
        session.add(page)
        session.flush()
        report = Report(claim_id=claim, page_id=page.id or 0, provider="feed", score=0.9, passage_start=0,
                        passage_end=11, found_at=world.desk.clock())  # fmt: skip
        session.add(report)
        session.flush()
        number = report.id
    assert jana.get(f"/claims/{claim}/reports/{number}").status_code == 200
    answer, absent = (jana.get(f"/claims/{other}/reports/{which}") for which in (number, 9_999))
    assert (answer.status_code, absent.status_code) == (404, 404)
    assert "night ferry" not in answer.text
