"""Cues set off by commas: "C, X said", "C1, X was quoted as saying, C2", "C, according to X"."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Span, Token

from factcheck.language.cues import CLAUSAL, Cue, cue_words, families_of
from factcheck.language.dates import days
from factcheck.language.parsing import Paragraph
from factcheck.language.quotations import CLOSERS
from factcheck.language.segments import Segment, segments
from factcheck.language.tokens import NOMINAL, SUBJECTS, has_finite, is_finite
from factcheck.language.wordlists import wordlists

BREAKS = frozenset({"and", "but", "while", "although", "though", "whereas", "yet", "as", "after", "in", "where"})
"""Words after a closed parenthesis that begin something the source did not say: ", he said, and left"."""

LINKS = frozenset({
    "and", "or", "which", "who", "whom", "that", "whose", "while", "after", "because", "when", "if", "although",
    "where", "before", "since", "though", "what", "how", "to", "by", "something",
})  # fmt: skip
"""Words that make a stretch before a cue a clause of its own: ", which he said"."""

FARTHEST = 3
"""How many comma-separated pieces a source may have: "the agency's head, Ann Lee, said"."""


@dataclass(frozen=True)
class Parenthesis:
    """A cue clause with the content around it."""

    content: set[int]
    source: set[int]
    frame: set[int]
    cue: str = ""
    at: int = 0

    def covers(self, index: int) -> bool:
        return index in self.content


def _cue_start(verb: Token, low: int) -> int:
    """Where the verb group begins: at "was" in "was quoted as saying", at "had" in "had said"."""
    at = verb.i
    while at > low and (
        verb.doc[at - 1].pos_ in ("AUX", "ADV", "PART")
        or verb.doc[at - 1].lower_ in ("as", "quoted", "cited", "reported", "later")
    ):
        at -= 1
    return at


def _opens_after_quotation(verb: Token, segment: Segment) -> bool:
    """'"C," | recalled Ann Lee': the verb comes right behind the closing mark."""
    doc, before = verb.doc, segment.start - 1
    while before > 0 and doc[before].is_space:
        before -= 1
    lead = [doc[i] for i in range(segment.start, verb.i) if not doc[i].is_space]
    return before > 0 and not lead and doc[before].text in CLOSERS


def _inverted_subject(verb: Token, segment: Segment) -> set[int]:
    """ "said Ann Lee of the agency": what follows the verb and is its subject."""
    first = _opens_after_quotation(verb, segment)
    for part in verb.children:
        inverted = part.dep_ in SUBJECTS or (first and part.dep_ in ("dobj", "attr") and part.pos_ in ("PROPN", "NOUN"))
        if inverted and verb.i < part.i < segment.end:
            return set(range(part.left_edge.i, min(part.right_edge.i + 1, segment.end)))
    return set()


def _pieces_before(place: int, pieces: list[Segment], sent: Span) -> set[int]:
    """The verbless pieces right before a bare cue: the source in ", the head of X, Ann Lee, said"."""
    taken: set[int] = set()
    for step in range(1, FARTHEST + 1):
        if place - step < 1:
            break
        piece = pieces[place - step]
        tokens = piece.tokens(sent)
        participle = tokens[0].tag_ in ("VBN", "VBG")
        if participle or piece.quoted or has_finite(tokens) or not any(token.pos_ in NOMINAL for token in tokens):
            break
        taken |= set(range(piece.start, piece.end))
    return taken


def _source(cue: Cue, place: int, pieces: list[Segment], sent: Span) -> set[int]:
    verb, piece = cue.verb, pieces[place]
    ahead = [sent.doc[i] for i in range(piece.start, _cue_start(verb, piece.start))]
    if any(token.pos_ in NOMINAL for token in ahead):
        if ahead[0].lower_ in LINKS or has_finite(ahead):
            return set()
        while ahead and (ahead[0].lower_ in ("as", "but") or ahead[0].pos_ in ("ADV", "PUNCT")):
            ahead.pop(0)
        return {token.i for token in ahead}
    if ahead and ahead[0].lower_ in LINKS:
        return set()
    return _inverted_subject(verb, piece) or _pieces_before(place, pieces, sent)


def _closed(cue: Cue, piece: Segment, sent: Span, source: set[int]) -> bool:
    """Whether nothing that could be a content follows the cue inside its piece."""
    verb = cue.verb
    if not cue.families & {"speech", "finding"} and verb.i + 1 < piece.end:
        return False  # ", many believe," but not ", some think back to it"
    if "speech" not in cue.families and any(part.dep_ == "dobj" and part.i > verb.i for part in verb.children):
        return False  # "engineers had found cracks" is what was told
    if any(part.dep_ in ("ccomp", "xcomp") and verb.i < part.i < piece.end for part in verb.children):
        return False
    if any(_begins_clause(sent.doc[i], verb) for i in range(verb.i + 1, piece.end) if i not in source):
        return False
    if _goes_on(verb, piece, source):
        return False
    return not any(
        is_finite(sent.doc[i]) and sent.doc[i].dep_ not in ("relcl", "advcl", "aux", "auxpass")
        for i in range(verb.i + 1, piece.end)
        if i not in source
    )


def _begins_clause(token: Token, verb: Token) -> bool:
    """ "insisted that those who voted - as some have - were right": the clause begins here and ends elsewhere."""
    opens = (*SUBJECTS, "mark", "expl", *(("prep", "advcl") if token.head.dep_ == "ccomp" else ()))
    return token.head.i > token.i and token.head.head == verb and token.dep_ in opens


def _goes_on(verb: Token, piece: Segment, source: set[int]) -> bool:
    """ "said he and those with him, among them Lee, were safe": what is said follows, however the parser read it."""
    after = [verb.doc[i] for i in range(verb.i + 1, piece.end)]
    if after and (after[0].lower_ == "that" or any(one.lower_ == "that" and one.dep_ == "mark" for one in after[:-1])):
        return True
    if verb.lemma_.lower() in wordlists("cues")["telling"] | wordlists("cues")["request"]:
        return False  # whoever is told may follow
    first = next((token for token in after if token.pos_ not in ("ADV", "PART")), None)
    if first is None or first.i in source or first.pos_ not in ("DET", "PRON", "NOUN", "PROPN", "NUM"):
        return False
    words = verb.doc[first.i : piece.end].text
    named = days(words, None)
    return first.dep_ != "npadvmod" and not (named and named[0].start == 0) and len(after) > 1


def _starts_clause(piece: Segment, sent: Span) -> bool:
    """ "and he left": a link word, then a subject with its own finite verb."""
    tokens = piece.tokens(sent)
    if not tokens or tokens[0].lower_ not in ("and", "but", "while", "although", "though", "whereas"):
        return False
    verbs = [i for i, token in enumerate(tokens) if is_finite(token)]
    return bool(verbs) and any(token.pos_ in NOMINAL for token in tokens[1 : verbs[0]])


def _turns(piece: Segment, sent: Span) -> bool:
    """Whether a piece behind a complete clause begins something the source did not say."""
    tokens = piece.tokens(sent)
    if tokens[0].tag_ == "VBG":
        return _is_remark(tokens[0]) or _beside_a_cue(tokens[0])
    if tokens[0].lower_ in ("and", "but", "while"):
        return not _starts_clause(piece, sent) or _speaker_again(piece, sent)
    return tokens[0].lower_ in BREAKS or tokens[0].tag_ in ("WDT", "WP")


def _is_remark(token: Token) -> bool:
    """ "adding", "citing": a participle that goes on about the saying."""
    lemma = token.lemma_.lower()
    return token.tag_ == "VBG" and (bool(families_of(lemma)) or lemma in ("cite", "use", "refer"))


def _beside_a_cue(token: Token) -> bool:
    """ "It fell, he said, | wiping his brow |": what the speaker does while speaking."""
    before = token.nbor(-2) if token.i > 1 else token
    speech = [one for one in (token.head, before) if one.i < token.i and "speech" in families_of(one.lemma_.lower())]
    return token.dep_ == "advcl" and bool(speech)


def _leaves_off(piece: Segment, sent: Span) -> bool:
    """Whether a new clause is the outlet's: ", while prices fell" goes with the source, "although", "he" do not."""
    return piece.tokens(sent)[0].lower_ not in ("and", "but", "while") or _speaker_again(piece, sent)


