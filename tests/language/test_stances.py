"""What a report does to a claim: a stance with the sentence that carries it, and nothing where it is unsure."""

import json
from collections import Counter
from pathlib import Path

import pytest

from factcheck.domain.evidence import Stance
from factcheck.language.stance_weights import shipped
from factcheck.language.stances import RULES, CueStances, read

SUPPORTS, REFUTES, REPEATS, CONTEXT = Stance.SUPPORTS, Stance.REFUTES, Stance.REPEATS, Stance.CONTEXT
DATA = Path(__file__).parents[2] / "benchmarks/data"
HELD_OUT = ("stance_held_fifteenth.jsonl", "stance_held_sixteenth.jsonl")
FILLER = "It rained in the harbour on the weekend.\n\n"
FINDER = CueStances()


def stance(claim: str, text: str, claimant: str = "A reader", **more: str) -> Stance | None:
    found = FINDER.suggest(claim, claimant, text, **more)
    return found.stance if found else None


@pytest.mark.parametrize(
    ("claim", "text", "why"),
    [
        ("Astor will cut 2,400 jobs in Redmoor.", "Astor is to cut 3,100 jobs in Redmoor, it said.", "number differs"),
        ("The bridge in Lesk was opened.", "The bridge in Lesk was not opened, the council said.", "negates"),
        ("Tarnian troops left Halvesk.", "A spokesman denied that Tarnian troops had left Halvesk.", "denies"),
        ("Tarnian troops left Halvesk.", "The report that Tarnian troops left Halvesk is false.", "denies"),
        ("Crime in Ostrum is rising.", "Crime in Ostrum fell for the fourth year.", "says the opposite"),
        ("The court in Helm convicted Selma Griese.", "The court in Helm acquitted Selma Griese.", "says the opposite"),
        (
            "The leak in Pell began in the school.",
            "The leak in Pell began in a van and not in the school.",
            "puts it aside",
        ),
        ("Jan Holt stole the Lesk crown.", "Jan Holt was cleared of the theft of the Lesk crown.", "denies"),
        (
            "Two dockers died in the port of Lesk.",
            "The death toll in the port of Lesk rose to three dockers.",
            "number",
        ),
        (
            "Exports from Tarn rose in the first quarter.",
            "Exports from Tarn fell in the first quarter.",
            "says the opp",
        ),
        ("Four coins were stolen in Helm.", "They speak of the theft of nine coins in Helm.", "number differs"),
        ("Timo Rand stays coach of Orvik.", "Orvik dismissed coach Timo Rand on Monday.", "says the opposite"),
        ("The repair in Dunn cost more than a million francs.", "The repair in Dunn cost 90,000 francs.", "number"),
    ],
)
def test_a_report_refutes_and_says_why(claim: str, text: str, why: str) -> None:
    found = FINDER.suggest(claim, "A reader", text)
    assert found is not None
    assert found.stance is REFUTES
    assert found.why.startswith(why)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("More than 200 people were hurt in Obernau.", "About 240 people were injured in Obernau, rescuers said."),
        ("The regulator has fined Quillon.", "The regulator has fined Quillon, the firm announced on Monday."),
        ("Nine people died in the port of Lesk.", "Nine people lost their lives in the port of Lesk."),
    ],
)
def test_a_report_supports(claim: str, text: str) -> None:
    assert stance(claim, FILLER + text) is SUPPORTS


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Rockets hit the hospital in Pell.", "The school in Pell was hit by rockets. The hospital stood empty."),
        ("Unemployment in Costavia fell in March.", "Unemployment in Costavia fell in February. March was cold."),
        ("Astor made a loss of 5 million in 2024.", "Astor made a loss of 5 million in 2023."),
        ("The mayor of Helm has resigned.", "The mayor of Tarn has resigned. The mayor of Helm congratulated him."),
        ("Grain prices doubled in Valdora.", "Bread prices doubled in Valdora within a year. Grain is plentiful."),
        ("The price of milk fell by 5 cents.", "The price of butter fell by 8 cents. Milk costs the same as before."),
        ("Children in Pell must wear masks.", "Teachers in Pell must wear masks. Children need not."),
        ("Ten soldiers were killed near Welma.", "Two soldiers were killed near Lomsk. Near Welma it was quiet."),
        ("The court fined Eastrail 14 million.", "The court fined Westrail 20 million. Eastrail was not a party."),
        ("The museum bought a painting for 2 million.", "The museum sold a painting for 3 million."),
        ("The coach of Orvik beat the record.", "Orvik dismissed its coach after six defeats."),
        ("Lynx were released in Untertann.", "Wolves killed nine sheep near Lenz."),
        ("The plant in Helm will be closed.", "The governor rejected calls to close the plant in Helm."),
        ("The price of bread fell in Helm.", "Helm is quiet. In the capital the price of bread rose."),
        ("Four people died in an avalanche on Mount Lenz.", "Four people died when a bus crashed on Mount Lenz."),
        ("Tarn will close its library.", "The library of Tarn opens on Sundays."),
        ("Two wards in Tarn are closed.", "Two wards in Tarn that had been closed for months are open again."),
        ("Lesk shot down nine drones.", "The army of Tarn said that it had shot down nine drones over Lesk."),
        ("Exports of Helm fell in May.", "Exports of timber of Helm fell in May."),
        ("The council of Helm rejected the farming bill.", "The council of Helm will pass the bill, she said."),
        ("Measles cases in Helm have fallen.", "Flu cases in Helm have fallen."),
        ("Masks in Pell will become compulsory.", "Masks in Pell remain voluntary."),
        ("The bridge in Pell has cracks.", "The bridge at Lesk, older than the one in Pell, has cracks."),
        ("The council lifted the ban on the Harvest Fair.", "The council lifted the ban on beer at harvest fairs."),
        ("The ferry port in Pell has been closed.", "The ferry port in Pell will be closed on Friday for a film."),
        ("Lesk troops retook the mill in Pell.", "Lesk troops retook the mill in Pell nine years ago."),
        ("Lesk troops retook the mill in Pell.", "The last time Lesk troops retook the mill in Pell, it burned."),
        ("The last lynx in Pell was shot in 1921.", "A lynx in Pell was shot by a forester on 9 Jan. 1938."),
        ("Actor Jan Holt has died.", "Actor Jan Holt has killed off his detective."),
        ("Astor has moved its head office to Lesk.", "Astor has moved its summer party to Lesk."),
        ("Jan Holt voted against the school bill.", "Jan Holt voted for the school bill, the minutes show."),
        ("A driver was attacked in Pell.", "Ten films were made in Pell. She says she was never attacked."),
        ("The vaccine in Pell costs 4 dollars.", "The rumour that the vaccine in Pell makes ill is false."),
        ("Nine people died on Lake Orr.", "On Lake Orr 12 people are missing."),
        ("Tarn will close two swimming pools.", "Tarn denied that it would make people pay for swimming lessons."),
        (
            "Rents in Helm rose by 8 per cent.",
            "Rents in Helm hardly changed, far below the 8 per cent of the flats on offer.",
        ),
    ],
)
def test_another_event_says_nothing(claim: str, text: str) -> None:
    assert stance(claim, text) not in {SUPPORTS, REFUTES}


