"""Suggests what a report does to a claim, by cues and numbers, with the sentence that says so and the reason in words.

A sentence must speak of the claim's event (its names, its deed, nobody else in its roles, no other place, day or
year) before anything is concluded from it. English only: for other languages, and where it is unsure, nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from factcheck.domain.claims import Fragment
from factcheck.domain.evidence import Stance
from factcheck.domain.stances import Suggestion
from factcheck.language import denials, doers, events, figures, repeating
from factcheck.language.detect import detect_language, is_english
from factcheck.language.events import CALENDAR, Key, lemma
from factcheck.language.figures import Figure
from factcheck.language.parsing import parse
from factcheck.language.wordlists import wordlists

READ_MOST = 20_000
"""Characters of a report that are read."""

LEAST = 0.45
"""Share of the claim, by weight, below which a sentence has nothing to do with it."""

SUPPORTS, REFUTES, DENIES, REPEATS, NOBODY = 0.74, 0.62, 0.5, 0.55, 0.45
"""Share of the claim that a sentence must have to be taken for it, for each thing that may be concluded."""

NAMED_BEFORE, TOLD_BEFORE = 0.8, 0.5
"""What a name, and any other word, counts that stands not in the sentence but in those before it."""

BEFORE = 150
"""Words before a sentence that are looked at."""

SURER = 0.15
"""So much surer must support be than refutation, or the other way round, where one report seems to say both."""

PLACED = frozenset("of in near over at from off around outside".split())
ON_TIME = ("on time", "on schedule", "as planned")
LATE = frozenset({"late", "later", "delayed", "behind", "overdue"})


class CueStances:
    """Implements StanceFinder with rules. It loads the English model when it is first asked."""

    def suggest(
        self, statement: str, claimant: str, text: str, *, outlet: str = "", language: str = ""
    ) -> Suggestion | None:
        """Raises nothing; None for a text that is not English and for a report that says nothing clear."""
        if not is_english(language or detect_language(text)) or not statement.strip():
            return None
        claim, sentences = _Claim(statement, claimant), list(_sentences(text[:READ_MOST]))
        everything = [token for sentence in sentences for token in sentence.tokens]
        is_event = len(claim.keys) > 1 and any(key.kind != "name" for key in claim.keys)
        if not is_event or not all(events.matched(name, everything) for name in claim.names):
            return None
        return _clearest([one for sentence in sentences if (one := _Reading(claim, sentence, outlet).judged())])


def _clearest(found: Sequence["_Judged"]) -> Suggestion | None:
    best = {one.stance: one for one in sorted(found, key=lambda one: one.sure)}
    yes, no = best.get(Stance.SUPPORTS), best.get(Stance.REFUTES)
    if yes and no and abs(yes.sure - no.sure) < SURER:
        return None
    chosen = max(best.values(), key=lambda one: (one.stance is not Stance.CONTEXT, one.sure), default=None)
    return Suggestion(chosen.stance, chosen.start, chosen.end, chosen.why) if chosen else None


@dataclass(frozen=True, slots=True)
class _Judged:
    stance: Stance
    start: int
    end: int
    why: str
    sure: float


@dataclass(frozen=True)
class _Sentence:
    """A sentence of the report with what stands before it; `start` and `end` count in the report's text."""

    tokens: tuple[Token, ...]
    before: tuple[Token, ...]
    start: int
    end: int

    @cached_property
    def figures(self) -> list[Figure]:
        return figures.figures(self.tokens)

    @property
    def text(self) -> str:
        return "".join(token.text_with_ws for token in self.tokens).strip()


def _sentences(text: str) -> Iterator[_Sentence]:
    before: list[Token] = []
    for paragraph in parse(text, list(_lines(text))):
        for span in paragraph.sentences():
            tokens = tuple(token for token in span if not token.is_space)
            start = paragraph.offset + tokens[0].idx
            end = paragraph.offset + tokens[-1].idx + len(tokens[-1].text)
            yield _Sentence(tokens, tuple(before[-BEFORE:]), start, end)
            before += tokens


