"""Which statements of one text, or of the ledger, stand against each other, by which relation, and why."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from claims import figures
from claims.proposals import words
from claims.proposals.known import Filled, Key, Logged, Rival
from claims.relations import Relation, why_not
from sources.attribution.statements import Statement

#: How much of a denial's gist (0 to 1) must be in the statement it is taken to deny.
ABOUT_THE_SAME = 0.5
#: How far back, in statements, a counter-accusation looks for the accusation it meets.
REACH = 12

#: A quantity, and the side or else the place that it is counted of.
Counted = tuple[str, Key | None, str]

_DENIABLE = {"assertion", "accusation", "admission"}


@dataclass(frozen=True)
class Told:
    """A statement of the text with its form."""

    statement: Statement
    form: Filled
    said: str

    @cached_property
    def counted(self) -> frozenset[Counted]:
        """What it counts, as `_count_the_same` compares it."""
        return frozenset(
            (count.read.quantity, count.side, "" if count.side is not None else count.place)
            for count in self.form.counts
            if count.side is not None or count.place
        )

    @cached_property
    def gist(self) -> frozenset[str]:
        return words.gist(self.said)


def with_rivals(
    text: str, told: Sequence[Told], ledger: Iterable[Logged], names: dict[Key, str], where: Sequence[int]
) -> list[Filled]:
    """The forms with the rivals of each, told from both ends. `where` counts the sentence each statement stands in."""
    ledger = list(ledger)
    logged = {claim.position: claim.pk for claim in ledger if claim.position is not None}
    ties: list[tuple[int, int, Rival]] = []
    counting: dict[Counted, list[int]] = defaultdict(list)
    for at, one in enumerate(told):
        alike = sorted({other for counted in one.counted for other in counting[counted]})
        ties += [(at, other, rival) for other, rival in _found(text, told, at, names, where, alike)]
        for counted in one.counted:
            counting[counted].append(at)
    starting: dict[int, list[tuple[int, Rival]]] = defaultdict(list)
    meeting: dict[int, list[tuple[int, Rival]]] = defaultdict(list)
    for start, other, rival in ties:
        starting[start].append((other, rival))
        meeting[other].append((start, rival))
    result = []
    for at, one in enumerate(told):
        own = [replace(rival, claim=logged.get(told[other].form.position)) for other, rival in starting[at]]
        met = [_turned(rival, one.form.position, told[start].form.position, logged) for start, rival in meeting[at]]
        known = [] if own or met else _in_ledger(one, ledger, names)
        result.append(replace(one.form, rivals=(*own, *met, *known)))
    return result


def _turned(rival: Rival, position: int, other: int, logged: dict[int, int]) -> Rival:
    """The same tie as its other end has it."""
    pair = (rival.figures[1], rival.figures[0]) if rival.figures else None
    return replace(rival, answers=False, position=other, claim=logged.get(other), figures=pair)


def _found(text, told, at, names, where, alike: Sequence[int]) -> Iterable[tuple[int, Rival]]:
    one = told[at]
    if one.form.mutual:
        return []
    found = [
        *_denied(text, told, at, names, where),
        *_rejected(told, at, names, where),
        *_met(told, at, names, where),
        *_disputed(told, at, names, alike),
    ]
    return [(other, rival) for other, rival in found if _may(rival.relation, one.form, told[other].form)]


# denying


def _denied(text, told, at, names, where) -> Iterable[tuple[int, Rival]]:
    one = told[at]
    if one.form.kind != "denial":
        return
    other, sure = _answered(told, at), True
    if other is None:
        other, sure = _resembled(told, at), False
    if other is None:
        return
    target = told[other]
    words_said = f"“{one.form.own_words}”" if one.form.own_words else f"“{_short(one.said)}”"
    verb = {"denied": "denied", "denies": "denies"}.get(one.form.cue.split()[0].lower() if one.form.cue else "", "")
    calls = f"{one.form.who.name} {verb} {words_said}" if verb else f"{one.form.who.name} call it {words_said}"
    if one.form.who.kind == "person" and not verb:
        calls = f"{one.form.who.name} calls it {words_said}"
    why = f"{calls}; {_where(where[at] - where[other])} says “{_short(target.said)}” ({target.form.who.name})."
    why = why if sure else f"{why} Both speak of the same."
    yield other, Rival(Relation.DENIES, True, why, position=target.form.position, aspect=_aspect(one))


def _aspect(one: Told) -> str:
    blame = re.search(r"\b(?:responsib|involve|behind|blame|carried out|role in)", one.said)
    return "responsibility" if blame else "fact"


def _answered(told: Sequence[Told], at: int) -> int | None:
    """The statement that reading the text found it to answer, if another side made it."""
    wanted = told[at].statement.answers
    if wanted is None:
        return None
    stands = wanted < len(told) and told[wanted].form.position == wanted  # as where the whole text is told
    other = wanted if stands else next((at for at, one in enumerate(told) if one.form.position == wanted), None)
    return other if other is not None and _opposed(told[at].form, told[other].form) else None


def _opposed(one: Filled, other: Filled) -> bool:
    """Whether two sides speak, as far as we know."""
    if one.side.value is None or other.side.value is None:
        return one.who.name != other.who.name
    return one.side.value != other.side.value


def _resembled(told: Sequence[Told], at: int) -> int | None:
    """The statement of another side most like what is denied; the one before rather than one after."""
    gist = told[at].gist
    scored = [
        (words.likeness(gist, other.gist), -abs(at - index), index)
        for index, other in enumerate(told)
        if index != at and other.form.kind in _DENIABLE and _opposed(told[at].form, other.form)
    ]
    score, _, index = max(scored, default=(0.0, 0, 0))
    if score >= ABOUT_THE_SAME:
        return index
    if len(gist) > 2:
        return None
    # "The accusations": those against this side, the latest first.
    against = [
        index
        for index in range(max(0, at - REACH), at)
        if told[index].form.kind == "accusation"
        and told[index].form.accused.value is not None
        and told[index].form.accused.value == told[at].form.side.value
    ]
    vague = re.search(
        r"\b(?:accusation|allegation|charge|claim|report|wrongdoing|it|this|that)s?\b", told[at].said, re.I
    )
    return against[-1] if against and vague else None


# refusing


def _rejected(told, at, names, where) -> Iterable[tuple[int, Rival]]:
    one, other = told[at], _answered(told, at)
    if one.form.kind not in ("refusal", "denial") or other is None or told[other].form.kind != "demand":
        return
    target = told[other]
    why = (
        f"{one.form.who.name} {one.form.cue or 'refuses'} “{_short(one.said)}”; {_where(where[at] - where[other])}"
        f" has it from {target.form.who.name}: “{_short(target.said)}”."
    )
    yield other, Rival(Relation.REJECTS, True, why, position=target.form.position)


# accusing in turn


def _met(told, at, names, where) -> Iterable[tuple[int, Rival]]:
    one = told[at]
    if one.form.kind != "accusation" or one.form.side.value is None:
        return
    before = [
        index
        for index in range(max(0, at - REACH), at)
        if told[index].form.kind == "accusation"
        and not told[index].form.mutual
        and told[index].form.accused.value == one.form.side.value
        and _opposed(one.form, told[index].form)
    ]
    if not before:
        return
    positions = {told[index].form.position for index in before}
    denied = {other.statement.answers for other in told if other.statement.answers in positions}
    other = max(
        before,
        key=lambda index: (
            bool(one.gist & told[index].gist),
            told[index].form.position not in denied,
            len(one.gist & told[index].gist),
            index,
        ),
    )
    target = told[other]
    accused = names.get(one.form.side.value, "them")
    why = (
        f"{target.form.who.name} accused {accused} in {_place(where[at] - where[other])};"
        f" {one.form.who.name} answers with an accusation. It does not say whether the first is so."
    )
    yield other, Rival(Relation.COUNTER_ACCUSES, True, why, position=target.form.position)


# counting differently


def _disputed(told, at, names, alike: Sequence[int]) -> Iterable[tuple[int, Rival]]:
    one = told[at]
    for other in alike:
        target = told[other]
        if not _opposed(one.form, target.form) or target.form.mutual:
            continue
        for mine, count in enumerate(one.form.counts):
            for theirs, counted in enumerate(target.form.counts):
                if _count_the_same(count, counted) and not figures.why_not_rivals(_figure(count), _figure(counted)):
                    what = " ".join(filter(None, (count.read.population, count.read.quantity)))
                    of = f" of {names[count.side]}" if count.side in names else ""
                    why = (
                        f"Both count {what}{of}: {one.form.who.name} {_amount(count)},"
                        f" {target.form.who.name} {_amount(counted)}."
                    )
                    yield (
                        other,
                        Rival(
                            Relation.DISPUTES_FIGURE, True, why, position=target.form.position, figures=(mine, theirs)
                        ),
                    )


def _count_the_same(one, other) -> bool:
    """Whether both surely count one thing: losses of one side, or at one place. Each side's own are two things."""
    if one.side is not None or other.side is not None:
        return one.side == other.side
    return bool(one.place) and one.place == other.place


