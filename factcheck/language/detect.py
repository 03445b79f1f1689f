"""Which language a text is in, as a two-letter code; English is what the rules read."""

import re

from factcheck.language.wordlists import wordlists

LOOKED_AT = 3000
"""Characters the detector reads."""
FEWEST_LETTERS = 20
"""Letters below which nothing can be told; such a text is taken for English."""
ENGLISH_SHARE = 0.12
"""Share of small English words from which a text is English, whatever a detector makes of its names."""
DIFFERENT = 3
"""How many different ones there must be: "at" and "for" are Danish words too."""

WORD = re.compile(r"[^\W\d_]+")  # "said", "été"


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text, "en" where there is too little to tell."""
    sample = text[:LOOKED_AT]
    if sum(char.isalpha() for char in sample) < FEWEST_LETTERS:
        return "en"
    words, small = WORD.findall(sample.lower()), wordlists("stopwords")["english"]
    found = [word for word in words if word in small]
    if len(found) >= ENGLISH_SHARE * len(words) and len(set(found)) >= DIFFERENT:
        return "en"
    import py3langid  # a second to load, and needed only where English is in doubt

    code, _ = py3langid.classify(sample)
    return str(code)


def is_english(code: str) -> bool:
    """Whether a code ("en", "en-GB", "eng") names English."""
    return code.lower().replace("_", "-").split("-")[0] in ("en", "eng", "english")