@pytest.mark.parametrize(
    "text",
    [
        "Rask's defence ministry said again that its forces had captured Halvesk.",
        "The defence ministry of Rask announced that Halvesk had been captured by its forces.",
        "Rask forces captured Halvesk, according to the defence ministry.",
    ],
)
def test_the_claimant_again_supports_nothing(text: str) -> None:
    assert stance("Rask forces captured Halvesk.", text, "Rask defence ministry") is REPEATS


@pytest.mark.parametrize(
    "text",
    [
        "Hanna Wieser stood by her word: all sirens in the valley had sounded at night.",
        "Mayor Hanna Wieser came late. The mayor maintained that all sirens in the valley sounded at night.",
        "All sirens in the valley sounded at night, Wieser recalled.",
        "Hanna Wieser is away. All sirens in the valley sounded at night, a spokesman said.",
    ],
)
def test_whoever_speaks_for_the_claimant_supports_nothing_either(text: str) -> None:
    assert stance("All sirens in the valley sounded at night.", text, "Hanna Wieser") is REPEATS


def test_a_spokesman_of_a_body_speaks_for_it() -> None:
    text = "An interior ministry spokesman said that the men arrested in Pell had planned an attack."
    assert stance("The men arrested in Pell planned an attack.", text, "Interior ministry of Tarn") is REPEATS


