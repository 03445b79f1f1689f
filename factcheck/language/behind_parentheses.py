"""What behind a cue set off by commas is still said, and what the outlet goes on with itself."""

from itertools import takewhile

from spacy.tokens import Span, Token

from factcheck.language.cues import families_of
from factcheck.language.segments import Segment
from factcheck.language.tokens import NOMINAL, has_finite, is_finite

BREAKS = frozenset({"and", "but", "while", "although", "though", "whereas", "yet", "as", "after", "in", "where"})
"""Words after a closed parenthesis that begin something the source did not say: ", he said, and left"."""


def said_behind(place: int, pieces: list[Segment], sent: Span, *, complete: bool) -> set[int]:
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


def _with_commas(indices: set[int]) -> set[int]:
    """Fill the single commas between the pieces taken."""
    return indices | {i + 1 for i in indices if i + 2 in indices}


def quoted_behind(place: int, pieces: list[Segment], sent: Span) -> set[int]:
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


def ends_quotation(start: int, pieces: list[Segment], sent: Span) -> bool:
    """Whether the clause of the cue comes right behind a sentence in quotation marks: what is quoted ends there."""
    before = [piece for piece in pieces if piece.end <= start]
    verbs = bool(before) and any(token.tag_.startswith("VB") or token.tag_ == "MD" for token in before[-1].tokens(sent))
    return verbs and before[-1].quoted


def describes_source(source: set[int], place: int, pieces: list[Segment], sent: Span) -> bool:
    """Whether the next piece is about the source: "according to Ann Lee, a farmer"."""
    if place + 1 >= len(pieces) or max(source) + 1 != pieces[place].end:
        return False
    tokens = pieces[place + 1].tokens(sent)
    settled = any(token.tag_ in ("JJS", "RBS") for token in tokens)
    return sent.doc[max(source)].pos_ == "PROPN" and tokens[0].lower_ in ("a", "an", "the") and not settled
