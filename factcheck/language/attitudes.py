"""What a sentence ascribes to somebody that is no claim: what people want, back, refuse, ask or talk about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from factcheck.language import sources
from factcheck.language.objects import free_relative, without_relative
from factcheck.language.parsing import Paragraph
from factcheck.language.tokens import SUBJECTS, child, clause_is_finite, hanging, reach
from factcheck.language.wordlists import wordlists


@dataclass(frozen=True)
class Attitude:
    """A word with what it is about and whose it is; places are token indices, the source may be empty."""

    word: Token
    content: frozenset[int]
    source: frozenset[int]


def attitudes(sent: Span, paragraph: Paragraph) -> Iterator[Attitude]:
    """Every attitude of a sentence outside quotation marks, in order of its word."""
    for token in sent:
        if token.pos_ not in RULES or token.i in paragraph.quoted_tokens:
            continue
        lists = wordlists("attitudes")
        for name, rule in RULES[token.pos_]:
            content = rule(token, lists[name])
            if content:
                yield Attitude(token, frozenset(content), frozenset(_source(token)))
                break


def _listed(token: Token, words: frozenset[str]) -> bool:
    """Whether a word is listed, with its particle where it has one: "laid out" is not "laid"."""
    after = child(token, "prt") if token.pos_ == "VERB" else None
    return (f"{token.lemma_} {after.text}" if after is not None else token.lemma_).lower() in words


def _infinitive_of(token: Token) -> Token | None:
    """The verb of "to Y" behind a word."""
    for part in token.children:
        if part.i > token.i and part.dep_ in ("xcomp", "ccomp", "acl") and any(c.tag_ == "TO" for c in part.lefts):
            return part
    return None


def _object(verb: Token, words: frozenset[str]) -> set[int]:
    """ "endorsed | the plan"; in "was rejected by Lee" the subject."""
    thing = child(verb, "dobj") or free_relative(verb)
    if thing is None or not _listed(verb, words) or thing.i < verb.i:
        return set()
    if thing.tag_ in ("WDT", "WP") or thing.lower_ in SELF:
        return set()
    return without_relative(set(reach(thing)), verb)


SELF = frozenset({"himself", "herself", "itself", "themselves", "myself", "yourself", "ourselves", "each", "one"})


def _stand(verb: Token, words: frozenset[str]) -> set[int]:
    """ "The union champions | the plan |": what somebody stands for or against, told for its own sake."""
    return _object(verb, words) if _is_told(verb) else set()


def _topic(verb: Token, words: frozenset[str]) -> set[int]:
    """ "The report focused on | the dam |": the same with a preposition."""
    return _about(verb, words) if _is_told(verb) else set()


def _noun_topic(noun: Token, words: frozenset[str]) -> set[int]:
    """ "Lee's view of | the plan |", "they softened their attacks on | the mayor |"."""
    held = noun.dep_ in ("nsubj", "dobj", "attr") and _is_named(_source(noun), noun)
    return _about(noun, words) if held else set()


def _is_told(verb: Token) -> bool:
    """Whether a sentence is about an attitude and its holder: not so in "those who champion the plan"."""
    return verb.dep_ == "ROOT" and _is_named(sources.source(verb), verb)


def _is_named(holder: set[int], word: Token) -> bool:
    return any(word.doc[i].pos_ in ("PROPN", "PRON") for i in holder)


def _voiced(verb: Token, words: frozenset[str]) -> set[int]:
    """ "expressed | their frustration |", unless the feeling says what it is about: "alarm | that prices rise |"."""
    feeling = child(verb, "dobj")
    if feeling is None or any(part.dep_ == "acl" or part.lower_ in ("about", "over") for part in feeling.rights):
        return set()
    return _object(verb, words)


def _object_as(verb: Token, words: frozenset[str]) -> set[int]:
    """ "saw | the vote as a test"."""
    return _object_with(verb, words, "as")


def _object_for(verb: Token, words: frozenset[str]) -> set[int]:
    """ "thanked | the crew for their help"."""
    return _object_with(verb, words, "for")


def _object_to(verb: Token, words: frozenset[str]) -> set[int]:
    """ "likened | the dam to a bathtub"."""
    return _object_with(verb, words, "to")


def _object_with(verb: Token, words: frozenset[str], preposition: str) -> set[int]:
    thing = child(verb, "dobj")
    behind = next((part for part in verb.children if part.lower_ == preposition and part.dep_ == "prep"), None)
    if thing is None or behind is None or not _listed(verb, words) or not verb.i < thing.i < behind.i:
        return set()
    return set(range(thing.left_edge.i, behind.right_edge.i + 1))


def _raised(verb: Token, words: frozenset[str]) -> set[int]:
    """ "is expected to leave": | Lee | to leave |, in the words of nobody."""
    found, whom = _infinitive_of(verb), child(verb, "nsubjpass")
    if found is None or whom is None or not _listed(verb, words):
        return set()
    return {i for i in reach(found) if i > verb.i} | hanging(whom)


def _infinitive(verb: Token, words: frozenset[str]) -> set[int]:
    """ "refused | to answer"."""
    found = _infinitive_of(verb)
    if verb.dep_ in ("ccomp", "acl", "relcl"):
        return set()
    if found is None or not _listed(verb, words) or child(verb, "dobj") or child(found, *SUBJECTS):
        return set()
    return {i for i in reach(found) if i > verb.i}


def _wish(verb: Token, words: frozenset[str]) -> set[int]:
    """ "wanted | the army to leave"."""
    found, thing = _infinitive_of(verb), child(verb, "dobj")
    if found is None or not _listed(verb, words) or not (thing or child(found, *SUBJECTS)):
        return set()
    return {i for i in hanging(found) | (hanging(thing) if thing is not None else set()) if i > verb.i}


def _clause(word: Token, words: frozenset[str]) -> set[int]:
    """ "worries | that prices will rise", "asked | whether it was safe", "is glad | that it is over"."""
    clause = next((part for part in word.children if part.dep_ in CLAUSES and part.i > word.i), None)
    if clause is None or not _listed(word, words) or not clause_is_finite(clause):
        return set()
    if word.pos_ != "VERB" and not any(part.lower_ == "that" for part in clause.lefts):
        return set()
    return {i for i in reach(clause) if i > word.i}


CLAUSES = frozenset({"ccomp", "acl", "advcl"})


def _passive(verb: Token, words: frozenset[str]) -> set[int]:
    """ "was supported by the union": | the plan |, in the words of the union."""
    thing = child(verb, "nsubjpass")
    if thing is None or thing.tag_ in ("WDT", "WP") or not _listed(verb, words) or not child(verb, "agent"):
        return set()
    return hanging(thing)


def _taken_for(verb: Token, words: frozenset[str]) -> set[int]:
    """ "is seen as a test", "was declared the winner": | the vote | a test |, in the words of whoever holds it so."""
    thing, role = child(verb, "nsubjpass"), child(verb, "oprd")
    as_part = next((part for part in verb.rights if part.lower_ == "as" and part.dep_ == "prep"), None)
    if thing is None or thing.tag_ in ("WDT", "WP") or not _listed(verb, words):
        return set()
    if role is not None and role.i > verb.i:
        return hanging(thing) | set(reach(role))
    return hanging(thing) | {i for i in reach(as_part) if i > as_part.i} if as_part is not None else set()


def _gerund(verb: Token, words: frozenset[str]) -> set[int]:
    """ "opposed | closing the school"."""
    deed = next((part for part in verb.children if part.dep_ == "xcomp" and part.tag_ == "VBG"), None)
    return {i for i in reach(deed) if i > verb.i} if deed is not None and _listed(verb, words) else set()


def _about(word: Token, words: frozenset[str]) -> set[int]:
    """ "referred to | the report", "questions about | the budget", "critical of | the plan"."""
    for part in word.children:
        if part.dep_ == "prep" and part.i > word.i and f"{word.lemma_.lower()} {part.lower_}" in words:
            return {i for i in reach(part) if i > part.i}
    return set()


Rule = Callable[[Token, frozenset[str]], set[int]]

RULES: dict[str, tuple[tuple[str, Rule], ...]] = {
    "VERB": (
        ("clause", _clause),
        ("raised", _raised),
        ("wish", _wish),
        ("infinitive", _infinitive),
        ("object_as", _object_as),
        ("object_for", _object_for),
        ("object_to", _object_to),
        ("passive", _passive),
        ("taken_for", _taken_for),
        ("gerund", _gerund),
        ("object", _object),
        ("stand", _stand),
        ("voiced", _voiced),
        ("about", _about),
        ("topic", _topic),
    ),
    "NOUN": (
        ("noun_clause", _clause),
        ("noun_infinitive", _infinitive),
        ("noun_about", _about),
        ("noun_topic", _noun_topic),
    ),
    "ADJ": (("adjective_clause", _clause), ("adjective_about", _about)),
}


def _source(word: Token) -> set[int]:
    if word.pos_ == "VERB":
        return sources.source(word)
    if word.pos_ == "ADJ":
        return sources.source(word.head) if word.dep_ == "acomp" else _owner(word.head)
    return _owner(word)


def _owner(noun: Token) -> set[int]:
    """ "the ministry's decision", "a call by the ministry", "Lee made a promise": whose the thing is."""
    owner = child(noun, "poss")
    if owner is not None:
        return {i for i in hanging(owner) if noun.doc[i].dep_ != "case"}
    by = next((part for part in noun.children if part.lower_ in ("by", "from") and part.i > noun.i), None)
    whom = child(by, "pobj") if by is not None else None
    if whom is not None:
        return hanging(whom)
    governing = next((above for above in noun.ancestors if above.pos_ == "VERB"), None)
    return sources.source(governing) if governing is not None and governing.i < noun.i else set()