def _figure(count) -> Any:
    read = count.read
    return SimpleNamespace(
        quantity=read.quantity, population=read.population, affected_side=count.side or "", place=count.place,
        period="", cumulative=read.cumulative, unit=read.unit, bound=read.bound, low=read.low, high=read.high,
    )  # fmt: skip


def _amount(count) -> str:
    return figures.describe(count.read.bound, count.read.low, count.read.high)


# in the ledger


def _in_ledger(one: Told, ledger: list[Logged], names: dict[Key, str]) -> list[Rival]:
    """A denial may answer what was logged from elsewhere: the claim most like it, of another side."""
    if one.form.kind != "denial":
        return []
    gist = one.gist
    scored = [
        (words.likeness(gist, words.gist(claim.wording)), claim.pk, claim)
        for claim in ledger
        if claim.position is None and claim.kind in _DENIABLE and claim.side != one.form.side.value
    ]
    score, _, claim = max(scored, default=(0.0, 0, None), key=lambda entry: entry[:2])
    if claim is None or score < ABOUT_THE_SAME:
        return []
    why = f"Logged before: {claim.speaker_name} said “{_short(claim.wording)}”, which reads like what is denied."
    return [Rival(Relation.DENIES, True, why, claim=claim.pk, aspect=_aspect(one))]


def _may(relation: str, answer: Filled, target: Filled) -> bool:
    """Whether the ledger would take such a link between the two as they are filled in."""

    def end(form: Filled) -> Any:
        return SimpleNamespace(
            pk=form.position, dossier_id=0, kind=form.kind, speaker_id=form.who.pk or form.who.name,
            side_id=form.side.value or form.new_side, accused_side_id=form.accused.value, first_day=0, last_day=0,
        )  # fmt: skip

    return why_not(relation, end(answer), end(target)) is None


def _where(sentences: int) -> str:
    if sentences == 0:
        return "the same sentence"
    if sentences == 1:
        return "the sentence before"
    return f"{sentences} sentences before, the text" if sentences > 1 else "a later sentence"


def _place(sentences: int) -> str:
    if sentences == 0:
        return "the same sentence"
    return "the sentence before" if sentences == 1 else f"the text, {sentences} sentences before"


def _short(text: str) -> str:
    text = re.sub(r"[“”\"«»]", "", text).strip(" ,;")
    return text if len(text) <= 110 else f"{text[:109].rstrip()}…"
