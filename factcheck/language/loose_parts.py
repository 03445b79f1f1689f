"""Parts that are no sentence, made one: appositions, relative clauses, shares and a "whose"."""

from spacy.tokens import Token

from factcheck.language.agreement import are_many
from factcheck.language.clauses import has_clause
from factcheck.language.names import ARTICLES
from factcheck.language.selves import owner
from factcheck.language.sources import after_comma
from factcheck.language.statement import Setting, is_personal, words_of
from factcheck.language.tokens import SUBJECTS, child


def cut_loose(tokens: list[Token], setting: Setting, meant: str) -> str:
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
        return words_of(relative, setting, named=meant, person=is_personal(relative[0]))
    announced = _announced(tokens)
    if announced is not None:
        head, deed = announced
        return f"{words_of(head, setting)} {'were' if are_many(head[-1]) else 'was'} {words_of(deed, setting)}"
    whose = next((n for n, t in enumerate(tokens) if t.lower_ == "whose"), 0)
    if whose and not has_clause(tokens):
        return f"{owner(words_of(tokens[:whose], setting))} {words_of(tokens[whose + 1 :], setting)}"
    return ""


def _announced(tokens: list[Token]) -> tuple[list[Token], list[Token]] | None:
    """ "The gains, announced by the army" in two halves, to be read "The gains were announced by the army"."""
    deed = next((t for t in tokens if t.dep_ == "acl" and t.tag_ == "VBN" and t.head in tokens), None)
    if deed is None or not after_comma(deed) or has_clause([t for t in tokens if t.i < deed.i]):
        return None
    edge = deed.left_edge.i
    head = [t for t in tokens if t.i < edge and not t.is_punct]
    outside = tokens[-1].i > deed.right_edge.i or not head
    return None if outside else (head, [t for t in tokens if t.i >= edge])


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
    if verb.tag_ not in ("VBD", "VBN") or _is_helped(verb) or not whole or not rest or child(verb, "dobj"):
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


def _is_helped(verb: Token) -> bool:
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
