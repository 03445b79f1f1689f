"""What leaves the desk through the services: all of what is public, nothing of what is not, in a stable order."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from factcheck.domain.errors import Invalid, NotAllowed, NotFound
from factcheck.domain.evidence import Medium
from factcheck.domain.exports import Format
from factcheck.domain.identity import DeskIdentity
from factcheck.domain.records import CSV_COLUMNS
from factcheck.domain.review import CorrectionClass, Move, QueueFilters, Verdict
from factcheck.domain.sheets import DraftSheet
from factcheck.services import articles, drafts, editing, evidence, exports, publishing, review
from factcheck.store import exports as rows
from tests.services.conftest import Newsroom

DESK = DeskIdentity("The Harbour Desk", "https://desk.example", "https://licence.example/by")
SECRETS = {
    "title": "CANARY-TITLE of a withheld source", "url": "https://canary.example/CANARY-URL", "outlet": "CANARY-OUTLET",
    "passage": "CANARY-PASSAGE", "note": "CANARY-NOTE", "withheld_reason": "CANARY-REASON",
}  # fmt: skip


def export(room: Newsroom, format: Format = Format.JSONL, since: str = "", **filters: Any) -> str:
    return b"".join(exports.stream(room.unit(), DESK, format, QueueFilters(**filters), since=since)).decode()


def lines(room: Newsroom, since: str = "", **filters: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(room, since=since, **filters).splitlines()]


def cells(room: Newsroom) -> list[dict[str, str]]:
    text = export(room, Format.CSV)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


@pytest.mark.parametrize("format", list(Format))
def test_an_empty_desk_exports_a_whole_empty_document(settled: Newsroom, format: Format) -> None:
    settled.submitted()
    text = export(settled, format)
    empty = {Format.CSV: len(text.splitlines()) == 1, Format.JSONL: text == "", Format.CLAIMREVIEW: text == "[]\n"}
    assert empty.get(format, format is Format.FEED and json.loads(text)["dataFeedElement"] == [])


def test_only_what_is_approved_leaves(settled: Newsroom) -> None:
    one, two, three, *_ = settled.claims()
    settled.approved(two)
    settled.submitted(three)
    settled.take(one)
    assert [line["id"] for line in lines(settled)] == [two]


def test_every_format_holds_every_check_in_the_order_of_the_claims(
    settled: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "BATCH", 2)  # more batches than one, with few claims
    numbers = settled.claims()
    for claim in reversed(numbers):
        settled.approved(claim)
    assert [line["id"] for line in lines(settled)] == numbers
    assert [int(row["id"]) for row in cells(settled)] == numbers
    reviews = json.loads(export(settled, Format.CLAIMREVIEW))
    feed = json.loads(export(settled, Format.FEED))
    addresses = [f"https://desk.example/checks/{claim}" for claim in numbers]
    assert [review["url"] for review in reviews] == addresses
    assert [item["url"] for item in feed["dataFeedElement"]] == addresses
    assert all(item["item"][0]["@type"] == "ClaimReview" for item in feed["dataFeedElement"])
    assert feed["dateModified"] == settled.clock.now.isoformat()


def test_a_voided_check_is_a_tombstone_and_nothing_else(settled: Newsroom) -> None:
    claim = settled.approved()
    settled.move(claim, Move.VOID, settled.eva, public_note="We mistook the pier.")
    [line] = lines(settled)
    assert line == {
        "id": claim, "url": f"https://desk.example/checks/{claim}", "voided": True,
        "voidedAt": settled.clock.now.isoformat(), "note": "We mistook the pier.",
    }  # fmt: skip
    [row] = cells(settled)
    assert (row["voided"], row["claim"], row["notices"]) == ("yes", "", "voided: We mistook the pier.")
    [item] = json.loads(export(settled, Format.FEED))["dataFeedElement"]
    assert (item["item"], item["dateDeleted"]) == ([], settled.clock.now.isoformat())
    assert json.loads(export(settled, Format.CLAIMREVIEW)) == []
    for format in Format:
        assert "northern pier" not in export(settled, format)
        assert "register" not in export(settled, format).lower()


def test_corrections_are_noticed_the_newest_first_and_a_typo_is_silent(settled: Newsroom) -> None:
    claim = settled.approved()
    settled.corrected(
        claim, correction=CorrectionClass.SUBSTANCE, public_note="It is pier 4.", rationale="Pier 4 it is."
    )
    settled.corrected(claim, correction=CorrectionClass.TYPO, rationale="Pier 4 it is, since May.")
    settled.corrected(
        claim, correction=CorrectionClass.UPDATE, public_note="Open again.", rationale="It opened in June."
    )
    [line] = lines(settled)
    assert [(notice["kind"], notice["note"]) for notice in line["notices"]] == [
        ("Update", "Open again."), ("Correction", "It is pier 4."),
    ]  # fmt: skip
    assert (line["finding"], line["rationale"]) == (4, "It opened in June.")
    [made] = json.loads(export(settled, Format.CLAIMREVIEW))
    assert [each["text"] for each in made["correction"]] == ["Update: Open again.", "Correction: It is pier 4."]


def test_what_is_under_review_keeps_its_old_text_and_says_so(settled: Newsroom) -> None:
    claim = settled.approved()
    settled.move(claim, Move.REOPEN, settled.eva, note="CANARY-NOTE of the desk")
    settled.open(claim)
    editing.edit(
        settled.unit(), claim, settled.jana, seen=settled.seen(claim), changes={"statement": "CANARY statement."}
    )
    settled.submit(claim, rationale="CANARY rationale")
    [line] = lines(settled)
    assert (line["under_review"], line["claim"]) == (True, "The northern pier is closed.")
    assert json.loads(export(settled, Format.CLAIMREVIEW))[0]["creativeWorkStatus"] == "Under review"
    assert cells(settled)[0]["under_review"] == "yes"
    assert not any("CANARY" in export(settled, format) for format in Format)


def test_what_is_withheld_or_internal_is_in_no_payload(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    room.take(claim)
    room.attach(claim, medium=Medium.PERSON, withheld=True, **SECRETS)
    room.attach(claim, note="CANARY-INTERNAL note")
    draft = DraftSheet(rationale="CANARY-DRAFT")
    drafts.save_draft(room.unit(), claim, room.jana, draft=draft)
    drafts.save_draft(room.unit(), claim, room.omar, draft=draft)
    room.submit(claim, override="CANARY-OVERRIDE")
    room.move(claim, Move.RETURN, room.eva, note="CANARY-RETURN")
    room.open(claim)
    room.submit(claim, override="CANARY-OVERRIDE")
    room.approve(claim, note="CANARY-APPROVAL")
    for format in Format:
        text = export(room, format)
        assert "CANARY" not in text
        assert "Register of piers" in text
    check = publishing.public_check(room.unit(), DESK, claim)
    assert "CANARY" not in repr(check)
    assert check.authors == ()


def test_the_desks_own_archive_is_no_address_for_readers(settled: Newsroom) -> None:
    claim = settled.claim(url="")
    settled.approved(claim)
    [line] = lines(settled)
    assert line["article"]["url"] is None
    assert "appearance" not in json.loads(export(settled, Format.CLAIMREVIEW))[0]["itemReviewed"]


def test_since_gives_what_changed_after_it(settled: Newsroom) -> None:
    room = settled
    one, two, three, *_ = room.claims()
    room.approved(one)
    room.approved(two)
    first = room.clock.now.isoformat()
    room.clock.forward(timedelta(hours=1))
    room.approved(three)
    assert [line["id"] for line in lines(room, since=first)] == [three]
    second = room.clock.now.isoformat()
    room.clock.forward(timedelta(hours=1))
    room.move(one, Move.VOID, room.eva, public_note="Wrong pier.")
    room.move(two, Move.REOPEN, room.eva, note="a reader wrote to us")
    changed = lines(room, since=second)
    assert [(line["id"], line.get("voided"), line.get("under_review")) for line in changed] == [
        (one, True, None), (two, False, True),
    ]  # fmt: skip
    assert lines(room, since=room.clock.now.isoformat()) == []


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "1"])
def test_a_time_that_is_none_is_refused(settled: Newsroom, since: str) -> None:
    with pytest.raises(Invalid, match="since is a time such as") as no:
        export(settled, since=since)
    assert no.value.field == "since"


def test_a_plus_that_became_a_blank_in_an_address_is_understood(settled: Newsroom) -> None:
    settled.approved()
    assert lines(settled, since=(settled.clock.now - timedelta(hours=1)).isoformat().replace("+", " "))


def test_filters_choose_by_what_is_public(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    settled.approved(one)
    settled.approved(two, verdict=Verdict.DISPUTED)
    other = settled.claim("A tower fell in Orlin.", url="https://herald.example/2", outlet="Courier")
    settled.approved(other, verdict=Verdict.UNVERIFIED, tried="Called the town hall twice.")
    assert [line["id"] for line in lines(settled, verdict=Verdict.DISPUTED)] == [two]
    assert [line["id"] for line in lines(settled, outlet="courier")] == [other]
    assert [line["id"] for line in lines(settled, q="tower")] == [other]
    assert [line["id"] for line in lines(settled, claimant="HERALD")] == [one, two]
    [unverified] = lines(settled, outlet="Courier")
    assert unverified["tried"] == "Called the town hall twice."


def test_a_check_that_is_not_valid_stays_out_and_the_preview_says_so(settled: Newsroom) -> None:
    claim = settled.approved(settled.claim(outlet="Unknown"))
    article = settled.sheet(claim).row.article_id
    assert articles.sheet(settled.unit(), article, settled.jana).outlet == "Unknown"
    preview = exports.preview(settled.unit(), settled.jana, QueueFilters(), Format.CLAIMREVIEW, DESK)
    assert (preview.count, preview.first) == (0, ())
    assert preview.left_out == (f"An unknown claimant is left out, not called unknown. (claim {claim})",)
    assert json.loads(export(settled, Format.CLAIMREVIEW)) == []
    assert exports.preview(settled.unit(), settled.jana, QueueFilters(), Format.CSV, DESK).count == 1


def test_the_preview_looks_at_some_and_counts_all(settled: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "LOOKED_AT", 2)
    numbers = settled.claims()
    for claim in numbers:
        settled.approved(claim, verdict=Verdict.DISPUTED if claim == numbers[0] else Verdict.CONFIRMED)
    settled.move(numbers[1], Move.VOID, settled.eva, public_note="Wrong pier.")

    def seen(format: Format, **filters: Any) -> tuple[int, list[int], bool]:
        preview = exports.preview(settled.unit(), settled.jana, QueueFilters(**filters), format, DESK)
        return preview.count, [check.claim_id for check in preview.first], preview.all_looked_at

    assert seen(Format.CSV) == (5, numbers[:2], False)
    assert seen(Format.CLAIMREVIEW) == (4, [numbers[0], numbers[2]], False)
    assert seen(Format.CSV, verdict=Verdict.DISPUTED) == (1, numbers[:1], True)
    assert seen(Format.CSV, q="bridge") == (1, numbers[-1:], True)
    monkeypatch.setattr(publishing, "COUNTED_MOST", 3)
    monkeypatch.setattr(exports, "COUNTED_MOST", 3)
    assert seen(Format.CSV) == (4, numbers[:2], False)


def test_what_the_first_keep_out_is_not_counted(settled: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "LOOKED_AT", 2)
    unfit = settled.approved(settled.claim(outlet="Unknown"))
    for claim in settled.claims(url="https://herald.example/2"):
        settled.approved(claim)
    preview = exports.preview(settled.unit(), settled.jana, QueueFilters(), Format.FEED, DESK)
    assert (preview.count, len(preview.first), preview.all_looked_at) == (5, 1, False)
    assert preview.left_out == (f"An unknown claimant is left out, not called unknown. (claim {unfit})",)


def test_a_hostile_text_ends_no_script_and_starts_no_formula(settled: Newsroom) -> None:
    claim = settled.claim()
    hostile = "=HYPERLINK(</script><script>alert(1)</script>)"
    editing.edit(settled.unit(), claim, settled.jana, seen=settled.seen(claim), changes={"statement": hostile})
    settled.approved(claim)
    assert cells(settled)[0]["claim"] == f"'{hostile}"
    for format in (Format.JSONL, Format.CLAIMREVIEW, Format.FEED):
        assert "</" not in export(settled, format)
    assert lines(settled)[0]["claim"] == hostile


def test_a_source_with_a_wild_address_breaks_no_page_and_no_export(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.take(claim)
    with pytest.raises(Invalid):
        settled.attach(claim, url="http://[broken")
    settled.attach(claim, url="https://herald.example/\u00fc?a=b#c")
    settled.submit(claim)
    settled.approve(claim)
    assert lines(settled)[0]["sources"][0]["url"] == "https://herald.example/\u00fc?a=b#c"


def test_an_earlier_version_is_public_only_if_it_was_approved(settled: Newsroom) -> None:
    claim = settled.approved()
    settled.corrected(claim, correction=CorrectionClass.TYPO, rationale="The register says the very same.")
    assert publishing.public_check(settled.unit(), DESK, claim, finding=1).rationale == "The register says the same."
    for number in (0, 3):
        with pytest.raises(NotFound):
            publishing.public_check(settled.unit(), DESK, claim, finding=number)
    settled.move(claim, Move.VOID, settled.eva, public_note="Wrong pier.")
    with pytest.raises(NotFound):
        publishing.public_check(settled.unit(), DESK, claim, finding=1)
    with pytest.raises(NotFound):
        publishing.public_check(settled.unit(), DESK, 4711)


def test_an_ordered_export_is_the_file_of_whom_ordered_it(settled: Newsroom) -> None:
    room, vault = settled, settled.desk.vault
    room.approved()
    number = exports.order(
        room.unit(), room.jana, format=Format.CSV, filters=QueueFilters(verdict=Verdict.CONFIRMED, q="pier")
    )
    with pytest.raises(NotFound):
        exports.file(room.unit(), vault, number, room.jana)
    for _ in range(2):
        exports.write(room.unit, vault, DESK, number)
        [sheet] = exports.files(room.unit(), room.jana)
        assert (sheet.status, sheet.rows, sheet.filters) == ("ready", 1, (("q", "pier"), ("verdict", "confirmed")))
    found, pieces = exports.file(room.unit(), vault, number, room.jana)
    content = b"".join(pieces)
    assert content.decode() == export(room, Format.CSV)
    assert (found.size, content.count(b"\r\n")) == (len(content), 2)
    for other in (room.omar, room.boss):
        with pytest.raises(NotFound):
            exports.file(room.unit(), vault, number, other)
    with pytest.raises(NotAllowed):
        exports.order(room.unit(), review.CLOCK, format=Format.CSV, filters=QueueFilters())


def test_csv_has_the_columns_it_promises(settled: Newsroom) -> None:
    settled.approved()
    assert tuple(cells(settled)[0]) == CSV_COLUMNS


def test_what_was_sealed_is_exported_not_what_the_article_is_called_now(settled: Newsroom) -> None:
    claim = settled.approved()
    article = settled.sheet(claim).row.article_id
    articles.describe(settled.unit(), article, settled.jana, seen=articles.sheet(settled.unit(), article, settled.jana).version,  # noqa: E501
                      title="CANARY", outlet="CANARY", byline="", published=None, language="")  # fmt: skip
    source = settled.sheet(claim).sources[0]
    assert source.title == "Register of piers"
    assert "CANARY" not in export(settled)
    assert evidence.sheet(settled.unit(), claim, settled.jana).searching