def _speaker_again(piece: Segment, sent: Span) -> bool:
    """ "and he singled out", "but the ministry denied": somebody speaks again."""
    tokens = piece.tokens(sent)
    first = next((token for token in tokens[1:] if token.pos_ in NOMINAL), None)
    cue = any(is_finite(token) and "speech" in families_of(token.lemma_.lower()) for token in tokens)
    return cue or (first is not None and first.lower_ in ("he", "she", "they", "it"))


def _after(place: int, pieces: list[Segment], sent: Span, *, complete: bool) -> set[int]:
    """What of the rest of the sentence still belongs to the content."""
    rest = pieces[place + 1 :]
    if not rest:
        return set()
    if complete and not rest[0].quoted and _turns(rest[0], sent):
        return set()
    taken: set[int] = set()
    for number, piece in enumerate(rest):
        if _starts_clause(piece, sent) and (complete or number) and _leaves_off(piece, sent):
            break
        if number and _is_remark(piece.tokens(sent)[0]):
            break
        taken |= set(range(piece.start, piece.end))
    return _with_commas(taken)


def _with_commas(indices: set[int]) -> set[int]:
    """Fill the single commas between the pieces taken."""
    return indices | {i + 1 for i in indices if i + 2 in indices}


def _nobody(cue: Cue) -> bool:
    """ "it was reported", "was written": a passive names no source before it."""
    return any(part.dep_ in ("auxpass", "nsubjpass") for part in cue.verb.children)


