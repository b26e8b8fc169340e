"""Reading short texts in tests: statements as the words they are made of."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sources.attribution.reading import read
from sources.attribution.statements import Statement


@dataclass(frozen=True)
class Said:
    """A statement with its places turned back into words."""

    who: str
    cue: str
    what: str
    statement: Statement


@pytest.fixture(scope="session")
def said() -> Callable[[str], list[Said]]:
    """Reads a text; the model is loaded once for all tests of a process."""
    return lambda text: [_said(text, statement) for statement in read(text)]


def _said(text: str, statement: Statement) -> Said:
    roles = (statement.source, statement.cue, statement.content)
    return Said(*(" … ".join(text[span.start : span.end] for span in spans) for spans in roles), statement)
