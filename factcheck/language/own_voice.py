"""What a sentence says beside its attributions, in the outlet's own voice."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from factcheck.language.beside_nouns import BASES, Indices, named_by
from factcheck.language.cues import families_of
from factcheck.language.parts import is_linked
from factcheck.language.remarks import is_remark
from factcheck.language.sources import after_comma
from factcheck.language.tokens import SUBJECTS, child, clause_is_finite, letters, reach
from factcheck.language.wordlists import wordlists


def own_voice(sent: Span, taken: Indices) -> Iterator[Indices]:
    """What a sentence says beside its attributions (`taken`: their contents and frames), clause by clause."""
    left = set(range(sent.start, sent.end)) - taken
    if not taken:
        yield left
        return
    for token in [sent.doc[i] for i in sorted(left)]:
        clause = _free_clause(token, left)
        if clause and token.i in left and letters(sent, clause) >= 3:
            left -= clause
            yield _filled(clause, sent)


def _filled(indices: Indices, sent: Span) -> Indices:
    """With the single commas between what is taken: "Lee | , | resigned"."""
    return indices | {i + 1 for i in indices if i + 2 in indices and sent.doc[i + 1].is_punct}


def _free_clause(token: Token, left: Indices) -> Indices:
    """A clause that belongs to no cue: the root, a coordinated one, or a relative clause on a source."""
    if token.pos_ not in ("VERB", "AUX") or not clause_is_finite(token):
        return set()
    reached = {i for i in reach(token) if i in left}
    if token.dep_ == "relcl" and after_comma(token) and not is_remark(token.head):
        return named_by(token.head, token.left_edge.i) | reached
    own = child(token, *SUBJECTS)
    if token.dep_ == "ROOT":
        lead = named_by(own, token.i) if own is not None and own.i < token.i else set()
        return set() if _has_lost_its_words(token, own, left) else reached | lead
    if own is None or own.i not in left:
        return set()
    if (token.dep_ == "conj" and is_linked(token)) or (
        token.dep_ == "advcl" and token.left_edge.lower_ in ("while", "although", "though")
    ):
        return reached
    return set()


def _has_lost_its_words(verb: Token, subject: Token | None, left: Indices) -> bool:
    """Whether a main verb says nothing without what others said: "the minister blamed | somebody else's words"."""
    lemma, thing = verb.lemma_.lower(), child(verb, "dobj")
    if lemma in wordlists("cues")["publishing"] and subject is not None and subject.i not in left:
        return True
    if thing is not None and thing.i > verb.i and thing.i not in left:
        return True  # "held up | a map that he said showed C"
    behind = range(verb.i + 1, min(verb.i + 3, len(verb.doc)))
    if (families_of(lemma) or lemma in BASES) and not any(i in left and not verb.doc[i].is_punct for i in behind):
        return True
    clause = child(verb, "advcl")
    mark = child(clause, "mark") if clause is not None and clause.i not in left and clause.i > verb.i else None
    return lemma in COMING and mark is not None and mark.lower_ in ("after", "before", "as", "when")


COMING = frozenset({"come", "happen", "occur"})
"""Verbs that say only when: "the hearing came a day after | somebody estimated C"."""