def _from_quotation(place: int, pieces: list[Segment], sent: Span) -> set[int]:
    """What of the rest is quoted: in "C1," said Ann Lee, a farmer. "C2" only C2; a programme's name is no content.

    Behind "adding" the rest is a saying of its own.
    """
    rest = [piece for piece in takewhile(lambda one: not _adds(one, sent), pieces[place + 1 :]) if piece.quoted]
    return {i for piece in rest if _set_off(piece, sent) for i in range(piece.start, piece.end)}


def _adds(piece: Segment, sent: Span) -> bool:
    return not piece.quoted and any(_is_remark(token) for token in piece.tokens(sent))


def _set_off(piece: Segment, sent: Span) -> bool:
    at = piece.start - 1
    while at > sent.start and sent.doc[at].is_space:
        at -= 1
    return sent.doc[at].is_punct or has_finite(piece.tokens(sent))


def _behind_quotation(start: int, pieces: list[Segment], sent: Span) -> bool:
    """Whether the clause of the cue comes right behind a sentence in quotation marks: what is quoted ends there."""
    before = [piece for piece in pieces if piece.end <= start]
    verbs = bool(before) and any(token.tag_.startswith("VB") or token.tag_ == "MD" for token in before[-1].tokens(sent))
    return verbs and before[-1].quoted


def _asked_before(before: set[int], sent: Span) -> bool:
    """ "Asked whether it was safe, | he said": what somebody was asked, which they did not say."""
    first = sent.doc[min(before)] if before else None
    if first is not None and first.lower_ in ("when", "if") and first.i + 1 in before:
        first = first.nbor()
    if first is None or first.tag_ != "VBN" or not families_of(first.lemma_.lower()) & {"request", "telling"}:
        return False
    return first.dep_ in ("advcl", "acl", "ROOT", "csubj")


def _behind_colon(start: int, pieces: list[Segment], sent: Span) -> int:
    """Where 'The mayor was angry: | "It fell," she said' begins to be said: behind a clause and a colon."""
    for piece in pieces:
        told = piece.start - 1 > sent.start and sent.doc[piece.start - 1].text == ":"
        if piece.quoted and told and piece.start < start:
            lead = [sent.doc[i] for i in range(sent.start, piece.start - 1)]
            if has_finite(lead) and not any(one.quoted for one in pieces if one.start < piece.start):
                return piece.start
    return sent.start


