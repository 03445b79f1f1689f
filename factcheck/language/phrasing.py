"""How a draft becomes a sentence of its own: by the grammar of its content and of its cue."""

from dataclasses import replace

from spacy.tokens import Token

from factcheck.domain.claims import PlaceRole
from factcheck.language import nominal
from factcheck.language.agreement import are_many
from factcheck.language.attribution import Attribution
from factcheck.language.cues import particle
from factcheck.language.drafts import WHOLLY, Draft
from factcheck.language.names import ARTICLES, names_office
from factcheck.language.selves import owner, speaks_of_itself
from factcheck.language.sources import after_comma
from factcheck.language.statement import BODY_WORDS, MARKS, PERSON_WORDS, Setting, finished, words_of
from factcheck.language.tokens import SUBJECTS, child, clause_is_finite
from factcheck.language.voices import Voice

NO_CLAUSE = frozenset({"commitment", "request", "accusation", "figure", "publishing", "telling"})
"""Families whose content is never a clause: the claimant and the verb are needed to read it."""
WITHOUT_CUE = frozenset({"according", "noun"})
"""Families whose cue is no verb that could be put before the content."""


def phrased(draft: Draft, voice: Voice, setting: Setting, meant: str) -> str:
    """The statement of a draft; `meant` is whom a leading pronoun in the outlet's own voice means."""
    if _stays_quoted(draft, voice, setting):
        return f'{voice.claimant}: "{_verbatim(draft)}"'
    setting = _headlined(draft, setting)
    cut = _cut_loose(draft.tokens, setting, meant)
    if cut:
        return finished(cut, setting)
    if not _has_clause(draft.tokens) or (draft.by is not None and draft.by.family in NO_CLAUSE):
        return _completed(draft, voice, setting)
    return _clause(draft, voice, setting, meant)


def _cut_loose(tokens: list[Token], setting: Setting, meant: str) -> str:
    """An apposition, a relative clause or a "whose" as a sentence about its name; "" for other parts."""
    share = _share(tokens, setting) or _of_which(tokens, setting)
    if share:
        return share
    relative = _relative_alone(tokens)
    equated = _equated(tokens) or (_apposed(tokens) if relative is None else None)
    if equated is not None:
        head, apposition = equated
        verb = "are" if are_many(head[-1]) else "is"
        return f"{words_of(head, setting)} {verb} {words_of(apposition, setting)}"
    if relative is not None:
        return words_of(relative, setting, named=meant, person=_is_personal(relative[0]))
    whose = next((n for n, t in enumerate(tokens) if t.lower_ == "whose"), 0)
    if whose and not _has_clause(tokens):
        return f"{owner(words_of(tokens[:whose], setting))} {words_of(tokens[whose + 1 :], setting)}"
    return ""


def _clause(draft: Draft, voice: Voice, setting: Setting, meant: str) -> str:
    tokens = draft.tokens
    named, person = (voice.called, voice.person) if not voice.own else (meant, _is_personal(tokens[0]))
    somebody = _is_personal(tokens[0]) and not voice.own and not voice.person
    if somebody:  # "Lee lost 80,000 crowns, the league said": no institution is a "he"
        named, person = meant, True
    denied = draft.by is not None and _denies(draft.by, draft)
    if denied:
        setting = replace(setting, mended={**setting.mended, **_affirmed(tokens)})
    text = words_of(tokens, setting, named=named if somebody or _may_name(draft, voice) else "", person=person)
    if denied:
        return finished(text, setting).rstrip(".") + f" (denied by {voice.called.rstrip(',')})."
    return finished(text, setting)


def _stays_quoted(draft: Draft, voice: Voice, setting: Setting) -> bool:
    """A quotation with an "I" or "we" that could not be put otherwise keeps its marks, with the speaker named."""
    quoted = draft.reading.paragraph.quoted_tokens
    selves = speaks_of_itself([token for token in draft.tokens if token not in setting.mended])
    wholly = sum(token.i in quoted for token in draft.tokens) >= WHOLLY * len(draft.tokens)
    return not voice.own and bool(voice.claimant) and wholly and selves


