"""Pieces of what others wrote, as people say them: beginnings and ends of passages, addresses, browsers."""

import re

from factcheck.web.tongue import _

_SENTENCE_END = re.compile(r"[.!?]\s|\n")  # ". " or a line end

CUT = 200
"""Characters: context shorter than this was not cut out of more."""


def host(url: str) -> str:
    """The host of an address as people say it: without "www."."""
    name = url.partition("://")[2].partition("/")[0]
    return name.removeprefix("www.")


def without_scheme(url: str) -> str:
    """An address as people write it down: without "https://" and the slash at its end."""
    return url.partition("://")[2].rstrip("/")


def leads_to(url: str) -> str:
    """Where a link to this address may lead: a web page, an article of the desk (article:12), or nowhere."""
    if url.startswith("article:") and url[8:].isdecimal():
        return f"/articles/{url[8:]}"
    return url if url.startswith(("https://", "http://")) else ""


def lead_in(before: str) -> str:
    """What stands before a passage, from the last sentence or at least a whole word on."""
    if len(before) < CUT:
        return before
    inside = len(before.rstrip()) - 1  # the stop right before the passage is not where a sentence begins
    ends = [found.end() for found in _SENTENCE_END.finditer(before, 0, inside)]
    words = before[ends[-1] :] if ends else before.partition(" ")[2]
    return f"… {words.lstrip()}"


def lead_out(after: str) -> str:
    """What stands after a passage, to the end of a sentence or at least of a word."""
    if len(after) < CUT:
        return after
    stop = after.find(". ", 1)
    return after[: stop + 1] + " …" if stop > 0 else after.rpartition(" ")[0] + " …"


def words(text: str) -> list[tuple[int, str]]:
    """The words of a text, each with its offset."""
    return [(found.start(), found[0]) for found in re.finditer(r"\S+", text)]


def sentence(words: str) -> str:
    """The words with a capital letter, as a sentence begins; the others stay as they are."""
    return words[:1].upper() + words[1:]


BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))

SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """A browser as people call it: "Firefox on Linux". The order matters, since most call themselves Safari too."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or user_agent[:60] or _("unknown browser")
