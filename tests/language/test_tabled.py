"""Other languages by their tables: whose words, in what quotation, on which day, and never English rules."""

from datetime import date

import pytest

from factcheck.domain.claims import ArticleText, Quotation
from factcheck.language import LocalSplitter
from factcheck.language.tables import codes, table

THURSDAY = date(2025, 11, 20)

DIRECT = {
    "de": ("„Wir haben 40 Häuser verloren“, sagte Bürgermeisterin Anna Roth am Dienstag in Osk.", "Anna Roth"),
    "fr": ("« Nous avons perdu 40 maisons », a déclaré la maire Anne Roche mardi à Osk.", "Anne Roche"),
    "es": ('"Hemos perdido 40 casas", dijo la alcaldesa Ana Ruiz el martes en Osk.', "Ana Ruiz"),
    "ru": ("«Мы потеряли 40 домов», — сказала мэр Анна Рудина во вторник.", "Анна Рудина"),
    "uk": ("«Ми втратили 40 будинків», — сказала мер Анна Рудь у вівторок.", "Анна Рудь"),
}
INDIRECT = {
    "de": ("Innenminister Jan Kolb erklärte, dass 200 Helfer im Einsatz seien.", "Jan Kolb", "200 Helfer"),
    "fr": (
        "Le ministre de l'Intérieur, Jean Colbert, a affirmé que 200 pompiers étaient là.",
        "Jean Colbert",
        "200 pom",
    ),
    "es": ("El ministro Juan Colón aseguró que 200 bomberos trabajan allí.", "Juan Colón", "200 bomberos"),
    "tr": ("Bakan Ayşe Demir, salı günü yaptığı açıklamada 40 evin yıkıldığını söyledi.", "Ayşe Demir", "40 evin"),
    "ru": ("Министр Иван Ковалев заявил, что 200 спасателей работают на месте.", "Иван Ковалев", "200 спас"),
    "uk": ("Міністр Іван Коваль заявив, що 200 рятувальників працюють на місці.", "Іван Коваль", "200 рят"),
}
ACCORDING = {
    "de": ("Laut Polizei starben drei Menschen.", "Polizei"),
    "fr": ("Selon la police, trois personnes sont mortes.", "police"),
    "es": ("Según la policía, murieron tres personas.", "policía"),
    "tr": ("Osk Ajans'a göre üç kişi öldü.", "Osk Ajans"),
    "ru": ("По данным полиции, погибли три человека.", "полиции"),
    "uk": ("За даними поліції, загинули три людини.", "поліції"),
}


def test_every_language_asked_for_has_a_table() -> None:
    assert codes() >= {"de", "fr", "es", "tr", "uk", "ru"}
    assert table("de-AT") is table("de") or table("de-AT") == table("de")
    assert table("xx") is None


@pytest.mark.parametrize("code", DIRECT)
def test_a_quotation_has_its_speaker_and_day(splitter: LocalSplitter, code: str) -> None:
    text, name = DIRECT[code]
    (claim,) = splitter.split(ArticleText(text, language=code, published=THURSDAY)).claims
    assert claim.claimant.endswith(name)
    assert (claim.quotation, claim.said_date) == (Quotation.DIRECT, date(2025, 11, 18))
    assert not set('«»„“”"') & set(claim.statement)


@pytest.mark.parametrize("code", INDIRECT)
def test_a_clause_has_its_speaker(splitter: LocalSplitter, code: str) -> None:
    text, name, begins = INDIRECT[code]
    (claim,) = splitter.split(ArticleText(text, language=code, published=THURSDAY)).claims
    assert claim.claimant.endswith(name)
    assert claim.span.text_in(text).startswith(begins)
    assert claim.quotation is Quotation.INDIRECT


@pytest.mark.parametrize("code", ACCORDING)
def test_according_to_names_the_source(splitter: LocalSplitter, code: str) -> None:
    text, name = ACCORDING[code]
    (claim,) = splitter.split(ArticleText(text, language=code)).claims
    assert claim.claimant == name
    assert name not in claim.span.text_in(text)


def test_a_quotation_goes_on_with_its_speaker(splitter: LocalSplitter) -> None:
    text = "„Wir haben 40 Häuser verloren“, sagte Anna Roth. „Niemand hat uns gewarnt.“ Der Damm brach am Montag."
    claims = splitter.split(ArticleText(text, outlet="Bote", language="de")).claims
    assert [claim.claimant for claim in claims] == ["Anna Roth", "Anna Roth", "Bote"]


def test_a_denial_is_claimed_whole(splitter: LocalSplitter) -> None:
    (claim,) = splitter.split(ArticleText("La empresa negó que hubiera grietas.", language="es")).claims
    assert (claim.claimant, claim.denial, claim.checkworthy) == ("empresa", True, False)
    assert claim.statement == "La empresa negó que hubiera grietas."


def test_the_note_says_how_coarse_a_table_is(splitter: LocalSplitter) -> None:
    found = splitter.split(ArticleText("Die Brücke ist gesperrt.", language="de"))
    assert "coarse" in found.note
    assert "German" in found.note


@pytest.mark.parametrize(
    ("code", "text", "claimant", "statement"),
    [
        (
            "de",
            "Die Brücke wird nach Angaben der Polizei erst im Mai fertig.",
            "Polizei",
            "Die Brücke wird nach Angaben der Polizei erst im Mai fertig.",
        ),
        (
            "de",
            "Ihr Vorsitzender, Tom Reuter, erklärte, das Amt habe davon gewusst.",
            "Tom Reuter",
            "Das Amt habe davon gewusst.",
        ),
        (
            "de",
            "Laut einer Studie der Universität Osk fahren täglich 32.000 Autos dort.",
            "Studie der Universität Osk",
            "Laut einer Studie der Universität Osk fahren täglich 32.000 Autos dort.",
        ),
        ("de", "„Das ist frei erfunden“, so der Minister.", "Minister", "Das ist frei erfunden."),
        (
            "de",
            "So der Plan des Ministers für die alte Brücke.",
            "Bote",
            "So der Plan des Ministers für die alte Brücke.",
        ),
        ("de", "Die Opposition redete von einem „Skandal“.", "Bote", "Die Opposition redete von einem Skandal."),
        ("tr", '"Zemini hafife aldık," dedi Aydın çarşamba günü gazetecilere.', "Aydın", "Zemini hafife aldık."),
        (
            "tr",
            "Selin Kaya ise bakanlığın sorunları bildiğini açıkladı.",
            "Selin Kaya",
            "Selin Kaya ise bakanlığın sorunları bildiğini açıkladı.",
        ),
    ],
)
def test_what_a_table_reads(splitter: LocalSplitter, code: str, text: str, claimant: str, statement: str) -> None:
    (claim,) = splitter.split(ArticleText(text, outlet="Bote", language=code, published=THURSDAY)).claims
    assert (claim.claimant, claim.statement) == (claimant, statement)