def _verbatim(draft: Draft) -> str:
    words = [token for token in draft.tokens if token.text not in MARKS]
    text = "".join(token.text_with_ws for token in words).strip(" ,;:")
    return text if text[-1:] in ".!?…" else f"{text}."


def _headlined(draft: Draft, setting: Setting) -> Setting:
    """ "Osk Motors to cut 200 jobs" in a headline as "Osk Motors will cut"."""
    if draft.reading.role is not PlaceRole.HEADLINE:
        return setting
    inside = {token.i for token in draft.tokens}
    ahead = {
        token: "will"
        for token in draft.tokens
        if token.tag_ == "TO" and min(inside) < token.i and child(token.head, *SUBJECTS) is not None
        if token.head.head.i not in inside or token.head.dep_ == "ROOT"
    }
    return replace(setting, mended={**setting.mended, **ahead})


def _may_name(draft: Draft, voice: Voice) -> bool:
    """Outside quotation marks a leading "it" or "he" is the speaker; inside them it is somebody else."""
    first = draft.tokens[0]
    if voice.own:
        return first.dep_ in (*SUBJECTS, "poss") and first.lower_ in PERSON_WORDS | BODY_WORDS
    if first.lower_ in ("they", "their") and names_office(voice.claimant.split()[-1]) and not _is_many(voice.claimant):
        return False  # "their lawyer said they were asleep"
    behind_cue = draft.by is not None and draft.by.family != "according" and draft.by.verb < first.i
    return behind_cue and first.i not in draft.reading.paragraph.quoted_tokens


def _is_many(claimant: str) -> bool:
    return claimant.endswith("s")


def _is_personal(pronoun: Token) -> bool:
    return pronoun.lower_ in PERSON_WORDS


def _has_clause(tokens: list[Token]) -> bool:
    inside = {token.i for token in tokens}
    return any(
        clause_is_finite(token) and any(part.i in inside for part in token.children if part.dep_ in (*SUBJECTS, "expl"))
        for token in tokens
        if token.pos_ in ("VERB", "AUX") and not _is_subordinate(token, inside)
    ) or any(_shares_subject(token, inside) or _misread(token) for token in tokens)


def _misread(token: Token) -> bool:
    """ "a frigate fired two missiles", where the parser took "fired" for an adjective though it is finite."""
    return token.dep_ == "amod" and token.tag_ == "VBD"


def _is_subordinate(verb: Token, inside: set[int]) -> bool:
    """ "the largest attack | since the war began": a clause that only says when or which."""
    if verb.dep_ not in ("relcl", "advcl", "acl"):
        return False
    mark = child(verb, "mark")
    return verb.head.i in inside or (mark is not None and mark.lower_ != "that" and mark.i > min(inside))


def _shares_subject(token: Token, inside: set[int]) -> bool:
    """ "It | was working with the police", cut out of "it had dismissed two managers and was ..."."""
    if token.dep_ != "conj" or not clause_is_finite(token):
        return False
    first = token.head
    while first.dep_ == "conj":
        first = first.head
    subject = child(first, *SUBJECTS)
    if subject is not None and subject.tag_ == "WP" and first.dep_ == "relcl":
        subject = first.head  # "Lee, who runs a bakery and | was brought out by boat"
    return subject is not None and subject.i in inside and first.i not in inside


def _relative_alone(tokens: list[Token]) -> list[Token] | None:
    """ "Belgar, which handles 40 percent" as "Belgar handles 40 percent"; None for other parts."""
    verb = next((t for t in tokens if t.dep_ == "relcl" and t.head in tokens and after_comma(t)), None)
    if verb is None or any(_is_beside(t, verb) for t in tokens):
        return None
    subject = child(verb, *SUBJECTS)
    opened = _opened(verb)
    if tokens[-1].i > verb.right_edge.i:
        return None
    if subject is not None and opened is not None and opened.i < subject.left_edge.i:
        return [t for t in tokens if t.i > opened.i]  # "a post, in which | Lee apologised"
    if subject is None or subject.lower_ not in ("which", "who", "that") or subject.i > verb.i:
        return None
    tokens = [t for t in tokens if t.i > subject.i or not _is_age(t)]
    lead = [t for t in tokens if t.i < subject.i - 1]
    comma = any(t.text == "," for t in lead)
    return [t for t in tokens if t.i != subject.i and (comma or not (t.is_punct and t.i == subject.i - 1))]


