"""Gap prompts say what a search has not brought, and nothing where it has."""

import pytest

from factcheck.domain.evidence import SourceKind
from factcheck.domain.gaps import Seen, gaps, is_official, parties_of

REPORT = Seen("https://herald.example/1", "Herald", language="en", origin="1", hindsight=False)
OTHER = Seen("https://tide.example/2", "The Tide", language="en", origin="2", hindsight=False)
OFFICIAL = Seen("https://statistics.gov.uk/table", "Statistics Office", language="en", origin="3", hindsight=False)


def test_nothing_is_missing_where_all_is_there() -> None:
    assert gaps("The bridge is closed.", "en", [REPORT, OTHER, OFFICIAL], []) == ()


@pytest.mark.parametrize(
    "host",
    ["www.defense.gov", "statistics.gov.uk", "insee.gouv.fr", "mod.gov.ua", "www.bmi.bund.de", "ec.europa.eu",
     "who.int", "www.boe.gob.es", "army.mil", "news.un.org", "data.gv.at", "bfs.admin.ch"],
)  # fmt: skip
def test_an_authority_is_known_by_its_host(host: str) -> None:
    assert is_official(Seen(f"https://{host}/1"))


@pytest.mark.parametrize(
    "host", ["gov.example.com", "mygov.com", "bigov.uk.example", "un.org.example", "herald.example"]
)
def test_what_only_looks_like_one_is_none(host: str) -> None:
    assert not is_official(Seen(f"https://{host}/1"))


def test_an_attached_primary_source_is_an_official_document() -> None:
    assert gaps("x", "en", [REPORT], []) == ("No official document.",)
    assert gaps("x", "en", [REPORT], [Seen(outlet="A call", kind=SourceKind.PRIMARY)]) == ()


@pytest.mark.parametrize(
    ("about", "language", "missing"),
    [
        ("Ukrainian officials deny it.", "en", ["Ukrainian"]),
        ("Україна заперечує.", "uk", []),
        ("Russia and Turkey agreed.", "en", ["Russian", "Turkish"]),
        ("La Russie dément.", "fr", ["Russian"]),
        ("Das russische Ministerium in Russland bestreitet es.", "de", ["Russian"]),
        ("Russell visited.", "en", []),
        ("The Germanic peoples and the Spaniards.", "en", ["German", "Spanish"]),
        ("The bridge in Kastova is closed.", "en", []),
    ],
)
def test_a_party_s_language_is_missed(about: str, language: str, missing: list[str]) -> None:
    assert gaps(about, language, [REPORT, OTHER, OFFICIAL], []) == tuple(f"No report in {name}." for name in missing)


def test_a_language_that_is_there_is_not_missed() -> None:
    found = Seen("https://visti.example/3", "Visti", language="uk-UA", origin="4", hindsight=False)
    assert gaps("Ukrainian officials deny it.", "en", [REPORT, OFFICIAL, found], []) == ()


def test_where_the_desk_lists_languages_only_these_are_missed() -> None:
    about = "Russia and Turkey agreed."
    assert gaps(about, "en", [REPORT, OTHER, OFFICIAL], [], {"tr", "uk"}) == ("No report in Turkish.",)
    assert gaps(about, "en", [REPORT, OTHER, OFFICIAL], [], {"uk"}) == ()
    assert parties_of("Russland und die Türkei einigen sich.", "tr", {"tr", "ru", "uk"}) == ["ru"]
    assert parties_of(about, "en", ()) == []


def test_one_outlet_one_owner_and_one_origin_are_said() -> None:
    again = Seen("https://herald.example/2", "herald", language="en", origin="1", hindsight=False)
    assert gaps("x", "en", [REPORT, again], [])[1:] == (
        "All from one outlet: Herald.",
        "All 2 reports have one origin.",
    )
    owned = [
        Seen("https://a.gov/1", "A", "Holding", origin="1"),
        Seen("https://b.example/1", "B", "holding", origin="2"),
    ]
    assert gaps("x", "en", owned, []) == ("All from one owner: Holding.",)


def test_calls_and_documents_are_of_no_outlet() -> None:
    call, paper = Seen(kind=SourceKind.PRIMARY), Seen(kind=SourceKind.SECONDARY)
    assert gaps("x", "en", [], [call, paper]) == ()


def test_hindsight_alone_is_said() -> None:
    late = [Seen("https://a.gov/1", "A", origin="1", hindsight=True), Seen("https://b.example", "B", hindsight=True)]
    assert gaps("x", "en", late, []) == ("Nothing that was known on the day of the claim: all reports are younger.",)
    assert gaps("x", "en", [late[0], OTHER], []) == ()


def test_without_any_report_only_the_official_document_and_the_language_are_missed() -> None:
    assert gaps("Ukraine denies it.", "en", [], []) == ("No official document.", "No report in Ukrainian.")
