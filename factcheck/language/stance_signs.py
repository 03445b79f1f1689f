"""The signs in one sentence of a report that tell what it does to a claim: each a question with yes or no."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from factcheck.language import asserted, contrasts, denials, doers, events, figures, repeating, same_event
from factcheck.language.events import Key, lemma
from factcheck.language.figures import Figure
from factcheck.language.stance_texts import Claim, Sentence
from factcheck.language.wordlists import wordlists

NAMED_BEFORE, TOLD_BEFORE = 0.8, 0.4
"""What a name, and any other word, counts that stands not in the sentence but in those before it."""

SMALL = 2
"""Numbers up to this one say something only together with what they count: "one", "two"."""

NEGATING = frozenset("n't not no never none nobody nor neither without nothing hardly".split())
AGAINST = frozenset({"against", "without"})
AHEAD = frozenset("will would may might could should shall".split())


@dataclass(frozen=True)
class Reading:
    """One sentence read against the claim; `outlet` is who published it."""

    claim: Claim
    sentence: Sentence
    outlet: str

    @property
    def tokens(self) -> Sequence[Token]:
        return self.sentence.tokens

    @cached_property
    def found(self) -> dict[int, Token]:
        """Where the words of the claim stand in the sentence, by their places in the claim."""
        return {key.token.i: token for key in self.claim.keys if (token := events.matched(key, self.tokens))}

    @cached_property
    def share(self) -> float:
        """How much of the claim it tells, 0 to 1, what stands before it included; a number weighs as a noun does."""
        numbers = self.claim.figures
        whole = sum(key.weight for key in self.claim.keys) + len(numbers)
        told = sum(self._told(key) for key in self.claim.keys) + sum(self.has(number) for number in numbers)
        return told / whole if whole else 0.0

    def _told(self, key: Key) -> float:
        if key.token.i in self.found:
            return key.weight
        if events.matched(key, self.sentence.before) is None:
            return 0.0
        return key.weight * (NAMED_BEFORE if key.kind == "name" else TOLD_BEFORE)

    def has(self, number: Figure) -> bool:
        return any(agrees(number, one) for one in self.sentence.figures)

    @cached_property
    def words(self) -> list[Token]:
        """Words of the claim that stand here and are no names."""
        kinds = {key.token.i: key.kind for key in self.claim.keys}
        return [token for at, token in self.found.items() if kinds[at] != "name"]

    @cached_property
    def deeds(self) -> list[Token]:
        """Words here that mean the claim's verb."""
        root = next((key for key in self.claim.keys if key.token.i == self.claim.root.i), None)
        return [token for token in self.tokens if root is not None and events.means_same(root, token)]

    @cached_property
    def speaker(self) -> str:
        """How the claimant is named as who says it; empty where somebody else speaks, or nobody."""
        return repeating.speaks(self.claim.claimant, self.tokens, self.sentence.before, self.outlet)

    @cached_property
    def denial(self) -> str:
        """The words that deny something; empty without any."""
        return denials.denial(self.tokens)

    @cached_property
    def differing(self) -> tuple[Figure, Figure] | None:
        """A number of the claim that does not stand here, and another of what it counts that does."""
        pairs = (
            (ours, theirs)
            for ours in self.claim.figures
            if not self.has(ours)
            for theirs in self.sentence.figures
            if counts_the_same(ours, theirs)
        )
        return next(pairs, None)

    @cached_property
    def opposite(self) -> tuple[Token, Token] | None:
        """A word of the claim that does not stand here, and one that does and excludes it: "rise" and "fall".

        What is so today says nothing of what is to come.
        """
        if self.claim.is_to_come and not any(token.lower_ in AHEAD for token in self.tokens):
            return None
        missing = [key for key in self.claim.keys if key.kind != "name" and key.token.i not in self.found]
        inside = [token for token in self.tokens if token.pos_ in events.KINDS]
        pairs = ((key.token, token) for key in missing for token in inside if events.excluded(key.word, lemma(token)))
        return next(pairs, None)

    @cached_property
    def is_put_aside(self) -> bool:
        """Whether it names something of the claim only to say it was something else: "a rail, not the driver"."""
        aside = contrasts.put_aside(self.tokens)
        return any(token.i in aside for token in self.found.values())

    @cached_property
    def is_of_others(self) -> bool:
        """Whether somebody else does it here, or to somebody else, or it is done for and not against."""
        deed = self.found.get(self.claim.root.i)
        if deed is None:
            return False
        return not doers.same_roles(self.claim.root, deed) or _sides(self.claim.root) != _sides(deed)

    @cached_property
    def lacks_the_subject(self) -> bool:
        """Whether a noun that tells what the claim speaks of stands neither here nor before: "milk" of its price."""
        subjects = [child for child in self.claim.root.children if child.dep_ in ("nsubj", "nsubjpass")]
        within = {token.i for subject in subjects for token in subject.subtree}
        told = (key for key in self.claim.keys if key.token.i in within and key.kind in ("name", "noun"))
        return any(self._told(key) == 0 for key in told)


