"""The local splitter: article text to claims, by the rules of this room and a small model."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Token

from factcheck.domain.claims import ArticleText, Fragment, PlaceRole, Quotation, Span, Split, SplitClaim
from factcheck.domain.days import Precision
from factcheck.language import kinds
from factcheck.language.channels import channel_of
from factcheck.language.claim_kinds import claim_kind
from factcheck.language.dates import Day
from factcheck.language.detect import detect_language, is_english
from factcheck.language.distance import hedge_of, is_denial
from factcheck.language.drafts import WHOLLY, Draft, drafts, is_statement, readings_of
from factcheck.language.duplicates import Entry, covered, duplicates
from factcheck.language.found import describe
from factcheck.language.happening import happened
from factcheck.language.institutions import Institutions, institutions
from factcheck.language.layout import Block, layout
from factcheck.language.mending import backshifted, told_late
from factcheck.language.phrasing import phrased
from factcheck.language.places import Places, places
from factcheck.language.quotations import quotation_of
from factcheck.language.roles import roles
from factcheck.language.saying import Said, said_days
from factcheck.language.selves import first_person, spoken_of
from factcheck.language.sentences import classed
from factcheck.language.statement import Setting
from factcheck.language.tokens import fragments
from factcheck.language.variants import variants
from factcheck.language.voices import Voice, voices
from factcheck.language.without_grammar import split_without_grammar
from factcheck.language.wordlists import wordlists
from factcheck.language.worthiness import Facts, worth

FAILED = "coarse: the rules failed on this text, each sentence is a claim of the outlet; the log says why"


log = logging.getLogger(__name__)


class LocalSplitter:
    """Splits on this machine, without a network. Never raises on any text; same text, same result."""

    def split(self, article: ArticleText) -> Split:
        """The claims of an article in the order of its text.

        What `article` leaves open (title, outlet, day, language) is read off the text where it says so.
        """
        known = _completed(article)
        blocks = layout(known.text, known.title)
        speaking = [block for block in blocks if block.part.speaks]
        try:
            return _english(known, blocks) if is_english(known.language) else split_without_grammar(known, speaking)
        except Exception:  # a text must never be lost to an error of a rule: it is logged, and a person sees the note
            log.exception("The rules failed on an article of %d characters", len(known.text))
            return split_without_grammar(known, speaking, FAILED)


def _completed(article: ArticleText) -> ArticleText:
    found = describe(article.text)
    return replace(
        article,
        title=article.title or found.title,
        outlet=article.outlet or found.outlet,
        published=article.published or found.published,
        language=article.language or detect_language(article.text),
    )


@dataclass(frozen=True)
class Weighed:
    """A draft with everything a claim needs but its number and what it repeats."""

    draft: Draft
    voice: Voice
    said: Said
    span: Span
    statement: str
    manner: str
    happened: Day | None
    role: str
    channel: str


def _english(article: ArticleText, blocks: Sequence[Block]) -> Split:
    readings = readings_of(article.text, [block for block in blocks if block.part.speaks])
    heard = voices(readings, article.outlet)
    found = [draft for draft in drafts(readings) if draft.by is not None or is_statement(draft) or draft.reading.quoted]
    found = [draft for draft in found if _fragments(draft)]
    known_roles = roles(readings, heard.people)
    known_places = places(article.text, [reading.sent.start_char + reading.paragraph.offset for reading in readings])
    known_names = variants(article.text)
    known_bodies = institutions(readings)
    weighed = []
    for draft, said in zip(found, said_days(found, heard, article.published), strict=True):
        voice = heard.of(draft)
        ahead = kinds.is_ahead(draft.tokens) or kinds.is_expected(draft.tokens)
        setting = Setting(
            voice.claimant,
            article.published,
            heard.companies,
            ahead,
            _named(draft, known_places, known_bodies) | heard.owners(draft) | _mended(draft, voice),
        )
        statement = known_names.one_name(phrased(draft, voice, setting, heard.meant(draft)))
        manner = kinds.kind_of(draft.tokens, _kind_family(draft), own_voice=voice.own)
        weighed.append(
            Weighed(
                draft,
                voice,
                said,
                Span(_fragments(draft)),
                statement,
                manner,
                happened(draft.tokens, article.published, ahead=ahead),
                known_roles.get(voice.claimant, "") if not voice.own else "",
                _channel(draft),
            )
        )
    weighed = sorted(_without_summaries(weighed, article.text), key=lambda one: (one.span.start, one.span.end))
    claims = _linked(_claims(weighed))
    found_classes = classed(article.text, readings, blocks, claims)
    sentences, classes = tuple(place for place, _ in found_classes), tuple(word for _, word in found_classes)
    return Split(claims, article.language, sentences, classes)


def _named(draft: Draft, places: Places, bodies: Institutions) -> dict[Token, str]:
    """ "the city" and "the commission" by name, in a draft and in what it was cut from."""
    doc = draft.reading.paragraph.doc
    words = [doc[i] for i in sorted(draft.whole | draft.indices)]
    return bodies.named(words) | places.named(words, draft.reading.paragraph.offset)


def _mended(draft: Draft, voice: Voice) -> dict[Token, str]:
    """Tenses and persons as they are read without the cue, or without the sentences before."""
    if draft.by is None or draft.by_reading is None or voice.own:
        return told_late(draft.tokens) if voice.own else {}
    quoted = draft.reading.paragraph.quoted_tokens
    spoken = [token for token in draft.tokens if token.i in quoted]
    if len(spoken) >= WHOLLY * len(draft.tokens):
        return first_person(draft.tokens, voice.called, is_person=voice.person)
    if draft.by.family not in ("speech", "finding") or draft.by_reading is not draft.reading:
        return {}
    doc = draft.reading.paragraph.doc
    cue = doc[draft.by.verb]
    meant = spoken_of(draft.tokens, voice.called) if voice.person else {}
    shifted = backshifted([doc[i] for i in sorted(draft.whole)], cue) | backshifted(draft.tokens, cue)
    return {token: word for token, word in (shifted | meant).items() if token.i not in quoted}


def _kind_family(draft: Draft) -> str:
    """The family of the cue for the kind of a claim: "promised that" is a promise as "promised to" is."""
    if draft.by is None or draft.by_reading is None:
        return ""
    lemma = draft.by_reading.paragraph.doc[draft.by.verb].lemma_.lower()
    promised = draft.by.family == "speech" and lemma in wordlists("cues")["promises"]
    return "commitment" if promised else draft.by.family


def _fragments(draft: Draft) -> tuple[Fragment, ...]:
    paragraph = draft.reading.paragraph
    return tuple(
        (start + paragraph.offset, end + paragraph.offset) for start, end in fragments(draft.indices, paragraph)
    )


def _channel(draft: Draft) -> str:
    return channel_of(draft.by, draft.by_reading) if draft.by is not None and draft.by_reading is not None else ""


def _without_summaries(weighed: Sequence[Weighed], text: str) -> list[Weighed]:
    """Drop a headline in the outlet's own voice that only sums up several claims of the body."""
    body = [one.span.text_in(text) for one in weighed if one.draft.reading.role is PlaceRole.BODY]
    return [
        one
        for one in weighed
        if not (
            one.draft.reading.role is PlaceRole.HEADLINE
            and one.voice.own
            and covered(one.span.text_in(text), body)
            and not any(covered(one.span.text_in(text), [claim]) for claim in body)
        )
    ]


