"""What a post says without its machinery: addresses dropped, #HashTags and @handles read as the words they hold."""

import re

ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+", re.IGNORECASE)  # "https://t.co/aB3"
TAG = re.compile(r"[#@](\w+)")  # "#PierClosed", "@harbour_office"
FORWARDED = re.compile(r"^RT\b:?\s*")  # "RT @harbour_office: The pier ..."
SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|_+")  # Pier|Closed, Budget|2030, harbour_office


def without_machinery(text: str) -> str:
    """ "RT @harbour_office: #PierClosed https://t.co/aB3" is "harbour office: Pier Closed"."""
    plain = ADDRESS.sub(" ", FORWARDED.sub("", text))
    return " ".join(TAG.sub(lambda tag: f" {SEAM.sub(' ', tag[1])} ", plain).split())
