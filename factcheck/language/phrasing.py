"""How a draft becomes a sentence of its own: by the grammar of its content and of its cue."""

from dataclasses import replace

from spacy.tokens import Token

from factcheck.domain.claims import PlaceRole
from factcheck.language import nominal
from factcheck.language.attribution import Attribution
from factcheck.language.called import ends_as_many
from factcheck.language.clauses import has_clause
from factcheck.language.cues import particle
from factcheck.language.drafts import WHOLLY, Draft
from factcheck.language.loose_parts import cut_loose
from factcheck.language.mending import told_late
from factcheck.language.names import names_office
from factcheck.language.selves import points_elsewhere, speaks_of_itself
from factcheck.language.statement import BODY_WORDS, MARKS, PERSON_WORDS, Setting, finished, is_personal, words_of
from factcheck.language.tokens import SUBJECTS, child
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
    cut = cut_loose(draft.tokens, setting, meant)
    if cut:
        return finished(cut, setting)
    if not has_clause(draft.tokens) or (draft.by is not None and draft.by.family in NO_CLAUSE):
        return _completed(draft, voice, setting)
    return _clause(draft, voice, setting, meant)


def _clause(draft: Draft, voice: Voice, setting: Setting, meant: str) -> str:
    tokens = draft.tokens
    named, person = (voice.called, voice.person) if not voice.own else (meant, is_personal(tokens[0]))
    somebody = is_personal(tokens[0]) and not voice.own and not voice.person
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
    """A quotation with an "I", a "we" or an "it" that cannot be put otherwise keeps its marks, with its speaker."""
    quoted = draft.reading.paragraph.quoted_tokens
    plain = [token for token in draft.tokens if token not in setting.mended]
    wholly = sum(token.i in quoted for token in draft.tokens) >= WHOLLY * len(draft.tokens)
    unclear = speaks_of_itself(plain) or points_elsewhere(draft.tokens[0], plain)
    return not voice.own and bool(voice.claimant) and wholly and unclear


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
    if (
        first.lower_ in ("they", "their")
        and names_office(voice.claimant.split()[-1])
        and not ends_as_many(voice.claimant)
    ):
        return False  # "their lawyer said they were asleep"
    behind_cue = draft.by is not None and draft.by.family != "according" and draft.by.verb < first.i
    return behind_cue and first.i not in draft.reading.paragraph.quoted_tokens


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
    if by is None and _is_around(draft):
        return finished(words_of(draft.tokens, setting), setting)
    apart = draft.indices != draft.whole and not (by and by.family in NO_CLAUSE)
    if by is not None and reading is draft.reading and min(draft.indices) < by.verb and not apart:
        return finished(words_of(draft.tokens, setting), setting)
    if by is None or reading is None or by.family in WITHOUT_CUE or not voice.claimant or apart:
        return finished(_of_whole(draft, voice, setting), setting)
    return _with_cue(draft, by, reading.paragraph.doc[by.verb], voice, setting)


def _is_around(draft: Draft) -> bool:
    """Whether a part is its sentence without what stood between two commas, though no finite verb was seen in it."""
    ends = (min(draft.indices), max(draft.indices)) == (min(draft.whole), max(draft.whole))
    return ends and draft.indices != draft.whole


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
    then = replace(setting, mended={**setting.mended, **told_late(list(verb.sent))})
    said = f"{voice.called} {words_of(lead, then)}"
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
