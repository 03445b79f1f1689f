"""Query planning: from a claim to words that a search engine understands, and the days around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from factcheck.domain.evidence import Query
from factcheck.domain.letters import spelled_in
from factcheck.domain.search_words import STOP_WORDS, without_days

BEFORE = timedelta(days=7)
AFTER = timedelta(days=30)
"""How far around the day of a claim is searched: what it rests on is older, what answers it is younger."""

NARROW, MIDDLE, BROAD = 8, 5, 3
"""Words of the three queries. Most engines want all of them on a page, so that fewer words find more."""

LONGEST_NAME = 4
ABROAD = 6
"""Words of a query in another language."""

OFFICES = frozenset(
    "president vice prime minister ministry chancellor king queen prince princess governor mayor senator deputy "
    "general colonel major captain admiral commander chief secretary ambassador spokesman spokeswoman spokesperson "
    "professor doctor dr mr mrs ms sir lord lady judge bishop pope foreign defense defence interior finance health "
    "state the präsident ministerin kanzler bürgermeister président ministre maire gouverneur presidente ministro "
    "alcalde президент міністр министр мер мэр губернатор генерал".split()
)
"""Words with a capital beside a name that another language has another word for."""

_TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*%?")  # "Brandt's", "60,000", "12%", "Saint-Denis"
_BREAK = re.compile(r"(?<=[.!?])\s+|[,;:()\[\]\"“”„«»]+")  # ends of sentences and of their parts
_OWNER = re.compile(r"['’]s$")  # "Kastova's"

PARTICLES = frozenset("de del der des di du la le of van von al el".split())
"""Small words inside of names: "Marie de la Tour"."""

STOP = STOP_WORDS | frozenset(
    # German
    "aber alle allem allen aller alles also auch beim bereits dabei damit dann dass denn deren dessen diese diesem "
    "diesen dieser dieses doch durch eine einem einen einer eines etwa gegen habe haben hatte hatten hier ihre ihrem "
    "ihren ihrer immer jetzt kann kein keine können mehr müssen nach nicht noch nun oder ohne schon sein seine seinem "
    "seinen seiner seit sich sind sollen sowie über unter viel viele wann warum weil wenn werden wieder will wird "
    "worden wurde wurden zwischen "
    # French
    "ainsi alors après aussi autre autres aux avait avant avec avoir ceci cela celle celui cette ceux chez comme dans "
    "depuis dont elle elles encore entre était étaient être font leur leurs mais même moins notre nous ont par pendant "
    "peut plus pour quand quel quelle qui sans selon sera ses son sont sous sur tous tout toute toutes très vers votre "
    "vous "
    # Spanish
    "ante antes aunque cada como con contra cual cuando desde donde durante ella ellas ellos entre esta está están "
    "estas este esto estos fue fueron haber había hasta hay les más mientras muy nada ningún otra otras otro otros "
    "para pero por porque puede que quien según ser será sido sin sobre son también tan tanto tener tiene tienen "
    "todo todos tras una unas unos usted "
    # Turkish
    "ancak bazı belki beri bile birçok böyle bunu bunun çok çünkü daha değil diğer diye gibi göre hangi hatta için "
    "ilgili ise kadar karşı kendi nasıl neden olan olarak oldu olduğu olduğunu onun onlar sadece sonra tüm üzere "
    "yani yine "
    # Ukrainian
    "або але адже більш було були буде будуть весь вона вони воно все його йому коли лише між мене може після перед "
    "проти себе собі також такий тобто того тому хоча цього через чого щоб якби який яких якщо "
    # Russian
    "более будет будут была были было быть весь вместо возле всего всех даже если есть ещё за ими когда которая "
    "которого которой которые который кроме либо между меня могут может надо нами него неё некоторые нет них однако "
    "около она они оно после потому почти перед при про против свои себя сейчас среди также такие такой того тоже "
    "только уже хотя чего через что чтобы этого этой этот".split()
)
"""Words of the desk's languages that say nothing about a subject; those of three letters count for none anyway."""

EVERY_NOUN_IS_LARGE = frozenset({"de"})
"""Languages that write all nouns with a capital: it says nothing about names."""


@dataclass(frozen=True, slots=True)
class About:
    """What a search for a claim starts from. `event` is the first and the last day on which it may have happened."""

    statement: str
    claimant: str = ""
    title: str = ""
    language: str = ""
    event: tuple[date, date] | None = None
    said: date | None = None
    published: date | None = None

    @property
    def text(self) -> str:
        """Everything that says which countries it is about."""
        return " ".join((self.statement, self.claimant, self.title))

    @property
    def day(self) -> date | None:
        """The day of the claim: what is younger was not known then."""
        return self.said or self.published