def _opened(verb: Token) -> Token | None:
    """The "which" of ", in which", or the "where", that a clause begins with; None for others."""
    edge = verb.left_edge
    if edge.lower_ == "where":
        return edge
    inside = edge.pos_ == "ADP" and edge.lower_ != "of" and edge.nbor().tag_ == "WDT"
    return edge.nbor() if inside else None


def _of_which(tokens: list[Token], setting: Setting) -> str:
    """ "61,000 vans, of which 14,000 were electric" as "14,000 of the 61,000 vans were electric"; "" for others."""
    which = next((t for t in tokens if t.tag_ == "WDT" and t.i and t.nbor(-1).lower_ == "of"), None)
    verb = next((one for one in which.ancestors if one.dep_ == "relcl"), None) if which is not None else None
    subject = child(verb, *SUBJECTS) if verb is not None else None
    if which is None or verb is None or subject is None or subject.i < which.i:
        return ""
    noun = verb.head
    whole = [token for token in noun.doc[noun.left_edge.i : noun.i + 1] if token.lower_ not in ARTICLES]
    lead = [t for t in tokens if which.i < t.i <= subject.i]
    rest = [t for t in tokens if t.i > subject.i]
    return f"{words_of(lead, setting)} of the {words_of(whole, setting)} {words_of(rest, setting)}"


def _is_age(token: Token) -> bool:
    """The ", 61" of "Ann Lee, 61, who lives in Osk"."""
    number = token.nbor() if token.text == "," and token.i + 2 < len(token.doc) else token
    closed = number.i + 1 < len(token.doc) and number.nbor().text == ","
    return (
        number.like_num and number.i > 1 and number.nbor(-1).text == "," and closed and number.nbor(-2).pos_ == "PROPN"
    )


def _is_beside(token: Token, relative: Token) -> bool:
    """A verb that is not of the relative clause: "which rose, and the bank | fell"."""
    if token.dep_ not in ("ROOT", "ccomp", "conj") or token.pos_ not in ("VERB", "AUX"):
        return False
    return not (token.dep_ == "conj" and token in relative.conjuncts and child(token, *SUBJECTS) is None)


def _share(tokens: list[Token], setting: Setting) -> str:
    """ "six sailors, two of them burned" as "Two of the six sailors were burned"; "" for other parts."""
    of = next((t for t in tokens if t.lower_ == "of" and t.dep_ == "prep" and t.head.dep_ == "nsubj"), None)
    them = child(of, "pobj") if of is not None else None
    if of is None or them is None or them.lower_ != "them" or them.i + 1 >= tokens[-1].i + 1:
        return ""
    share, verb = of.head, of.head.head
    whole = _named_before(share)
    rest = [t for t in tokens if t.i > them.i]
    if verb.tag_ not in ("VBD", "VBN") or clause_is_helped(verb) or not whole or not rest or child(verb, "dobj"):
        return ""
    was = "were" if are_many(share) else "was"
    lead = words_of([t for t in tokens if share.left_edge.i <= t.i < them.i], setting)
    return f"{lead} the {words_of(whole, setting)} {was} {words_of(rest, setting)}"


def _named_before(share: Token) -> list[Token]:
    """ "six sailors" before ", two of them", without its article; nothing where no noun stands there."""
    doc, edge = share.doc, share.left_edge.i
    if edge < 2 or doc[edge - 1].text != "," or doc[edge - 2].tag_ not in ("NNS", "NNPS"):
        return []
    noun = doc[edge - 2]
    return [token for token in doc[noun.left_edge.i : noun.i + 1] if token.lower_ not in ARTICLES]


def clause_is_helped(verb: Token) -> bool:
    """Whether a verb has a helper verb: "were burned"."""
    return child(verb, "aux", "auxpass") is not None


def _apposed(tokens: list[Token]) -> tuple[list[Token], list[Token]] | None:
    """ "took Osk, | the largest town in the valley": what the apposition says of the name before it."""
    inside = {token.i for token in tokens}
    root = next((token for token in tokens if token.head.i not in inside), None)
    if root is None or root.dep_ != "appos" or root.head.pos_ != "PROPN" or root.pos_ != "NOUN":
        return None
    name = root.head
    if any(part.dep_ in ("conj", "prep") for part in name.children):
        return None
    return list(name.doc[name.left_edge.i : name.i + 1]), tokens


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


