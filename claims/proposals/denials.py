"""Whether a wording says that something is not so."""

import re
from functools import lru_cache

from claims.vocabulary import words
from sources.attribution.lexicon import FALSEHOODS

OUTRIGHT, IN_PASSING = 1.0, 0.5

_DENYING = words("""
    deny denies denied denying denial denials refute refutes refuted refuting rebut rebuts rebutted dispute disputes
    disputed disputing debunk debunks debunked debunking disprove disproves disproved disproven reject rejects rejected
    rejecting dismiss dismisses dismissed dismissing contradict contradicts contradicted
""")
_NEGATIONS = words("no not never none nothing nobody neither nor without cannot unlikely")
_WORD = re.compile(r"[^\W\d_]+(?:['’]t\b)?")


@lru_cache(maxsize=8192)
def denial(wording: str) -> float:
    """How plainly it denies: OUTRIGHT (“a hoax”, “rejects the report”), IN_PASSING (“did not”), or 0."""
    found = [word.casefold() for word in _WORD.findall(wording)]
    if any(word in _DENYING or word in FALSEHOODS for word in found):
        return OUTRIGHT
    negated = any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in found)
    return IN_PASSING if negated else 0.0