def _describes(source: set[int], place: int, pieces: list[Segment], sent: Span) -> bool:
    """Whether the next piece is about the source: "according to Ann Lee, a farmer"."""
    if place + 1 >= len(pieces) or max(source) + 1 != pieces[place].end:
        return False
    tokens = pieces[place + 1].tokens(sent)
    settled = any(token.tag_ in ("JJS", "RBS") for token in tokens)
    return sent.doc[max(source)].pos_ == "PROPN" and tokens[0].lower_ in ("a", "an", "the") and not settled


def _has_office(source: set[int], place: int, pieces: list[Segment], sent: Span) -> bool:
    """ "according to Ann Lee, head of the institute": a name with what the person is, and no new clause."""
    if place + 1 >= len(pieces) or max(source) + 1 != pieces[place].end:
        return False
    tokens = pieces[place + 1].tokens(sent)
    return sent.doc[max(source)].pos_ == "PROPN" and tokens[0].pos_ == "NOUN" and not has_finite(tokens)


def _contrasts(place: int, pieces: list[Segment], sent: Span) -> bool:
    """ "C, according to X, but D": D is the outlet's."""
    following = pieces[place + 1].tokens(sent) if place + 1 < len(pieces) else []
    return bool(following) and following[0].lower_ in ("but", "though", "although")


def _leads(cue: Cue, place: int, pieces: list[Segment], sent: Span, before: set[int], *, complete: bool) -> bool:
    """Whether the cue introduces the quotation behind it, and what stands before is only the occasion.

    "Asked about it, Lee said: 'No'" leads; "The bridge, Lee said, 'was closed'" does not.
    """
    quote = pieces[place + 1]
    spoken = [piece for piece in pieces if piece.quoted and piece.start in before]
    colon = sent.doc[quote.start - 1].text == ":"
    if spoken and not (colon or _is_occasion(sent.doc[min(before)], spoken, sent)):
        return False
    if not colon and not spoken and sent.doc[min(before)].lower_ in HALVES and _goes_on_small(quote, sent):
        return False
    if not complete and any(sent.doc[i].dep_ in ("nsubj", "nsubjpass") for i in range(cue.verb.i + 1, quote.start)):
        return True
    if any(sent.doc[i].text == ":" for i in range(pieces[place].start, quote.start)):
        return True
    if complete:
        lead = sent.doc[min(before)]
        return lead.tag_ in ("VBN", "VBG", "IN", "WRB") or lead.lower_ == "asked"
    first = next((token for token in quote.tokens(sent) if not token.is_punct), None)
    return first is None or not is_finite(first)


def _goes_on_small(quote: Segment, sent: Span) -> bool:
    """'While prices fell, Lee said, "this has done nothing"': a quotation that goes on with the clause before it."""
    first = next((token for token in quote.tokens(sent) if not (token.is_punct or token.is_space)), None)
    return first is not None and first.text[0].islower()


HALVES = frozenset({"while", "whether", "if", "although", "though", "because", "unless", "but"})
"""Words that begin half a sentence of what is said; "when" and "as" may begin the occasion."""


def _is_participle(verb: Token) -> bool:
    """ "those | writing large cheques |", "a plan | announced this year |": no verb of a clause between commas."""
    if verb.tag_ == "VBG":
        return cue_words(verb) == verb.text and not any(part.dep_ == "aux" for part in verb.lefts)
    return verb.tag_ == "VBN" and verb.dep_ == "acl" and verb.head.i < verb.i


def _is_told(verb: Token) -> bool:
    """ "said that it was late and that, if asked, | he insisted on it |": what another cue tells is no cue here."""
    return verb.dep_ == "conj" and any(part.lower_ == "that" and part.dep_ == "mark" for part in verb.lefts)


def _is_occasion(first: Token, spoken: list[Segment], sent: Span) -> bool:
    """ "On Lee's "Morning Hour" on Tuesday, Park said, "C"": what is quoted before the cue is only a name."""
    return first.pos_ == "ADP" and not any(has_finite(piece.tokens(sent)) for piece in spoken)