def _sides(deed: Token) -> set[str]:
    """ "against" in "voted against the bill"."""
    return {child.lower_ for child in deed.children} & AGAINST


def agrees(ours: Figure, theirs: Figure) -> bool:
    """Whether the report's number may be the claim's: by what both count, unless the report leaves that out."""
    if ours.value == theirs.value and ours.value > SMALL:
        return True
    alike = counts_the_same(ours, theirs) or (not theirs.unit and theirs.value > SMALL)
    return alike and figures.agree(ours, theirs) and theirs.value > 0


def counts_the_same(ours: Figure, theirs: Figure) -> bool:
    return bool(ours.unit and theirs.unit and events.senses(ours.unit) & events.senses(theirs.unit))


def _has(list_name: str) -> Callable[[Reading], bool]:
    return lambda reading: any(lemma(token) in wordlists("stance")[list_name] for token in reading.tokens)


def _says(reading: Reading) -> bool:
    speaking = any(token.pos_ == "VERB" and lemma(token) in wordlists("stance")["speak"] for token in reading.tokens)
    return speaking or "according to" in reading.sentence.text.lower()


SIGNS: dict[str, Callable[[Reading], bool]] = {
    "other people": lambda reading: reading.is_of_others,
    "other subject": lambda reading: reading.lacks_the_subject,
    "elsewhere": lambda reading: same_event.is_elsewhere(reading.claim, reading.sentence),
    "another time": lambda reading: same_event.is_another_time(reading.claim, reading.sentence),
    "deed": lambda reading: reading.claim.root.i in reading.found,
    "number differs": lambda reading: reading.differing is not None,
    "denies": lambda reading: bool(reading.denial),
    "negates": lambda reading: any(token.dep_ == "neg" or token.lower_ in NEGATING for token in reading.tokens),
    "negates the deed": lambda reading: any(events.is_negated(token) for token in reading.deeds),
    "negates a word": lambda reading: any(events.is_negated(token) for token in reading.words),
    "opposite": lambda reading: reading.opposite is not None,
    "puts aside": lambda reading: reading.is_put_aside,
    "contrasts": lambda reading: contrasts.contrasts(reading.tokens),
    "puts right": _has("puts_right"),
    "vouches": _has("vouches"),
    "claimant speaks": lambda reading: bool(reading.speaker),
    "other speaks": lambda reading: _says(reading) and not reading.speaker,
    "hedges": lambda reading: denials.hedge(reading.tokens, reading.claim.tokens),
    "leaves open": lambda reading: asserted.is_open(reading.tokens),
    "is ahead": lambda reading: any(token.lower_ in AHEAD for token in reading.tokens),
}
"""What is asked of each sentence. The weights in data/stances.json go by these names."""