def _claims(weighed: Sequence[Weighed]) -> list[SplitClaim]:
    return [_claim(number, one) for number, one in enumerate(weighed, 1)]


def _claim(number: int, one: Weighed) -> SplitClaim:
    draft, voice = one.draft, one.voice
    family = draft.by.family if draft.by else ""
    paragraph = draft.reading.paragraph
    local = tuple((start - paragraph.offset, end - paragraph.offset) for start, end in one.span.fragments)
    quotation = Quotation.NONE if voice.own else quotation_of(paragraph.text, local, paragraph.quoted)
    mixed = quotation is Quotation.MIXED
    worthy = worth(
        Facts(draft.tokens, one.statement, one.manner, family, voice.claimant, voice.own, draft.reading.quoted, mixed)
    )
    return SplitClaim(
        id=f"c{number}",
        span=one.span,
        statement=one.statement,
        claimant=voice.claimant,
        cue=_cue(draft),
        quotation=quotation,
        chain=voice.chain,
        said_date=one.said.day,
        said_basis=one.said.basis,
        checkworthy=worthy.checkworthy,
        score=worthy.score,
        reasons=worthy.reasons,
        kind=claim_kind(
            draft.tokens,
            one.manner,
            family,
            witness=voice.person,
            headline=draft.reading.role is PlaceRole.HEADLINE,
        ),
        role=draft.reading.role,
        claimant_role=one.role,
        channel=one.channel,
        said_precision=one.said.precision,
        event_date=one.happened.day if one.happened else None,
        event_precision=one.happened.precision if one.happened else Precision.DAY,
        event_basis=one.happened.words.strip() if one.happened else None,
        hedge=hedge_of(draft),
        denial=is_denial(draft, family),
    )


def _cue(draft: Draft) -> str | None:
    """The words of the cue; None for the outlet itself and where a quotation goes on in a later paragraph."""
    by, reading = draft.by, draft.by_reading
    if by is None or reading is None or reading.paragraph is not draft.reading.paragraph:
        return None
    return by.cue


def _linked(claims: Sequence[SplitClaim]) -> tuple[SplitClaim, ...]:
    """Point repeated claims to the one they repeat; a headline was said when the body says it was."""
    entries = [Entry(claim.id, claim.statement, claim.role, claim.claimant) for claim in claims]
    repeated = duplicates(entries)
    by_id = {claim.id: claim for claim in claims}
    linked = []
    for claim in claims:
        first = by_id.get(repeated.get(claim.id, ""))
        if first is not None:
            inherits = claim.said_date is None and claim.claimant and first.cue is not None
            said: tuple[date | None, str | None] = (
                (first.said_date, first.said_basis) if inherits else (claim.said_date, claim.said_basis)
            )
            claim = replace(claim, duplicate_of=first.id, said_date=said[0], said_basis=said[1])
        linked.append(claim)
    return tuple(linked)