def parenthesis(cue: Cue, sent: Span, paragraph: Paragraph) -> Parenthesis | None:
    """The reading of a cue as set off by commas, or None where it is not."""
    if not cue.families & CLAUSAL:
        return None
    pieces = segments(sent, paragraph)
    place = next((n for n, piece in enumerate(pieces) if piece.start <= cue.verb.i < piece.end), 0)
    if place == 0:
        return None
    piece = pieces[place]
    if _describes_a_noun(cue.verb, piece, sent) or _is_told(cue.verb) or _is_participle(cue.verb):
        return None
    source = _source(cue, place, pieces, sent)
    if not source or not _closed(cue, piece, sent, source) or _nobody(cue):
        return None
    start = min(min(source), piece.start)
    before = set(range(_behind_colon(start, pieces, sent), start))
    if _asked_before(before, sent):
        return None
    complete = has_finite(sent.doc[i] for i in before) or any(i in paragraph.quoted_tokens for i in before)
    quoted_next = place + 1 < len(pieces) and pieces[place + 1].quoted
    if quoted_next and _leads(cue, place, pieces, sent, before, complete=complete):
        return None
    ends = min(source) > cue.verb.i or _behind_quotation(start, pieces, sent) or _describes(source, place, pieces, sent)
    rest = _from_quotation(place, pieces, sent) if ends else None
    after = _after(place, pieces, sent, complete=complete) if rest is None else rest
    if not complete and not has_finite(sent.doc[i] for i in after) and not _is_headline(before, after, sent):
        return None
    return Parenthesis(before | after, source, set(range(start, piece.end)))


def _describes_a_noun(verb: Token, piece: Segment, sent: Span) -> bool:
    """ ", a charge Lee denied", ", in a message posted on its channel,": the verb says which noun is meant."""
    if not piece.start <= verb.head.i < verb.i:
        return False
    return verb.dep_ == "relcl" or (verb.dep_ == "acl" and sent.doc[piece.start].pos_ == "ADP")


def _is_headline(before: set[int], after: set[int], sent: Span) -> bool:
    """ "Carmaker to cut 200 jobs, union says": the clause of a headline needs no finite verb."""
    verbs = any(sent.doc[i].tag_ in ("VB", "VBN") for i in before)
    return verbs and not any(sent.doc[i].is_alpha for i in after) and len(before) >= SHORTEST_HEADLINE


SHORTEST_HEADLINE = 4
"""Words of a headline that say something without a finite verb."""


def _clause_start(at: Token, sent: Span, paragraph: Paragraph) -> int:
    """Where the clause begins that "according to" is said of: behind a colon, inside an open bracket."""
    for token in reversed(sent.doc[sent.start : at.i]):
        if token.text == ")" or token.i in paragraph.quoted_tokens:
            return sent.start
        if token.text == "(" or (token.text in (":", ";") and has_finite(sent.doc[token.i + 1 : at.i])):
            return token.i + 1
    return sent.start


def according_to(sent: Span, paragraph: Paragraph) -> Iterator[Parenthesis]:
    """Every "according to X" outside quotation marks, with the clause it belongs to as content."""
    pieces = segments(sent, paragraph)
    for place, piece in enumerate(pieces):
        at = next((t for t in piece.tokens(sent)[:-1] if t.lower_ == "according" and t.nbor().lower_ == "to"), None)
        if at is None or piece.quoted or at.i + 2 >= piece.end:
            continue
        frame = set(range(at.i, piece.end))
        before = set(range(_clause_start(at, sent, paragraph), at.i))
        complete = has_finite(sent.doc[i] for i in before)
        source = set(range(at.i + 2, piece.end))
        if not before and place + 1 < len(pieces) and pieces[place + 1].tokens(sent)[0].tag_ in ("WDT", "WP"):
            place += 1  # "According to the agency, which cited an officer, C"
            frame |= set(range(piece.end, pieces[place].end))
        described = before and (_describes(source, place, pieces, sent) or _has_office(source, place, pieces, sent))
        after = (
            set() if described or _contrasts(place, pieces, sent) else _after(place, pieces, sent, complete=complete)
        )
        if any(token.pos_ in NOMINAL for token in (sent.doc[i] for i in before | after)):
            yield Parenthesis(before | after, source, frame, "according to", at.i)
