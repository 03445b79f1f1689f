"""Names in the letters of another language, by tables; what a table cannot know stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.letters import has_own_letters, spelled_in

UKRAINIAN = {
    "Чернігів": "Chernihiv", "Вінниця": "Vinnytsia", "Ужгород": "Uzhhorod", "Запоріжжя": "Zaporizhzhia",
    "Тернопіль": "Ternopil", "Луцьк": "Lutsk", "Миколаїв": "Mykolaiv", "Кропивницький": "Kropyvnytskyi",
    "Яна Шевчук": "Yana Shevchuk", "Їжак": "Yizhak",
}  # fmt: skip
RUSSIAN = {
    "Воронеж": "Voronezh", "Челябинск": "Cheliabinsk", "Омск": "Omsk", "Якутск": "Iakutsk", "Липецк": "Lipetsk",
    "Грозный": "Groznyi",
}  # fmt: skip


@pytest.mark.parametrize(("own", "names"), [("uk", UKRAINIAN), ("ru", RUSSIAN)])
def test_latin_letters_are_those_of_the_official_tables(own: str, names: dict[str, str]) -> None:
    assert {name: spelled_in("en", name, own) for name in names} == names
    assert spelled_in("de", "Згорани", "uk") == "Zghorany"


@pytest.mark.parametrize("name", UKRAINIAN)
def test_ukrainian_names_come_back(name: str) -> None:
    assert spelled_in("uk", UKRAINIAN[name], "en") == name


@pytest.mark.parametrize(
    ("written", "name"),
    [("Chelyabinsk", "Челябинск"), ("Voronezh", "Воронеж"), ("Lipetsk", "Липецк"), ("Yakutsk", "Якутск"),
     ("Grozny", "Грозный"), ("KURSK", "КУРСК")],
)  # fmt: skip
def test_russian_names_come_back_as_newspapers_write_them(written: str, name: str) -> None:
    assert spelled_in("ru", written, "en") == name


def test_numbers_and_words_with_letters_that_no_table_knows_stay() -> None:
    assert spelled_in("uk", "60,000 Müller 12%", "de") == "60,000 Müller 12%"
    assert spelled_in("fr", "Kastova", "en") == "Kastova"
    assert spelled_in("ru", "Чернігів", "uk") == "Чернігів"
    assert [has_own_letters(language) for language in ("uk", "ru", "de", "")] == [True, True, False, False]


@given(st.text(), st.sampled_from(["uk", "ru", "en", "fa", ""]), st.sampled_from(["uk", "ru", "en", ""]))
def test_any_text_is_spelled_without_an_error(words: str, language: str, own: str) -> None:
    assert isinstance(spelled_in(language, words, own), str)