def _affirmed(tokens: list[Token]) -> dict[Token, str]:
    """ "denied that it had any such plan" as "has such a plan", "that any box was moved" as "a box was moved"."""
    found: dict[Token, str] = {}
    for token in tokens:
        if token.lower_ != "any" or token.dep_ != "det":
            continue
        one = token.head.tag_ == "NN" and not token.head.lower_.endswith(UNCOUNTED)
        if token.nbor().lower_ == "such":
            found |= {token: "", token.nbor(): "such a"} if token.head.tag_ == "NN" else {token: ""}
        else:
            found[token] = _article(token) if one else ""
    return found


UNCOUNTED = ("ment", "ing", "ence", "ance", "ity", "ship", "tion", "sion")
"""Endings of nouns that mostly stand without an article: "any involvement", "any wrongdoing"."""


def _article(token: Token) -> str:
    article = "an" if token.nbor().lower_[0] in "aeiou" else "a"
    return article.title() if token.text[0].isupper() else article


def _denies(by: Attribution, draft: Draft) -> bool:
    reading = draft.by_reading
    return reading is not None and reading.paragraph.doc[by.verb].lemma_.lower() in ("deny", "refute")


def _completed(draft: Draft, voice: Voice, setting: Setting) -> str:
    """A content without a clause: with claimant and cue ("X has confirmed 212 deaths"), or with what it hangs on."""
    by, reading = draft.by, draft.by_reading
    if by is not None and by.family in ("rejection", "judging"):
        return finished(f"{voice.called} {words_of(draft.tokens, setting)}", setting)
    apart = draft.indices != draft.whole and not (by and by.family in NO_CLAUSE)
    if by is not None and reading is draft.reading and min(draft.indices) < by.verb and not apart:
        return finished(words_of(draft.tokens, setting), setting)
    if by is None or reading is None or by.family in WITHOUT_CUE or not voice.claimant or apart:
        return finished(_of_whole(draft, voice, setting), setting)
    return _with_cue(draft, by, reading.paragraph.doc[by.verb], voice, setting)


def _of_whole(draft: Draft, voice: Voice, setting: Setting) -> str:
    """What a part cannot say alone, in the content that it was cut from."""
    doc = draft.reading.paragraph.doc
    tokens = [doc[i] for i in sorted(draft.whole)]
    whole = replace(draft, indices=draft.whole)
    named = voice.called if not voice.own and _may_name(whole, voice) else ""
    return words_of(tokens, setting, named=named, person=voice.person)


def _with_cue(draft: Draft, by: Attribution, verb: Token, voice: Voice, setting: Setting) -> str:
    """Claimant, cue and content: "X has confirmed 212 deaths"; a deed that the content names as a clause."""
    if by.family == "report":
        told = nominal.deed(draft, verb, voice, setting) or nominal.pointed_at(draft, verb, setting)
        if told:
            return told
    doc = verb.doc
    helpers = [t for t in verb.children if t.dep_ in ("aux", "auxpass", "neg") and t.i < verb.i]
    after = particle(verb)
    lead = [*helpers, verb, *([after] if after is not None else [])]
    if by.family in ("publishing", "telling", "request"):
        lead = [*helpers, *(doc[i] for i in sorted(by.frame - by.source) if verb.i <= i < min(draft.indices))]
    said = f"{voice.called} {words_of(lead, setting)}"
    described = nominal.described(draft, verb, said, setting) if by.family == "naming" else ""
    if described:
        return described
    words = words_of(draft.tokens, setting)
    middle = _object_named_before(verb, draft) if by.family == "naming" else ""
    return finished(f"{said}{middle} {words}", setting)


def _object_named_before(verb: Token, draft: Draft) -> str:
    """ "what he called C" needs an object: "called this C"; "what he described as C": "described this as C"."""
    if verb.doc[min(draft.indices)].nbor(-1).lower_ == "as":
        return " this as"
    thing = child(verb, "dobj")
    return " this" if thing is not None and thing.i < verb.i else ""
