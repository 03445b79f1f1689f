"""Interviews and transcripts, in which the name before a colon says who speaks."""

from factcheck.domain.claims import ArticleText
from factcheck.language.sayings import sayings


def read(text: str) -> list[tuple[str, str]]:
    """Source and content of each saying."""
    found = sayings(ArticleText(text, language="en"))
    return [(" ".join(text[a:b] for a, b in one.source), text[slice(*one.content[0])]) for one in found]


INTERVIEW = """The engineer spoke to the paper at the dam.

Q: When did you see the cracks?

A: In the spring. They were as wide as a hand, and nobody came.

Q: Whom did you call?

A: The council. It was closed."""


def test_whoever_a_paragraph_begins_with_speaks_all_of_it() -> None:
    assert read(INTERVIEW) == [
        ("Q", "When did you see the cracks?"),
        ("A", "In the spring. They were as wide as a hand, and nobody came."),
        ("Q", "Whom did you call?"),
        ("A", "The council. It was closed."),
    ]


def test_full_names_speak_as_well_as_letters() -> None:
    text = "Ann Lee: The dam is old.\n\nBo Day: It was mended. Twice.\n\nAnn Lee: It leaks, and it will go on leaking."
    assert [source for source, _ in read(text)] == ["Ann Lee", "Bo Day", "Ann Lee"]


def test_a_table_of_numbers_is_no_dialogue() -> None:
    assert read("Osk: 547.\n\nMarn: 46.\n\nOsk: 2,316.\n\nMarn: 1,547.") == []


def test_headings_that_do_not_come_again_are_no_dialogue() -> None:
    text = "Cost: It is high. Nobody can pay.\n\nTime: It is short. It runs out.\n\nPlace: It is far. It rains there."
    assert len({source for source, content in read(text) if content.count(".") > 1}) == 0


def test_a_name_before_the_colon_of_a_headline_speaks() -> None:
    assert read("Lee: I support the dam.") == [("Lee", "I support the dam")]
    assert read("Morning Digest: A dam at risk.") == []
