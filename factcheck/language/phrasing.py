"""How a draft becomes a sentence of its own: by the grammar of its content and of its cue."""

from spacy.tokens import Token

from factcheck.language.attribution import Attribution
from factcheck.language.drafts import Draft
from factcheck.language.statement import BODY_WORDS, PERSON_WORDS, Setting, finished, words_of
from factcheck.language.tokens import SUBJECTS, child, clause_is_finite
from factcheck.language.voices import Voice

NO_CLAUSE = frozenset({"commitment", "request", "accusation", "figure", "publishing", "telling"})
"""Families whose content is never a clause: the claimant and the verb are needed to read it."""
WITHOUT_CUE = frozenset({"according", "noun"})
"""Families whose cue is no verb that could be put before the content."""


def phrased(draft: Draft, voice: Voice, setting: Setting, meant: str) -> str:
    """The statement of a draft; `meant` is whom a leading pronoun in the outlet's own voice means."""
    tokens = draft.tokens
    equated = _equated(tokens)
    if equated is not None:
        head, apposition = equated
        return finished(f"{words_of(head, setting)} is {words_of(apposition, setting)}", setting)
    relative = _relative_alone(tokens)
    if relative is not None:
        return finished(words_of(relative, setting), setting)
    whose = next((n for n, t in enumerate(tokens) if t.lower_ == "whose"), 0)
    if whose and not _has_clause(tokens):
        owner = words_of(tokens[:whose], setting)
        return finished(f"{owner}'s {words_of(tokens[whose + 1 :], setting)}", setting)
    if not _has_clause(tokens) or (draft.by is not None and draft.by.family in NO_CLAUSE):
        return _completed(draft, voice, setting)
    named, person = (voice.claimant, voice.person) if not voice.own else (meant, _is_personal(tokens[0]))
    text = words_of(tokens, setting, named=named if _may_name(draft, voice) else "", person=person)
    if draft.by is not None and _denies(draft.by, draft):
        return finished(text, setting).rstrip(".") + f" (denied by {voice.claimant})."
    return finished(text, setting)


def _may_name(draft: Draft, voice: Voice) -> bool:
    """Outside quotation marks a leading "it" or "he" is the speaker; inside them it is somebody else."""
    first = draft.tokens[0]
    if voice.own:
        return first.dep_ in (*SUBJECTS, "poss") and first.lower_ in PERSON_WORDS | BODY_WORDS
    behind_cue = draft.by is not None and draft.by.family != "according" and draft.by.verb < first.i
    return behind_cue and first.i not in draft.reading.paragraph.quoted_tokens


def _is_personal(pronoun: Token) -> bool:
    return pronoun.lower_ in PERSON_WORDS


def _has_clause(tokens: list[Token]) -> bool:
    inside = {token.i for token in tokens}
    return any(
        clause_is_finite(token) and any(part.i in inside for part in token.children if part.dep_ in (*SUBJECTS, "expl"))
        for token in tokens
        if token.pos_ in ("VERB", "AUX") and not (token.dep_ in ("relcl", "advcl", "acl") and token.head.i in inside)
    ) or any(_shares_subject(token, inside) for token in tokens)


def _shares_subject(token: Token, inside: set[int]) -> bool:
    """ "It | was working with the police", cut out of "it had dismissed two managers and was ..."."""
    if token.dep_ != "conj" or not clause_is_finite(token):
        return False
    first = token.head
    while first.dep_ == "conj":
        first = first.head
    subject = child(first, *SUBJECTS)
    return subject is not None and subject.i in inside and first.i not in inside


def _relative_alone(tokens: list[Token]) -> list[Token] | None:
    """ "Belgar, which handles 40 percent" as "Belgar handles 40 percent"; None for other parts."""
    verb = next((t for t in tokens if t.dep_ == "relcl" and t.head in tokens), None)
    if verb is None or any(t.dep_ in ("ROOT", "ccomp", "conj") and t.pos_ in ("VERB", "AUX") for t in tokens):
        return None
    subject = child(verb, *SUBJECTS)
    if subject is None or subject.lower_ not in ("which", "who", "that") or subject.i > verb.i:
        return None
    lead = [t for t in tokens if t.i < subject.i - 1]
    comma = any(t.text == "," for t in lead)
    kept = [t for t in tokens if t.i != subject.i and (comma or not (t.is_punct and t.i == subject.i - 1))]
    return kept if tokens[-1].i <= verb.right_edge.i else None


def _equated(tokens: list[Token]) -> tuple[list[Token], list[Token]] | None:
    """ "Belgar, a port with two docks" in two halves, to be read "Belgar is a port with two docks"."""
    inside = {token.i for token in tokens}
    apposition = next((t for t in tokens if t.dep_ == "appos" and t.head.i in inside), None)
    if apposition is None or tokens[-1].i > apposition.right_edge.i:
        return None
    edge = apposition.left_edge.i
    head = [t for t in tokens if t.i < edge and not t.is_punct]
    if apposition.head not in head or any(t.pos_ in ("VERB", "AUX") for t in head):
        return None
    return head, [t for t in tokens if t.i >= edge]


def _denies(by: Attribution, draft: Draft) -> bool:
    reading = draft.by_reading
    return reading is not None and reading.paragraph.doc[by.verb].lemma_.lower() in ("deny", "refute")


def _completed(draft: Draft, voice: Voice, setting: Setting) -> str:
    """A content without a clause: with claimant and cue ("X has confirmed 212 deaths"), or with what it hangs on."""
    by, reading = draft.by, draft.by_reading
    if by is not None and by.family in ("rejection", "judging"):
        return finished(f"{voice.claimant} {words_of(draft.tokens, setting)}", setting)
    if by is not None and reading is draft.reading and min(draft.indices) < by.verb:
        return finished(words_of(draft.tokens, setting), setting)
    apart = draft.indices != draft.whole and not (by and by.family in NO_CLAUSE)
    if by is None or reading is None or by.family in WITHOUT_CUE or not voice.claimant or apart:
        doc = draft.reading.paragraph.doc
        return finished(words_of([doc[i] for i in sorted(draft.whole)], setting), setting)
    doc = reading.paragraph.doc
    verb = doc[by.verb]
    helpers = [t for t in verb.children if t.dep_ in ("aux", "auxpass", "neg") and t.i < verb.i]
    lead = [*helpers, verb, *_particle(verb)]
    if by.family in ("publishing", "telling", "request"):
        lead = [*helpers, *(doc[i] for i in sorted(by.frame - by.source) if verb.i <= i < min(draft.indices))]
    words = words_of(draft.tokens, setting)
    middle = _object_named_before(verb, draft) if by.family == "naming" else ""
    return finished(f"{voice.claimant} {words_of(lead, setting)}{middle} {words}", setting)


def _particle(verb: Token) -> list[Token]:
    """The "out" of "singled out", whatever the parser makes of it."""
    after = verb.nbor() if verb.i + 1 < len(verb.doc) else None
    return (
        [after] if after is not None and (after.dep_ == "prt" or after.lower_ in ("out", "up", "off", "down")) else []
    )


def _object_named_before(verb: Token, draft: Draft) -> str:
    """ "what he called C" needs an object: "called this C"; "what he described as C": "described this as C"."""
    if verb.doc[min(draft.indices)].nbor(-1).lower_ == "as":
        return " this as"
    thing = child(verb, "dobj")
    return " this" if thing is not None and thing.i < verb.i else ""