def planned(about: About) -> tuple[Query, ...]:
    """The queries for a claim, the narrowest first: its words, its names and numbers, its claimant on the subject."""
    statement = without_days(about.statement)
    names = names_in(statement, about.language)
    words = [word for word in telling(statement) if not _inside(word, names)]
    numbers = [word for word in words if word[:1].isdigit()]
    others = [word for word in words if not word[:1].isdigit()]
    headline = [word for word in telling(about.title) if not _inside(word, [*names, *words])]
    subject = [*names, *others, *headline]
    asked = (
        _taken([*names, *numbers, *others], NARROW),
        _taken([*names[:2], *numbers[:1], *others, *headline], MIDDLE),
        _taken([about.claimant, *(part for part in subject if part != about.claimant)], BROAD)
        if about.claimant
        else (),
        _taken(subject, BROAD),
    )
    since, until = window(about)
    found = dict.fromkeys(" ".join(_quoted(part) for part in parts) for parts in asked if parts)
    return tuple(Query(words, about.language, since, until) for words in found if words.strip())


def planned_in(about: About, languages: Sequence[str]) -> tuple[Query, ...]:
    """Queries in other languages: names and numbers, which need no translation, the names in the letters of each.

    For a language with letters of its own there are two, first the one with the names as the claim writes them: some
    engines translate what they index.
    """
    statement = without_days(about.statement)
    claimant = [about.claimant] if about.claimant and about.claimant[:1].isupper() else []
    names = [part for name in (*names_in(statement, about.language), *claimant) for part in _without_offices(name)]
    if not names:
        return ()
    numbers = [word for word in telling(statement) if word[:1].isdigit() and not _inside(word, names)]
    parts = _taken([*names[:2], *numbers[:1]], ABROAD)
    since, until = window(about)
    found = []
    for language in languages:
        spelled = [_quoted(spelled_in(language, part, about.language)) for part in parts]
        words = dict.fromkeys((" ".join(map(_quoted, parts)), " ".join(spelled)))
        found += [Query(asked, language, since, until) for asked in words if asked.strip()]
    return tuple(found)


def _without_offices(name: str) -> list[str]:
    """The names in a run of capitals: "Mayor Ida Holm of Kastova" holds two, and an office, which has other words."""
    runs: list[list[str]] = [[]]
    for word in name.split():
        if word in PARTICLES or word.casefold() in OFFICES:
            runs.append([])
        else:
            runs[-1].append(word)
    return list(dict.fromkeys(" ".join(run) for run in runs if run))


def window(about: About) -> tuple[datetime | None, datetime | None]:
    """The days in which to search: around the event if its day is known, else around that of the claim."""
    first, last = about.event or (about.day, about.day)
    if first is None or last is None:
        return None, None
    return _midnight(first - BEFORE), _midnight(last + AFTER)


def is_hindsight(published: datetime | None, day: date | None) -> bool | None:
    """Whether something was published only after the day of the claim; None where one of the two is not known."""
    if published is None or day is None:
        return None
    return published.date() > day


def names_in(text: str, language: str = "") -> list[str]:
    """Runs of words with a capital that do not merely begin a sentence, each once."""
    if language in EVERY_NOUN_IS_LARGE:
        return []
    runs = (run for part in _BREAK.split(text) for run in _runs(_TOKEN.findall(part)))
    named = (" ".join(run) for run in runs if 0 < len(run) <= LONGEST_NAME and any(len(word) > 1 for word in run))
    return list(dict.fromkeys(_OWNER.sub("", name) for name in named))


def _runs(words: Sequence[str]) -> list[list[str]]:
    """The capitalised words in runs, with the particles inside of them. What only begins a sentence begins no run."""
    runs: list[list[str]] = [[]]
    for place, word in enumerate(words):
        before_a_capital = words[place + 1 : place + 2] and words[place + 1][:1].isupper()
        begins = word[:1].isupper() and (place > 0 or (before_a_capital and _tells(word)))
        if begins or (runs[-1] and word in PARTICLES):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [_without_end(run) for run in runs]


def _without_end(run: list[str]) -> list[str]:
    """A name ends with a capital."""
    while run and run[-1] in PARTICLES:
        run = run[:-1]
    return run


def telling(text: str) -> list[str]:
    """The words of a text that say what it is about, as it writes them: numbers and long words, each once."""
    words = (_OWNER.sub("", word) for word in _TOKEN.findall(text))
    return list({word.casefold(): word for word in reversed([word for word in words if _tells(word)])}.values())[::-1]


def _tells(word: str) -> bool:
    if word.casefold() in STOP:
        return False
    return len(word) > 3 or word[:1].isdigit() or (word.isupper() and len(word) > 1)


def _inside(word: str, names: Sequence[str]) -> bool:
    return any(word.casefold() in name.casefold().split() for name in names)


def _taken(parts: Sequence[str], most: int) -> tuple[str, ...]:
    """As many of the parts as fit into so many words, each once."""
    taken: dict[str, None] = {}
    left = most
    for part in parts:
        words = len(part.split())
        if part and part not in taken and words <= left:
            taken[part] = None
            left -= words
    return tuple(taken)


def _quoted(part: str) -> str:
    plain = part.replace('"', "")
    return f'"{plain}"' if " " in plain else plain


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