def test_what_the_claimant_had_said_once_is_not_said_again() -> None:
    text = "The trust had maintained that no patient in Kerrow was refused."
    assert stance("No patient in Kerrow was refused.", text, "Kerrow hospital trust") is not REPEATS


@pytest.mark.parametrize(
    "text",
    [
        "Whether the mill in Oxley was set on fire is still open.",
        "It is too early to say that the mill in Oxley was set on fire, the police said.",
    ],
)
def test_what_is_still_open_is_context(text: str) -> None:
    assert stance("The mill in Oxley was set on fire.", text) is CONTEXT


def test_a_local_paper_need_not_name_its_town() -> None:
    text = "The swimming pool will open in May, mayor Dagny Roth promised again."
    assert stance("The swimming pool in Orr will open in May.", text, "Dagny Roth", outlet="Sentinel of Orr") is REPEATS


def test_she_is_the_one_who_was_named_before() -> None:
    text = "District administrator Hanna Wieser spoke at noon. All sirens in the valley sounded at night, she said."
    assert stance("All sirens in the valley sounded at night.", text, "Hanna Wieser") is REPEATS


def test_what_somebody_only_wants_says_nothing() -> None:
    text = "The mayor of Helm said he would resign if the council voted against him."
    assert stance("The mayor of Helm has resigned.", text) is None


@pytest.mark.parametrize("before", ["", "Für alle.\n", "\t  A 😀 morning.\r\n\r\n"])
def test_the_passage_is_the_sentence_in_the_text_as_it_is_stored(before: str) -> None:
    sentence = "Astor is to cut 3,100 jobs in Redmoor."
    text = f"{before}{FILLER}{sentence} {FILLER}"
    found = FINDER.suggest("Astor will cut 2,400 jobs in Redmoor.", "A reader", text, language="en")
    assert found is not None
    assert text[found.start : found.end] == sentence


@pytest.mark.parametrize("text", ["", "   ", "?", "\u0000", "Astor wird in Redmoor 3100 Stellen streichen."])
def test_where_there_is_nothing_to_read_nothing_is_said(text: str) -> None:
    assert FINDER.suggest("Astor will cut 2,400 jobs in Redmoor.", "A reader", text, language="de") is None
    assert FINDER.suggest("", "", "Astor is to cut 3,100 jobs in Redmoor.") is None
    assert FINDER.suggest("Astor", "", text, language="en") is None


def test_what_cannot_be_verified_is_context() -> None:
    text = f"{FILLER}That the Lesk dam had broken could not be verified. Roads were closed."
    assert stance("The Lesk dam has broken.", text) is CONTEXT


def test_a_report_that_unsettles_what_it_tells_supports_nothing() -> None:
    claim = "Nine people died in the port of Lesk."
    told = "Nine people lost their lives in the port of Lesk, rescuers said."
    assert stance(claim, told) is SUPPORTS
    assert stance(claim, f"{told} Actually four of them were found alive, and five people died.") is not REFUTES
    for doubt in ("may have lost", "reportedly lost", "could have lost"):
        assert stance(claim, told.replace("lost", doubt)) is not SUPPORTS


def test_the_weights_are_of_the_marks_that_are_measured() -> None:
    report = read("Astor will cut 2,400 jobs.", "A reader", "Astor is to cut 3,100 jobs.")
    assert report is not None
    marks = report.marks()
    assert set(shipped().weights) == {"context", "none", "refutes", "repeats", "supports"}
    assert all(set(weights) == set(marks) for weights in shipped().weights.values())
    assert sum(shipped().likely(marks).values()) == pytest.approx(1)
    assert set(shipped().sure) == set(RULES)


def test_on_texts_that_nothing_was_learned_from_nine_of_ten_answers_are_right() -> None:
    lines = [line for name in HELD_OUT for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    pairs = [json.loads(line) for line in lines]
    given: Counter[Stance] = Counter()
    right: Counter[Stance] = Counter()
    for pair in pairs:
        found = FINDER.suggest(pair["claim"], pair["claimant"], pair["report_text"], outlet=pair["outlet"])
        if found is not None:
            given[found.stance] += 1
            right[found.stance] += found.stance == pair["label"]
    assert right[SUPPORTS] + right[REFUTES] >= 0.9 * (given[SUPPORTS] + given[REFUTES]) > 0
    assert right[REPEATS] >= 0.9 * given[REPEATS] > 0
