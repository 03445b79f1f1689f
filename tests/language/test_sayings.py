"""Who said what as a whole: quotations joined to their cue, the mention of the source, and the scoring of it all."""

import pytest

from benchmarks import checkworthy, score_attribution
from benchmarks.__main__ import rows
from factcheck.domain.claims import ArticleText
from factcheck.language.sayings import sayings


def read(text: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of each saying."""
    return [
        (
            " ".join(text[a:b] for a, b in one.source),
            text[slice(*one.cue)] if one.cue else "",
            " [...] ".join(text[a:b] for a, b in one.content),
        )
        for one in sayings(ArticleText(text, language="en"))
    ]


def test_sentences_of_a_quotation_go_with_its_cue() -> None:
    text = '"The bridge was old. It had cracks," Ann Lee said. "Nobody came to look."'
    assert read(text) == [("Ann Lee", "said", '"The bridge was old. It had cracks," [...] "Nobody came to look."')]


def test_a_short_cue_behind_a_long_quotation_is_read() -> None:
    words = "and the road to the harbour was closed for days because nobody had cleared the stones from it "
    text = f'"The bridge was old {words * 2}again," he said.'
    ((source, cue, content),) = read(text)
    assert (source, cue) == ("he", "said")
    assert content.endswith('again,"')


def test_a_lead_in_names_the_speaker_of_the_next_paragraph() -> None:
    text = 'Bo Day spoke first. Ann Lee said:\n\n"The bridge was old."'
    assert ("Ann Lee", "said", '"The bridge was old."') in read(text)


def test_paragraphs_of_a_quotation_are_one_saying() -> None:
    text = '"The bridge was old," Ann Lee said. "It had cracks.\n\n"Nobody came to look."\n\nIt was closed.'
    ((source, cue, content),) = read(text)
    assert (source, cue) == ("Ann Lee", "said")
    assert content.endswith('"Nobody came to look."')


def test_a_sentence_that_begins_in_quotation_marks_goes_on() -> None:
    text = '"The bridge was old," Ann Lee said. "Nobody in the town came" to look at it.'
    ((_, _, content),) = read(text)
    assert content.endswith('"Nobody in the town came" to look at it')


def test_a_link_word_inside_quotation_marks_is_said() -> None:
    assert read('"And the bridge was old," Ann Lee said.')[0][2] == '"And the bridge was old,"'


def test_a_name_before_a_colon_speaks() -> None:
    assert read("Study: Coffee is harmless") == [("Study", ":", "Coffee is harmless")]
    assert read("The result: nobody was hurt.") == []


def test_a_second_cue_begins_a_saying_of_its_own() -> None:
    text = "Ann Lee said the bank would close and suggested that prices would rise."
    assert [content for _, _, content in read(text)] == ["the bank would close", "prices would rise"]


def test_doubled_apostrophes_are_quotation_marks() -> None:
    text = "''The bridge was old,'' Ann Lee said."
    ((source, _, content),) = read(text)
    assert (source, content.strip("'")) == ("Ann Lee", "The bridge was old,")


def test_what_is_found_is_scored_against_what_is_annotated() -> None:
    said = {"content": [[0, 14]], "source": [[16, 23]], "cue": [[24, 28]]}
    gold = {"doc_id": "a", "text": "The dam broke, Ann Lee said.", "attributions": [said | {"speech_cue": True}]}
    right = score_attribution.score([gold], [{"doc_id": "a", "attributions": [said]}])["reported speech"]
    assert (right.share(right.overlap), right.share(right.sourced)) == (1.0, 1.0)
    nobody = score_attribution.score([gold], [{"doc_id": "a", "attributions": [said | {"source": []}]}])
    assert nobody["reported speech"].share(nobody["reported speech"].sourced) == 0.0
    nothing = score_attribution.score([gold], [{"doc_id": "a", "attributions": []}])["all attributions"]
    assert nothing.share(nothing.overlap) == 0.0


def test_sentences_are_ranked_inside_their_documents() -> None:
    rows_of = [{"id": 1, "text": "x", "checkworthy": True}, {"id": 2, "text": "y", "checkworthy": False}]
    gold = [{"doc_id": "a", "sentences": rows_of}]
    best = checkworthy.score(gold, [{"doc_id": "a", "scores": {"1": 0.9, "2": 0.1}}])
    worst = checkworthy.score(gold, [{"doc_id": "a", "scores": {"1": 0.1, "2": 0.9}}])
    assert (best.mean_average_precision, worst.mean_average_precision) == (1.0, 0.5)
    assert (best.f1, worst.f1) == (1.0, 0.0)


def test_a_row_without_its_data_is_said_to_be_not_measured() -> None:
    found = [*rows(None, "attribution"), *rows(None, "checkworthy")]
    assert len(found) == 5
    assert all(row.value is None for row in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nobody spoke.",
        '"',
        "''",
        ":",
        "Ann Lee said:",
        # Words of saying that say nothing here.
        "The money comes from donors, those writing large cheques, and the town.",
        "The house was once used for a film, a plan announced in May, and the garden is shut.",
        "The rooms were used for the cookery show, which ran for years.",
    ],
)
def test_a_text_in_which_nobody_says_anything_has_no_sayings(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        # A verb that is in no list, behind a quotation.
        (
            '"Nobody in the town came to look," scoffed Ann Lee.',
            "Ann Lee",
            "scoffed",
            '"Nobody in the town came to look,"',
        ),
        (
            '"The bridge was old," Ann Lee said on the "Early Hour" programme.',
            "Ann Lee",
            "said",
            '"The bridge was old,"',
        ),
        ('"The bridge was old," Lee told Bo Day, a farmer from Osk.', "Lee", "told", '"The bridge was old,"'),
        # Several clauses beside a cue.
        (
            "Prices rose last May: 1,400 farmers said they had lost money.",
            "1,400 farmers",
            "said",
            "they had lost money",
        ),
        # What the occasion of a saying was.
        ('On Day\'s "Early Hour" on Tuesday, Lee said, "I never saw it."', "Lee", "said", '"I never saw it."'),
        (
            'Conceding that the dam was "worn down", he warned: "It will not hold for long."',
            "he",
            "warned",
            '"It will not hold for long."',
        ),
        ("In fact, the dam was never safe, Ann Lee said.", "Ann Lee", "said", "the dam was never safe"),
        ("Even so, Ann Lee said, the dam was never safe.", "Ann Lee", "said", "the dam was never safe"),
        (
            "Instead of calling himself late, Lee said, ''I came when I was called.''",
            "Lee",
            "said",
            "'I came when I was called.'",
        ),
        # A remark has what is quoted behind it.
        ('"The dam is old," Lee said, adding, "It has cracks."', "Lee", "said", '"The dam is old,"'),
        ("“The dam is old,“ Lee said on Monday.", "Lee", "said", "“The dam is old,“"),
        # What was asked, told before or done meanwhile is not said.
        ('Asked whether the dam was safe, the mayor said: "It is."', "the mayor", "said", '"It is."'),
        ('The mayor seemed angry: "It is a public road," she wrote.', "she", "wrote", '"It is a public road,"'),
        ("The harvest was good, he said, wiping his brow.", "he", "said", "The harvest was good"),
        # Where what is said begins.
        ("The plan worked; the mayor had announced the vote.", "the mayor", "announced", "the vote"),
        (
            "The bank has closed branches: Profits were at a record last year, according to one index.",
            "one index",
            "according",
            "Profits were at a record last year",
        ),
        (
            "Carly Day says despite being a farmer, she plans to root for Osk.",
            "Carly Day",
            "says",
            "despite being a farmer, she plans to root for Osk",
        ),
        # Whose saying it is although the parser hung it elsewhere.
        (
            "An official who spoke anonymously to discuss strategy said Wednesday that nobody had been asked.",
            "An official",
            "said",
            "nobody had been asked",
        ),
        # The remark behind a saying is no part of it.
        ("Lee said that the dam was safe, adding that it was new.", "Lee", "said", "the dam was safe"),
        ("Lee said that the dam was safe, adding that it was new.", "Lee", "adding", "it was new"),
        # The pronoun stands for the thing.
        ("Lee voted for the bill, which critics said was late.", "critics", "said", "which [...] was late"),
        ('They met the mayor, whom Lee described as "brave".', "Lee", "described", 'whom [...] as "brave"'),
        ("Lee criticized what she called a plot.", "Lee", "criticized", "what she called a plot"),
        ("The mayor called for a judge to look into it.", "The mayor", "called", "a judge to look into it"),
        (
            'Lee stressed the need for an "unshakeable" alliance.',
            "Lee",
            "stressed",
            'the need for an "unshakeable" alliance',
        ),
        # An apostrophe is one, whichever way it is written.
        ("Lee’s friends insist he’s returning to the town.", "Lee’s friends", "insist", "he’s returning to the town"),
    ],
)
def test_a_saying_is_read_as_a_reader_would(text: str, source: str, cue: str, content: str) -> None:
    assert (source, cue, content) in [
        (s, c, said.rstrip(".") if '"' not in said else said) for s, c, said in read(text)
    ]


def test_a_quotation_that_begins_inside_a_sentence_goes_with_it() -> None:
    text = "Places like it “deserve somebody who is with them. That is Ann Lee,” the mayor said."
    assert read(text) == [("the mayor", "said", text.removesuffix(" the mayor said."))]


def test_both_of_two_sayings_that_contain_one_another_are_found() -> None:
    found = read("The president said he expected that voters will say no to his plan.")
    assert ("The president", "said", "he expected that voters will say no to his plan") in found


@pytest.mark.parametrize(
    "text",
    [
        'In "Hail the King of Osk," Ann Lee gets into the spirit.',
        '"Early Hour" returns on Monday.',
    ],
)
def test_a_title_in_quotation_marks_is_nobodys_saying(text: str) -> None:
    assert not [cue for _, cue, _ in read(text) if cue]


def test_a_title_with_a_full_stop_ends_no_sentence() -> None:
    ((_, cue, content),) = read("In the spring, Pres. Ann Lee admitted the dam was old.")
    assert (cue, content) == ("admitted", "the dam was old")


def test_a_quotation_that_is_a_paragraph_goes_on_with_what_was_said_before_it() -> None:
    text = 'Ann Lee said the bridge had been old.\n\n"Nobody came to look at it for years."'
    assert read(text) == [
        ("Ann Lee", "said", 'the bridge had been old [...] "Nobody came to look at it for years."'),
    ]


def test_a_quotation_with_words_behind_it_is_no_part_of_what_was_said_before_it() -> None:
    text = 'Ann Lee said the bridge had been old.\n\n"Nobody came to look," so the poster beside the road.'
    assert read(text)[0] == ("Ann Lee", "said", "the bridge had been old")


def test_paragraphs_of_an_open_quotation_are_one_saying_without_a_cue() -> None:
    text = 'The poster was long.\n\n"The bridge was old.\n\n"It had cracks.\n\n"Nobody came to look."'
    assert [content for _, _, content in read(text)] == [
        '"The bridge was old. [...] "It had cracks. [...] "Nobody came to look."'
    ]


def test_a_quotation_that_begins_behind_a_colon_goes_on_in_the_next_sentence() -> None:
    text = 'The preacher is shown lecturing: "The bridge was old. Nobody came to look at it."'
    assert read(text) == [("The preacher", "shown", '"The bridge was old. Nobody came to look at it."')]


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ('"We do not understand the need for a new bridge," the two write.', "the two", "write"),
        ('"The bridge has carried the weight of the town for years," the Osks state in a paper.', "the Osks", "state"),
    ],
)
def test_a_cue_behind_a_quotation_is_read_where_the_parser_sees_a_noun(text: str, source: str, cue: str) -> None:
    assert [one[:2] for one in read(text)] == [(source, cue)]


def test_a_closed_quotation_behind_a_comma_ends_no_sentence() -> None:
    text = "The walk “was the first time I thought it is not as simple as, ‘The bridge is old,’” Lee said on Monday."
    ((source, cue, content),) = read(text)
    assert (source, cue) == ("Lee", "said")
    assert content.startswith("The walk “was")


def test_a_quotation_inside_a_content_is_told_to_its_closing_mark() -> None:
    text = 'Lee said that the bridge was "old in the middle, but we kept looking after it."'
    assert read(text)[0][2] == 'the bridge was "old in the middle, but we kept looking after it."'


def test_what_somebody_calls_it_is_told_with_its_what() -> None:
    assert (
        read('The town took part in what Lee called a "fraud" on drivers.')[0][2] == 'what [...] a "fraud" on drivers'
    )


def test_a_that_which_stands_for_something_ends_a_content() -> None:
    assert read("Lee said the new bridge could change that.")[0][2] == "the new bridge could change that"


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            'Ann Lee says she respects Bo Day and calls him "a clever man."',
            ["she respects Bo Day", 'him "a clever man."'],
        ),
        ("Ann Lee said it was late and warned the council to act.", ["it was late", "the council to act"]),
        ("Ann Lee said the report was late and warned of a flood.", ["the report was late and warned of a flood"]),
    ],
)
def test_what_somebody_says_and_then_calls_is_said_twice_unless_another_may_do_it(
    text: str, contents: list[str]
) -> None:
    assert [content for _, _, content in read(text)] == contents


def test_who_tells_that_somebody_said_it_is_a_source_too() -> None:
    text = "Ann Lee said the bridge was old, according to The Harbour Post."
    assert [(source, content) for source, _, content in read(text)] == [
        ("The Harbour Post", "Ann Lee said the bridge was old"),
        ("Ann Lee", "the bridge was old"),
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The bridge has a crack, according to Ann Lee, head of the Osk institute.", "The bridge has a crack"),
        ("The bridge has a crack, according to the survey, but it is open.", "The bridge has a crack"),
        ("Osk, however, has two bridges, according to the survey.", "Osk [...] has two bridges"),
        (
            'While prices fell, Ann Lee said, "this has done nothing."',
            'While prices fell [...] "this has done nothing."',
        ),
    ],
)
def test_what_the_outlet_adds_is_not_what_was_said(text: str, content: str) -> None:
    assert read(text)[0][2] == content
