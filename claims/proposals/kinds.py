"""The kind of a statement, where its words tell more than its verb: “said” may bring an opinion."""

import re

from sources.attribution.statements import Statement

_OPINION = re.compile(
    r"\b(?:ha(?:s|ve) (?:the|a|every) right to|no easy|too (?:early|late) to|extremely|unacceptable|shameful|own truth"
    r"|tight knot|left alone|do(?:es|ing)? (?:nothing|not do anything)|is doing anything|a disgrace|the right thing)\b"
    r"|\b[Ww]e (?:will|shall|have to|must|need to|want)\b|\b[Ii]n (?:my|our) (?:view|opinion)\b"
)


def kind_of(statement: Statement, said: str) -> str:
    """A quoted “we will fight” is no fact that could be checked, and neither is what somebody has a right to."""
    if statement.kind == "assertion" and _OPINION.search(said):
        return "opinion"
    return statement.kind
