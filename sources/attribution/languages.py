"""Whether a text is in the language that is read here."""

import re

from .lexicon import words

# Little words that no English text of some length does without.
_ENGLISH = words("""
    the of and to in a that was for on is said with as by at were from it has be have not had who are but an they
""")
_WORD = re.compile(r"[^\W\d_]+")
# The words that are looked at, and the fewest that tell anything.
_LOOKED_AT = 2_000
_FEWEST = 8
_SHARE = 0.12
_BEYOND_LATIN = "\u0250"


def is_english(text: str) -> bool:
    """Whether a text seems to be English: statements are found in no other language.

    Judged by the share of English function words; a few words are taken for English if their letters are Latin.
    """
    found = _WORD.findall(text[: 20 * _LOOKED_AT])[:_LOOKED_AT]
    if len(found) < _FEWEST:
        return all(word[0] < _BEYOND_LATIN for word in found)
    return sum(word.lower() in _ENGLISH for word in found) / len(found) >= _SHARE
