"""Finds the news agency whose report a text is, by the marks that agencies leave in it."""

import re
from collections.abc import Sequence

KNOWN = {
    "AP": ("AP", "Associated Press", "The Associated Press"),
    "Reuters": ("Reuters", "Thomson Reuters"),
    "AFP": ("AFP", "Agence France-Presse"),
    "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur"),
    "PA Media": ("PA", "PA Media", "Press Association"),
    "UPI": ("UPI", "United Press International"),
    "ANSA": ("ANSA",),
    "EFE": ("EFE",),
    "APA": ("APA",),
    "Keystone-SDA": ("Keystone-SDA", "SDA"),
    "ANP": ("ANP",),
    "Belga": ("Belga",),
    "TT": ("TT",),
    "NTB": ("NTB",),
    "Ritzau": ("Ritzau",),
    "STT": ("STT",),
    "PAP": ("PAP",),
    "CTK": ("CTK", "ČTK"),
    "MTI": ("MTI",),
    "TASS": ("TASS", "ITAR-TASS"),
    "Interfax": ("Interfax",),
    "RIA Novosti": ("RIA Novosti", "RIA"),
    "Ukrinform": ("Ukrinform",),
    "Interfax-Ukraine": ("Interfax-Ukraine",),
    "Anadolu": ("Anadolu", "Anadolu Agency", "AA"),
    "Xinhua": ("Xinhua",),
    "Kyodo": ("Kyodo", "Kyodo News"),
    "Yonhap": ("Yonhap",),
    "PTI": ("PTI", "Press Trust of India"),
    "Bloomberg": ("Bloomberg",),
}
"""Agencies by the name the desk uses, with the names they are marked by."""

_BY_MARK = {mark: name for name, marks in KNOWN.items() for mark in marks}
_DASH = r"\s*[-\u2010-\u2015]+\s"
_DATELINE = re.compile(r"^([A-Z\u00c0-\u00de][^()\n]{1,70})\(([^()\n]{2,40})\)" + _DASH, re.MULTILINE)
_BARE_MARK = re.compile(r"\(([^()\n]{2,40})\)")
_SPLIT = re.compile(r"\s*(?:[/|,;&]|\band\b|\bmit\b|\bwith\b|\bvia\b|\bby\b|\bBy\b|\bvon\b)\s*")
_NEAR = 400
"""Characters at both ends of a text in which a bare mark such as "(AP)" speaks for all of it."""


def known_agency(words: str) -> str:
    """The agency that a byline or a credit names, or nothing: "Reuters / Ann Lee", "By The Associated Press"."""
    for part in _SPLIT.split(words.strip()):
        if name := _BY_MARK.get(part.strip(" .()")):
            return name
    return ""


def agency_of(text: str, byline: str = "", credits: Sequence[str] = ()) -> str:
    """The agency a text comes from: credits of its metadata first, then its dateline, marks and byline."""
    for credit in credits:
        if credit.strip():
            return known_agency(credit) or credit.strip()
    begin, end = text[:_NEAR], text[-_NEAR:]
    return _datelined(begin) or known_agency(byline) or _marked(begin) or _marked(end)


def _datelined(begin: str) -> str:
    """The agency of "HARROW BAY, March 4 (Northwire) - The ...", a known one or not.

    Where only names and numbers stand before it, it is a dateline; "The Party of Action (PAA) - which" is none.
    """
    for place, agency in _DATELINE.findall(begin):
        if name := known_agency(agency):
            return name
        if all(word[0].isupper() or word[0].isdigit() for word in place.split()):
            return str(agency).strip()
    return ""


def _marked(text: str) -> str:
    return next((name for mark in _BARE_MARK.findall(text) if (name := known_agency(mark))), "")
