"""Suggests what a report does to a claim, by cues and numbers, with the sentence that says so and the reason in words.

A sentence must speak of the claim's event (its names, its deed, nobody else in its roles, no other place, day or
year) before anything is concluded from it. English only: for other languages, and where it is unsure, nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from factcheck.domain.evidence import Stance
from factcheck.domain.stances import Suggestion
from factcheck.domain.texts import say
from factcheck.language import asserted, contrasts, denials, doers, events, figures, repeating, same_event
from factcheck.language.detect import detect_language, is_english
from factcheck.language.events import Key, lemma
from factcheck.language.figures import Figure
from factcheck.language.stance_texts import Claim, Sentence, sentences_of
from factcheck.language.wordlists import wordlists

READ_MOST = 20_000
"""Characters of a report that are read."""

LEAST = 0.45
"""Share of the claim, by weight, below which a sentence has nothing to do with it."""

SUPPORTS, REFUTES, DENIES, REPEATS, NOBODY = 0.8, 0.62, 0.5, 0.55, 0.45
"""Share of the claim that a sentence must have to be taken for it, for each thing that may be concluded."""

NEARLY = 0.85
"""Share of the claim that a sentence must have where one of its words stands nowhere in the report."""

JUST_TOLD = 0.7
"""Share of the claim that must stand right before a denial which only points back at it."""

NAMED_BEFORE, TOLD_BEFORE = 0.8, 0.5
"""What a name, and any other word, counts that stands not in the sentence but in those before it."""

SURER = 0.15
"""So much surer must support be than refutation, or the other way round, where one report seems to say both."""

COMPARING = frozenset({"JJR", "RBR", "JJS", "RBS"})
SIDES = frozenset({"against", "without"})
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
        claim, sentences = Claim(statement, claimant), list(sentences_of(text[:READ_MOST]))
        everything = [token for sentence in sentences for token in sentence.tokens]
        is_event = len(claim.keys) > 1 and any(key.kind != "name" for key in claim.keys)
        near = outlet.lower().split()
        if not is_event or not all(
            whole[-1].word in near or events.matched(whole[-1], everything) for whole in claim.called
        ):
            return None
        unsaid = [key for key in claim.keys if key.kind in ("noun", "verb") and not events.matched(key, everything)]
        return _clearest([one for sentence in sentences if (one := _Reading(claim, sentence, outlet, unsaid).judged())])


def _sides(deed: Token | None) -> set[str]:
    """ "against" in "voted against the bill"."""
    return {child.lower_ for child in deed.children} & SIDES if deed is not None else set()


def _verb_of(token: Token) -> Token:
    return token if token.pos_ == "VERB" else next((up for up in token.ancestors if up.pos_ in ("VERB", "AUX")), token)


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


class _Reading:
    """One sentence read against the claim."""

    def __init__(self, claim: Claim, sentence: Sentence, outlet: str, unsaid: Sequence[Key] = ()) -> None:
        self.claim, self.sentence, self.outlet, self.unsaid = claim, sentence, outlet, unsaid
        self.found = {key.token.i: token for key in claim.keys if (token := events.matched(key, sentence.tokens))}
        self.names = same_event.told_names(claim, sentence, self.found.get(claim.root.i))
        self.found |= self.names or {}
        self.aside = contrasts.put_aside(sentence.tokens)
        self.figures = figures.figures([token for token in sentence.tokens if token.i not in self.aside])
        self.words = self._words()
        self.share = self._share()

    def judged(self) -> _Judged | None:
        if self.names is None:
            return None
        opposite = self._opposite()
        tokens = self.sentence.tokens
        back = denials.denial(tokens) and denials.points_back(tokens)
        about = self.found or opposite or denials.of_nobody(tokens) or back
        if (
            self.share < LEAST
            or not about
            or same_event.is_elsewhere(self.claim, self.sentence)
            or same_event.is_another_time(self.claim, self.sentence)
        ):
            return None
        if self._leaves_out_which():
            return self._denies()
        said = self._repeats(opposite) or self._leaves_open() or self._denies()
        return said or self._refutes(opposite) or self._supports(opposite)

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
            for one in self.figures
        )

    def _leaves_out_which(self) -> bool:
        """Whether what is nowhere spoken of tells which thing it is: "the tram to the university"."""
        parts = [key.token for key in self.unsaid if key.token.dep_ in ("pobj", "compound")]
        return any((part.head.head if part.dep_ == "pobj" else part.head).pos_ == "NOUN" for part in parts)

    # --- Whether it is the same event -------------------------------------------------------------

    def _is_the_deed(self) -> bool:
        """Whether it has the claim's verb with the same roles; where that is light, what the claim says with it."""
        root, light = self.claim.root, wordlists("stance")["light"]
        if root.i in self.found:
            theirs = self.found[root.i]
            is_deed = theirs.pos_ == "VERB" or root.pos_ != "VERB" or self._has_happened(theirs)
            is_it = is_deed and not same_event.is_still_to_come(self.claim, theirs)
            return is_it and doers.same_roles(root, theirs) and same_event.may_be_meant(root, theirs, self.sentence)
        if not self.claim.is_light:
            return False
        said = [child for child in root.children if child.dep_ in ("attr", "acomp", "dobj", "oprd", "xcomp")]
        if said:
            mine = [self.found[one.i] for one in said if one.i in self.found]
            whole = all(one.i in self.found or one.like_num or lemma(one) in light for one in said)
            return whole and all(self._hangs_likewise(token) and doers.same_subject(root, token.head) for token in mine)
        nouns = [key for key in self.claim.keys if key.kind == "noun"]
        return len(nouns) > 1 and all(key.token.i in self.found for key in nouns)

    def _has_happened(self, noun: Token) -> bool:
        """Whether the claim's deed happened, and whom the claim names for it stands here too."""
        doing = {each.i for token in doers.roles(self.claim.root)[0] for each in token.subtree}
        named = [name for name in self.claim.names if name.token.i in doing]
        return asserted.has_happened(noun) and all(name.token.i in self.found for name in named)

    def _is_the_deed_as_noun(self) -> bool:
        """ "the theft of three paintings" for "five paintings were stolen"."""
        theirs = self.found.get(self.claim.root.i)
        return theirs is not None and theirs.pos_ == "NOUN" and doers.same_roles(self.claim.root, theirs)

    def _hangs_likewise(self, said: Token) -> bool:
        """Whether it is said here by a verb that says as little, or needs none: "the head of", "the old head"."""
        above = said.head
        lost = above.pos_ == "VERB" and lemma(above) in wordlists("stance")["negative"]
        return not lost and (above.pos_ != "ADP" or above.lower_ == "per")

    # --- What it does to the claim ----------------------------------------------------------------

    def _repeats(self, opposite: tuple[Token, Token] | None) -> _Judged | None:
        tokens = self.sentence.tokens
        if (
            self.share < REPEATS
            or not self._has_of_the_deed()
            or opposite
            or self._differing()
            or denials.takes_back(tokens)
        ):
            return None
        speaker = repeating.speaks(self.claim.claimant, tokens, self.sentence.before, self.outlet)
        return self._give(Stance.REPEATS, say("the claimant again: %(speaker)s", speaker=speaker)) if speaker else None

    def _leaves_open(self) -> _Judged | None:
        if len(self.found) < 3 or self.share < REPEATS or not asserted.is_open(self.sentence.tokens):
            return None
        return self._give(Stance.CONTEXT, say("says that it is open"))

    def _denies(self) -> _Judged | None:
        """Somebody else than the claimant says in so many words that it is not so."""
        tokens, claimant = self.sentence.tokens, self.claim.claimant
        if contradicted := denials.contradicts(tokens, claimant):
            return self._give(Stance.REFUTES, say("contradicts the claimant: “%(words)s”", words=contradicted), 0.2)
        denied = denials.denial(tokens)
        if not denied or self.claim.is_negative or repeating.speaks(claimant, tokens, self.sentence.before):
            return None
        about = self._is_the_deed() or (len(self.found) >= 2 and self._has_what_is_said())
        about = about or (denials.points_back(tokens) and self._was_just_told())
        return (
            self._give(Stance.REFUTES, say("denies: “%(words)s”", words=denied), 0.2)
            if about and self.share >= DENIES
            else None
        )

    def _refutes(self, opposite: tuple[Token, Token] | None) -> _Judged | None:
        said = opposite[1] if opposite else self.found.get(self.claim.root.i)
        if denials.hedge(self.sentence.tokens, self.claim.tokens, said):
            return None
        differing = self._differing()
        if differing and self.words >= REFUTES and (self._is_the_deed() or self._is_the_deed_as_noun()):
            ours, theirs = differing[0].words, differing[1].words
            return self._give(Stance.REFUTES, say("number differs: %(ours)s / %(theirs)s", ours=ours, theirs=theirs))
        if opposite and self._has_its_numbers() and self.share + 1 / max(1.0, self._weight()) >= REFUTES:
            why = say("says the opposite: “%(theirs)s”, not “%(ours)s”", ours=opposite[0].text, theirs=opposite[1].text)
            return self._give(Stance.REFUTES, why, 0.1)
        if self._is_put_aside():
            return self._give(Stance.REFUTES, say("puts it aside: “%(words)s”", words=self.sentence.text), 0.1)
        if self._is_turned_round():
            return self._give(Stance.REFUTES, say("the other way round: “%(words)s”", words=self.sentence.text))
        why = say("negates: “%(words)s”", words=self.sentence.text)
        return self._give(Stance.REFUTES, why) if self._is_negating() else None

    def _supports(self, opposite: tuple[Token, Token] | None) -> _Judged | None:
        tokens = self.sentence.tokens
        against = opposite or self._differing() or denials.denial(tokens) or self._is_negating()
        if (
            against
            or self.share < SUPPORTS
            or not self._tells_it_all()
            or not self._is_the_deed()
            or not self._is_told()
        ):
            return None
        if denials.says_again(tokens) or self._is_of_the_claimant_by_self():
            return self._give(Stance.REPEATS, say("says it once more"))
        if denials.hedge(tokens, self.claim.tokens, self.found.get(self.claim.root.i)):
            return self._give(Stance.CONTEXT, say("speaks of it without saying that it is so"))
        words = dict.fromkeys(token.text for token in sorted(self.found.values(), key=lambda token: token.i))
        return self._give(Stance.SUPPORTS, say("says the same: %(words)s", words=", ".join(words)))

    def _vouches(self) -> bool:
        """Whether the claim's own verb is what the sentence says, and nothing in it is said to be otherwise."""
        deed = self.found.get(self.claim.root.i)
        said = [self.found.get(child.i) for child in self.claim.root.children if child.dep_ in ("attr", "acomp")]
        whole = deed or next((token for token in said if token is not None), None)
        calm = self.claim.is_negative or not contrasts.contrasts(self.sentence.tokens)
        return whole is not None and asserted.is_main(whole) and calm

    def _is_of_the_claimant_by_self(self) -> bool:
        root = self.claim.root
        subjects = [token for role in doers.roles(root) for token in role]
        return root.i in self.found and repeating.tells_of_self(self.claim.claimant, subjects, self.found[root.i])

    def _tells_it_all(self) -> bool:
        """Whether its numbers stand here, and its words somewhere in the report: one noun of many may be missing."""
        if _sides(self.claim.root) != _sides(self.found.get(self.claim.root.i)):
            return False
        nouns = all(key.kind == "noun" for key in self.unsaid)
        whole = not self.unsaid or (nouns and len(self.unsaid) == 1 and self.share >= NEARLY)
        return whole and all(self._tells(figure) for figure in self.claim.figures)

    def _has_of_the_deed(self) -> bool:
        """Whether the claim's verb stands here or a word that hangs on it; a name alone says little."""
        root = self.claim.root
        said = [key.token for key in self.claim.keys if key.kind != "name" and key.token.i in self.found]
        return any(token.i == root.i or (token.head.i == root.i and token.dep_ != "advcl") for token in said)

    def _was_just_told(self) -> bool:
        """Whether the sentences right before tell the claim: its verb, and most of its other words."""
        near = self.sentence.before[-same_event.JUST_BEFORE :]
        told = sum(key.weight for key in self.claim.keys if events.matched(key, near))
        return told >= JUST_TOLD * self._weight()

    def _has_what_is_said(self) -> bool:
        """Whether the claim's verb stands here, or most of its words that are no names."""
        said = [key for key in self.claim.keys if key.kind != "name"]
        return self.claim.root.i in self.found or 3 * sum(key.token.i in self.found for key in said) >= 2 * len(said)

    def _is_told(self) -> bool:
        """Whether the deed is told and not only named, unless the claim names it so itself."""
        tokens, root = self.found.values(), self.claim.root
        said = [root, *(child for child in root.children if child.dep_ in ("attr", "acomp", "dobj"))]
        deeds = [self.found[token.i] for token in said if token.i in self.found]
        found, bounds = self.found, figures.AT_LEAST | figures.AT_MOST
        compared = [key.token for key in self.claim.keys if key.token.tag_ in COMPARING and key.token.i not in found]
        compared = [token for token in compared if token.lower_ not in bounds or not self.claim.figures]
        aside = any(token.i in self.aside for token in tokens)
        return not aside and not compared and all(asserted.is_told(deed) for deed in deeds)

    def _is_put_aside(self) -> bool:
        """Whether a part of what the claim says stands here as what it was not."""
        denied = {key.token.i for key in self.claim.keys if key.token.head.lower_ == "without"}
        aside = [token for at, token in self.found.items() if token.i in self.aside and at not in denied]
        return bool(aside) and len(aside) < len(self.found) and self.share >= REFUTES and not self.claim.is_negative

    def _has_its_numbers(self) -> bool:
        return not self.figures or all(self._tells(figure) for figure in self.claim.figures)

    def _weight(self) -> float:
        return sum(key.weight for key in self.claim.keys)

    def _differing(self) -> tuple[Figure, Figure] | None:
        return figures.differing(self.claim.figures, self.figures)

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
        if key.token.pos_ == token.pos_ == "VERB" and not doers.share_a_role(key.token, token):
            return False
        mine, verb = _verb_of(key.token), _verb_of(token)
        if self.claim.root.i in self.found and not doers.same_roles(self.claim.root, verb):
            return False
        if token.pos_ in ("ADJ", "ADV") and mine.pos_ == verb.pos_ == "VERB" and not doers.same_subject(mine, verb):
            return False
        if self.claim.is_to_come and not asserted.is_done_or_to_come(verb):
            return False
        pronoun = token.pos_ == "VERB" and any(one.pos_ == "PRON" for role in doers.roles(token) for one in role)
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