def _lines(text: str) -> Iterator[Fragment]:
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield at, at + len(line)
        at += len(line)


class _Claim:
    def __init__(self, statement: str, claimant: str) -> None:
        self.text, self.claimant = statement, claimant
        flat = " ".join(statement.split())
        self.tokens = [token for part in parse(flat, [(0, len(flat))]) for token in part.doc if not token.is_space]
        self.keys = events.keys(self.tokens)
        self.names = [key for key in self.keys if key.kind == "name"]
        self.figures = figures.figures(self.tokens)
        top = next((token for token in self.tokens if token.dep_ == "ROOT"), None) or self.tokens[0]
        self.root = self._meant(top)
        self.is_light = self._says_little(self.root)
        self.is_negative = any(events.is_negated(key.token) for key in self.keys)

    def _meant(self, verb: Token) -> Token:
        """The verb that says what is done: "cut" in "plans to cut", "build" in "is to build"."""
        below = next((child for child in verb.children if child.dep_ == "xcomp" and child.pos_ == "VERB"), None)
        return below if below is not None and self._says_little(verb) else verb

    def _says_little(self, verb: Token) -> bool:
        return lemma(verb) in wordlists("stance")["light"] or verb.pos_ == "AUX"


class _Reading:
    """One sentence read against the claim."""

    def __init__(self, claim: _Claim, sentence: _Sentence, outlet: str) -> None:
        self.claim, self.sentence, self.outlet = claim, sentence, outlet
        self.found = {key.token.i: token for key in claim.keys if (token := events.matched(key, sentence.tokens))}
        self.words = self._words()
        self.share = self._share()

    def judged(self) -> _Judged | None:
        opposite = self._opposite()
        if self.share < LEAST or not (self.found or opposite) or self._is_elsewhere() or self._is_another_time():
            return None
        return self._repeats(opposite) or self._refutes(opposite) or self._supports(opposite)

    def _give(self, stance: Stance, why: str, more: float = 0.0) -> _Judged:
        return _Judged(stance, self.sentence.start, self.sentence.end, why, self.share + more)

    # --- How much of the claim it has -------------------------------------------------------------

    def _words(self) -> float:
        whole = sum(key.weight for key in self.claim.keys)
        return sum(self._has(key) for key in self.claim.keys) / whole if whole else 0.0

    def _has(self, key: Key) -> float:
        if key.token.i in self.found:
            return key.weight
        if events.matched(key, self.sentence.before) is None:
            return 0.0
        return key.weight * (NAMED_BEFORE if key.kind == "name" else TOLD_BEFORE)

    def _share(self) -> float:
        """Words and numbers together; a number weighs as a noun does."""
        whole = sum(key.weight for key in self.claim.keys) + len(self.claim.figures)
        told = sum(self._tells(figure) for figure in self.claim.figures)
        return (self.words * (whole - len(self.claim.figures)) + told) / whole if whole else 0.0

    def _tells(self, figure: Figure) -> bool:
        return any(
            one.value == figure.value or (one.unit == figure.unit and figures.agree(one, figure))
            for one in self.sentence.figures
        )

    # --- Whether it is the same event -------------------------------------------------------------

    def _is_elsewhere(self) -> bool:
        """A place of the claim is not named here, but another one is."""
        tokens = self.sentence.tokens
        wanted = [name for name in self.claim.names if name.token.dep_ == "pobj" and name.token.head.lower_ in PLACED]
        if all(events.matched(name, tokens) for name in wanted):
            return False
        places = [
            token
            for at, token in enumerate(tokens)
            if events.is_name(token) and any(near.lower_ in PLACED for near in tokens[max(0, at - 3) : at])
        ]
        return any(not any(events.means_same(name, place) for name in self.claim.names) for place in places)

    def _is_another_time(self) -> bool:
        """Another weekday, month or year is named than the claim names, or a year and the claim has none."""
        ours = {token.lower_ for token in self.claim.tokens} & CALENDAR
        theirs = {token.lower_ for token in self.sentence.tokens} & CALENDAR
        years = figures.years(self.claim.tokens), figures.years(self.sentence.tokens)
        relative = any(lemma(token) == "year" for token in self.claim.tokens)
        untold = not relative and figures.in_year(self.sentence.tokens)
        other_year = bool(years[1]) and (not years[0] & years[1] if years[0] else untold)
        return other_year or bool(ours and theirs and not ours & theirs)

    def _is_the_deed(self) -> bool:
        """Whether it has the claim's verb with the same roles; where that is light, what the claim says with it."""
        root, light = self.claim.root, wordlists("stance")["light"]
        if root.i in self.found:
            theirs = self.found[root.i]
            return (theirs.pos_ == "VERB" or root.pos_ != "VERB") and doers.same_roles(root, theirs)
        if not self.claim.is_light:
            return False
        said = [child for child in root.children if child.dep_ in ("attr", "acomp", "dobj", "oprd", "xcomp")]
        if said:
            mine = [self.found[one.i] for one in said if one.i in self.found]
            whole = all(one.i in self.found or one.like_num or lemma(one) in light for one in said)
            return whole and all(doers.same_subject(root, token.head) for token in mine)
        nouns = [key for key in self.claim.keys if key.kind == "noun"]
        return len(nouns) > 1 and all(key.token.i in self.found for key in nouns)

    # --- What it does to the claim ----------------------------------------------------------------

    def _repeats(self, opposite: tuple[Token, Token] | None) -> _Judged | None:
        tokens = self.sentence.tokens
        if self.share < REPEATS or opposite or self._differing() or denials.takes_back(tokens):
            return None
        speaker = repeating.speaks(self.claim.claimant, tokens, self.sentence.before, self.outlet)
        return self._give(Stance.REPEATS, f"the claimant again: {speaker}") if speaker else None

    def _refutes(self, opposite: tuple[Token, Token] | None) -> _Judged | None:
        tokens = self.sentence.tokens
        denied = denials.denial(tokens)
        about = len(self.found) >= 2 or self._is_the_deed()
        if denied and self.share >= DENIES and about and not self.claim.is_negative:
            return self._give(Stance.REFUTES, f"denies: “{denied}”", 0.2)
        if denials.hedge(tokens, self.claim.tokens):
            return None
        differing = self._differing()
        if differing and self.words >= REFUTES and self._is_the_deed():
            return self._give(Stance.REFUTES, f"number differs: {differing[0].words} / {differing[1].words}")
        if opposite and self._has_its_numbers() and self.share + 1 / max(1.0, self._weight()) >= REFUTES:
            ours, theirs = opposite
            return self._give(Stance.REFUTES, f"says the opposite: “{theirs.text}”, not “{ours.text}”", 0.1)
        if self._is_turned_round():
            return self._give(Stance.REFUTES, f"the other way round: “{self.sentence.text}”")
        return self._give(Stance.REFUTES, f"negates: “{self.sentence.text}”") if self._is_negating() else None

    def _supports(self, opposite: tuple[Token, Token] | None) -> _Judged | None:
        tokens = self.sentence.tokens
        against = opposite or self._differing() or denials.denial(tokens) or self._is_negating()
        told = all(self._tells(figure) for figure in self.claim.figures)
        if against or not told or self.share < SUPPORTS or not self._is_the_deed():
            return None
        if denials.says_again(tokens):
            return self._give(Stance.REPEATS, "says it once more")
        if denials.hedge(tokens, self.claim.tokens):
            return self._give(Stance.CONTEXT, "speaks of it without saying that it is so")
        words = dict.fromkeys(token.text for token in sorted(self.found.values(), key=lambda token: token.i))
        return self._give(Stance.SUPPORTS, f"says the same: {', '.join(words)}")

    def _has_its_numbers(self) -> bool:
        return not self.sentence.figures or all(self._tells(figure) for figure in self.claim.figures)

    def _weight(self) -> float:
        return sum(key.weight for key in self.claim.keys)

    def _differing(self) -> tuple[Figure, Figure] | None:
        """A number of the claim, and the one that stands here for what it counts."""
        for figure in self.claim.figures:
            like = self._counting_the_same(figure)
            agreeing = [one for one in like if figures.agree(one, figure)]
            if agreeing and all(one.of and figure.of and events.excluded(one.of, figure.of) for one in agreeing):
                return figure, agreeing[0]
            if like and not agreeing:
                return figure, like[0]
        return None

    def _counting_the_same(self, figure: Figure) -> list[Figure]:
        """Numbers of the same unit; where there are several, those that belong to the same deed."""
        unit = events.senses(figure.unit)
        like = [one for one in self.sentence.figures if figure.unit and unit & events.senses(one.unit)]
        deed = [one for one in like if events.senses(one.verb) & events.senses(figure.verb)]
        return deed if deed and len(like) > 1 else like

    def _opposite(self) -> tuple[Token, Token] | None:
        """A word of the claim, and the word that stands here in its place and excludes it."""
        late = next((token for token in self.sentence.tokens if token.lower_ in LATE), None)
        if late is not None and any(words in self.claim.text.lower() for words in ON_TIME):
            return self.claim.root, late
        taken = {token.i for token in self.found.values()}
        missing = [key for key in self.claim.keys if key.kind != "name" and key.token.i not in self.found]
        for key in missing:
            for token in self.sentence.tokens:
                if token.pos_ in events.KINDS and token.i not in taken and self._excludes(key, token, taken):
                    return key.token, token
        return None

    def _excludes(self, key: Key, token: Token, taken: set[int]) -> bool:
        if not events.excluded(key.word, lemma(token)):
            return False
        if events.is_negated(key.token) != events.is_negated(token):
            return False
        if key.token.pos_ == token.pos_ == "VERB" and not doers.same_roles(key.token, token):
            return False
        verb = (
            token if token.pos_ == "VERB" else next((up for up in token.ancestors if up.pos_ in ("VERB", "AUX")), token)
        )
        pronoun = token.pos_ == "VERB" and any(one.pos_ == "PRON" for one in doers.roles(token)[0])
        return pronoun or bool(taken & {one.i for one in verb.subtree})

    def _is_turned_round(self) -> bool:
        root = self.claim.root
        return root.i in self.found and self.share >= REFUTES and doers.swapped(root, self.found[root.i])

    def _is_negating(self) -> bool:
        """Whether the deed is denied here and not in the claim, or the other way round."""
        root, tokens = self.claim.root, self.sentence.tokens
        if denials.of_nobody(tokens):
            denied = any(events.is_negated(token) for token in tokens if token.pos_ in ("VERB", "AUX"))
            harmed = any(events.implied(lemma(root), lemma(token)) for token in tokens if token.pos_ in events.KINDS)
            return self.share >= NOBODY and denied and harmed and not self.claim.is_negative
        if self.share < REFUTES or not self._is_the_deed():
            return False
        return any(events.is_negated(mine) != events.is_negated(theirs) for mine, theirs in self._said())

    def _said(self) -> list[tuple[Token, Token]]:
        """The claim's verb with that of the sentence; where it is light, what hangs on it in both."""
        root = self.claim.root
        if root.i in self.found:
            return [(root, self.found[root.i])]
        pairs = [(key.token, self.found[key.token.i]) for key in self.claim.keys if key.token.i in self.found]
        return [
            (mine, theirs)
            for mine, theirs in pairs
            if self.claim.is_light
            and mine.head == root
            and (lemma(theirs.head) == lemma(root) or theirs.head.pos_ == "AUX")
            and not events.is_name(mine)
        ]
