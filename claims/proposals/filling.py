"""The way in: `fill` makes of each statement of a text the form that somebody would have filled in."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from claims.proposals import kinds, losses, matters, rivals, wordings, words
from claims.proposals.dates import Days
from claims.proposals.known import Dossier, Filled, Guess, Key, Turned, Who
from claims.proposals.rivals import Told
from claims.proposals.sides import Sides, office_of
from claims.proposals.speakers import Directory
from sources.attribution.statements import Span, Statement

_MUTUAL = re.compile(r"\b(?:each|one an)\s?other\b", re.IGNORECASE)
_PARTIES = re.compile(
    r"\b(?:both|two|warring|opposing|rival|conflicting)\b.*\b(?:sides|parties|armies|countries)\b", re.I
)
_ATTACKED = re.compile(
    r"\b(?:bomb|bombard|shell|strik|struck|attack|hit|fir(?:ing|ed) (?:on|at)|target|destroy|damag|raid)", re.IGNORECASE
)
#: What several who count the dead and injured answer.
_TOLL = "How many people have been killed and injured?"
#: How much of the text around it a passage may take in to hold speaker, verb and words together.
LONGEST_GAP = 300


def fill(
    text: str, statements: Sequence[Statement], dossier: Dossier, *, wanted: Collection[int] | None = None
) -> list[Filled]:
    """Each statement as a form. Guesses that cannot be made are left open, with the reason.

    Where only some are `wanted`, by their places, the others are told to the full for their sake alone: those
    have their speaker, side, kind and marks, and may lack a wording, a matter and a question.
    """
    filling = _Filling(text, statements, dossier)
    return filling.forms(frozenset(range(len(statements)) if wanted is None else wanted))


class _Filling:
    def __init__(self, text: str, statements: Sequence[Statement], dossier: Dossier) -> None:
        self.text, self.statements, self.dossier = text, statements, dossier
        self.sides, self.directory = Sides(dossier), Directory(dossier)
        self.matters, self.days = matters.Matters(dossier), Days(text, statements, dossier.dateline)
        self.described = self._descriptions()
        self.homes: dict[str, Key] = {}

    def forms(self, wanted: frozenset[int]) -> list[Filled]:
        self.homes = self._homes()
        forms = [self._spoken(at, statement) for at, statement in enumerate(self.statements)]
        pair = self._pair(forms)
        forms = [self._accusing(form, statement, pair) for form, statement in zip(forms, self.statements, strict=True)]
        parties = frozenset(
            key for form in forms for key in (form.side.value, form.accused.value) if form.kind == "accusation" and key
        )
        if len(self.sides.rows) == 2:
            parties |= {side.pk for side in self.sides.rows}
        forms = [
            replace(form, counts=self._counts(form, statement, parties))
            for form, statement in zip(forms, self.statements, strict=True)
        ]
        told = [
            Told(statement, form, wordings.content(self.text, statement))
            for form, statement in zip(forms, self.statements, strict=True)
        ]
        names = {side.pk: side.name for side in self.sides.rows}
        forms = rivals.with_rivals(self.text, told, self.dossier.claims, names, self._sentences())
        wanted = self._needed(forms, wanted)
        return self._about(self._worded(self._dated(forms), wanted), wanted)

    def _needed(self, forms: list[Filled], wanted: frozenset[int]) -> frozenset[int]:
        """Those that are wanted, with all that they answer or are answered by, one after another."""
        needed, waiting = set(wanted), list(wanted)
        while waiting:
            at = waiting.pop()
            beside = [rival.position for rival in forms[at].rivals] + [self.statements[at].answers]
            found = {other for other in beside if other is not None} - needed
            needed |= found
            waiting += found
        return frozenset(needed)

    # who, for whom, when

    def _descriptions(self) -> dict[str, str]:
        """The fullest words by which the text introduces each speaker."""
        found: dict[str, str] = {}
        for statement in self.statements:
            said = " ".join(self.text[span.start : span.end] for span in statement.source)
            name = _name(statement.speaker, said)
            if len(said) > len(found.get(name, "")):
                found[name] = " ".join(said.split())[:300]
        return found

    def _homes(self) -> dict[str, Key]:
        """Places that a side says were attacked: its own, by its own account."""
        homes: dict[str, Key] = {}
        for statement in self.statements:
            if not statement.accusation:
                continue
            side = self._who_and_side(statement)[1].value
            said = wordings.content(self.text, statement)
            if side is not None:
                for name in _attacked(said):
                    if not words.is_country(name) and not self.sides.named(name):
                        homes.setdefault(name, side)
        return homes

    def _who_and_side(self, statement: Statement) -> tuple[Who, Guess, str]:
        said = " ".join(self.text[span.start : span.end] for span in statement.source)
        name = _name(statement.speaker, said)
        described = self.described.get(name, name)
        who = self.directory.who(name, office_of(described, name))
        if who.pk is not None:
            speaker = next(speaker for speaker in self.dossier.speakers if speaker.pk == who.pk)
            spoken = self.sides.of_speaker(speaker, self.dossier.dateline)
            if spoken:
                who = replace(who, office=spoken.office)
                held = f", as {spoken.office}" if spoken.office else ""
                return who, Guess(spoken.side, f"Known to speak for {self.sides.name(spoken.side)}{held}."), ""
        full = described if name in described else f"{described} {name}".strip()
        side = self.sides.guess(full, self.homes)
        new = self.sides.new(full, who.name) if side.value is None else ""
        return who, side, new

    def _spoken(self, at: int, statement: Statement) -> Filled:
        who, side, new_side = self._who_and_side(statement)
        said = self.days.said(statement)
        return Filled(
            position=at,
            passage=self._passage(statement),
            marks=self._marks(statement),
            who=who,
            side=side,
            new_side=new_side,
            kind=kinds.kind_of(statement, wordings.content(self.text, statement)),
            own_words=wordings.own_words(self.text, statement),
            date=said.words,
            uncertain=said.uncertain,
            cue=" ".join(" ".join(self.text[span.start : span.end] for span in statement.cue).split())[:80],
            direct=statement.quote == "direct",
            origin=statement.origin.name[:200] if statement.origin else "",
        )

    def _passage(self, statement: Statement) -> Span:
        """What to cite: speaker, verb and words together where they stand together, else the words."""
        content = wordings.hull(statement.content)
        for parts in ((*statement.source, *statement.cue), statement.cue):
            whole = wordings.hull((*parts, *statement.content))
            if whole.end - whole.start - (content.end - content.start) <= LONGEST_GAP:
                return whole
        return content

    def _marks(self, statement: Statement) -> tuple[Span, ...]:
        """What to mark in the text: the words, with the verb before them where there are few."""
        spans = list(statement.content)
        if len(statement.cue) == 1 and sum(span.end - span.start for span in spans) < 40:
            cue, first = statement.cue[0], spans[0]
            if cue.end <= first.start <= cue.end + 2:
                spans[0] = Span(cue.start, first.end)
        return tuple(spans)

    def _sentences(self) -> list[int]:
        ends = self.days._ends
        return [bisect_right(ends, (one.cue or one.content)[0].start) for one in self.statements]

    def _dated(self, forms: list[Filled]) -> list[Filled]:
        """What was said in one breath was said at one time; an answer is no surer dated than what it answers."""
        breaths: dict[tuple[Span, ...], Filled] = {}
        for at, statement in enumerate(self.statements):
            first = breaths.setdefault(statement.source, forms[at]) if statement.source else forms[at]
            if not forms[at].date and first.date:
                forms[at] = replace(forms[at], date=first.date, uncertain=first.uncertain)
        return [
            replace(form, date=target.date, uncertain=True)
            if not form.date
            and (answered := self.statements[form.position].answers) is not None
            and (target := forms[answered]).uncertain
            else form
            for form in forms
        ]

    # against whom

    def _pair(self, forms: list[Filled]) -> tuple[Key, Key] | None:
        """The two sides that accuse and deny most in this text, or that are the only ones."""
        weight: dict[Key, int] = {}
        for form, statement in zip(forms, self.statements, strict=True):
            if form.side.value is not None and (statement.accusation or statement.denial):
                weight[form.side.value] = weight.get(form.side.value, 0) + 1
        heard = [form.side.value for form in forms if form.side.value is not None]
        best = sorted(weight, key=lambda key: (-weight[key], heard.index(key)))[:2]
        if len(best) == 2:
            return best[0], best[1]
        if len(self.sides.rows) == 2:
            return self.sides.rows[0].pk, self.sides.rows[1].pk
        return None

    def _accusing(self, form: Filled, statement: Statement, pair: tuple[Key, Key] | None) -> Filled:
        said = wordings.content(self.text, statement)
        mutual = _MUTUAL.search(said) or _PARTIES.search(statement.speaker)
        if form.kind == "accusation" and mutual and pair:
            return self._of_each_other(form, statement, pair)
        if form.kind != "accusation":
            return form
        accused = self._accused(form, said)
        if accused.value is None and re.match(r"critici|slam|denounc|lambast|decr|deplor", form.cue, re.IGNORECASE):
            why = "Criticism of somebody who is no side here: as an accusation it would have to name one."
            return replace(form, kind="opinion", accused=Guess(None, why))
        return replace(form, accused=accused)

    def _accused(self, form: Filled, said: str) -> Guess:
        if found := self.sides.named(said, but=[form.side.value]):
            return Guess(found[0], f"The words name “{found[1]}”.")
        for place, pk in self.homes.items():
            if pk != form.side.value and re.search(rf"\b{re.escape(place)}\b", said):
                return Guess(None, "It names no side as the one accused.")
        other = self.sides.only_other(form.side.value)
        if other and not _names_another(said):
            return Guess(other, "The only other side.")
        return Guess(None, "It names no side as the one accused.")

    def _of_each_other(self, form: Filled, statement: Statement, pair: tuple[Key, Key]) -> Filled:
        first, second = pair
        who = self._speaker_for(first)
        named = " ".join(self.text[span.start : span.end] for span in statement.source)
        why = f"“{named}”: both say it, {self.sides.name(first)} and {self.sides.name(second)}."
        accused = Guess(second, "Each accuses the other.")
        return replace(form, who=who, side=Guess(first, why), new_side="", accused=accused, mutual=pair)

    def _speaker_for(self, side: Key) -> Who:
        """Somebody to speak for a whole side: the entry that bears its name."""
        return replace(self.directory.who(self.sides.name(side)), kind="organisation")

    # what about

    def _counts(self, form: Filled, statement: Statement, parties: frozenset[Key]):
        return losses.counts(
            self.text, statement, form.passage, form.side.value, sides=self.sides, homes=self.homes, parties=parties
        )

    def _worded(self, forms: list[Filled], wanted: frozenset[int]) -> list[Filled]:
        """The wordings: those that deny something name it, and so come last."""
        told = {form.position: self._wording(form) for form in forms if form.position in wanted}
        result = []
        for form in forms:
            if form.position not in wanted:
                result.append(form)
                continue
            wording = told[form.position]
            target = self.statements[form.position].answers
            if target is None:
                target = next(
                    (rival.position for rival in form.rivals if rival.answers and rival.relation == "denies"), None
                )
            if target is not None and target in told:
                wording = self._wording(form, told[target])
            result.append(replace(form, wording=wording, turned=self._turned(form)))
        return result

    def _turned(self, form: Filled) -> Turned | None:
        """The second of the two statements that “accused each other” makes."""
        if not form.mutual:
            return None
        accused, side = form.mutual
        wording = mutual_wording(self.text, self.statements[form.position], self.sides, side, accused)
        return Turned(self._speaker_for(side), side, accused, wording)

    def _wording(self, form: Filled, target: str = "") -> str:
        statement = self.statements[form.position]
        if form.mutual:
            return mutual_wording(self.text, statement, self.sides, *form.mutual)
        side = self.sides.by_key.get(form.side.value) if form.side.value is not None else None
        by = wordings.Said(form.who.name, side.name if side else form.new_side, form.who.kind == "person")
        return wordings.wording(self.text, statement, by, target, kind=_as_worded(form))

    def _about(self, forms: list[Filled], wanted: frozenset[int]) -> list[Filled]:
        """The matter of each: one for all that answer each other, the one it resembles, or a question offered."""
        tolls = {form.position for form in forms if _is_toll(form)}
        # Tolls share a matter, wherever in the text it is found.
        alike = wanted | (tolls if tolls & wanted else frozenset())
        found = {form.position: self._resembled(form) for form in forms if form.position in alike}
        logged = {claim.position: claim.matter for claim in self.dossier.claims if claim.position is not None}
        of_claims = {claim.pk: claim.matter for claim in self.dossier.claims}
        toll_of = next((found[at] for at in sorted(tolls & alike) if found[at].value), None)
        for at in tolls & alike:
            if toll_of and not found[at].value:
                found[at] = toll_of
        result = []
        for form in forms:
            if form.position not in wanted:
                result.append(form)
                continue
            group = [form.position, *(rival.position for rival in form.rivals if rival.position is not None)]
            known = [logged[at] for at in group if logged.get(at)]
            known += [key for rival in form.rivals if rival.claim and (key := of_claims.get(rival.claim))]
            if known:
                guess = Guess(known[0], "The matter of the statement that it stands against.")
            else:
                guess = next((found[at] for at in group if found[at].value), found[form.position])
            root = self._root(form, forms)
            asked = self._asked(root) if form.rivals or form.mutual else ""
            toll = _TOLL if len(tolls) > 1 and form.position in tolls else ""
            result.append(
                replace(
                    form,
                    matter=guess,
                    question="" if guess.value else (asked or toll),
                    offered="" if guess.value or asked or toll else self._asked(form),
                )
            )
        return result

    def _asked(self, form: Filled) -> str:
        if form.mutual and _MUTUAL.search(mutual_matter(self.text, self.statements[form.position])):
            return "Who is to blame?"
        if form.mutual:
            return f"Who is to blame for {mutual_matter(self.text, self.statements[form.position])}?"[:300]
        return matters.question(form.wording, form.kind)

    def _resembled(self, form: Filled) -> Guess:
        return self.matters.resembling(f"{form.wording} {wordings.content(self.text, self.statements[form.position])}")

    def _root(self, form: Filled, forms: list[Filled]) -> Filled:
        """The statement that others answer: its question is that of all of them."""
        seen = {form.position}
        while True:
            ahead = [rival.position for rival in form.rivals if rival.answers and rival.position is not None]
            if not ahead or ahead[0] in seen:
                return form
            seen.add(ahead[0])
            form = forms[ahead[0]]


def _names_another(said: str) -> bool:
    """Whether somebody is accused by a name that is no side's: “the Minsk Group for failing”."""
    whom = re.match(r"(?P<whom>.{2,90}?)\s+(?:of|for|over)\s", said)
    return bool(whom and re.search(r"\b[A-Z]\w", whom["whom"].removeprefix("The ")))


def _name(name: str, said: str) -> str:
    """The name proper where the text gives it after a description: “the mayor of Brod, Jan Novak”."""
    behind = re.search(
        r",\s+(?P<name>[A-Z][\w’'-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w’'-]+)+)\s*,?$", " ".join(said.split())
    )
    return behind["name"] if behind and not name[:1].isupper() else name


def _attacked(said: str) -> list[str]:
    """The names of what was attacked: after the verb, or before it where it is passive."""
    verb = _ATTACKED.search(said)
    if not verb:
        return []
    before = said[: verb.start()]
    passive = re.search(r"\b(?:was|were|been|being|is|are)\b[\w\s]{0,20}$", before)
    where = before if passive else re.split(r"\b(?:with|using|by|from)\b", said[verb.end() :])[0]
    return re.findall(r"\b[A-Z][\w’'-]{2,}", where)


def _is_toll(form: Filled) -> bool:
    return form.kind in ("assertion", "withheld", "admission") and any(
        count.read.quantity in ("killed", "injured", "casualties") for count in form.counts
    )


def _as_worded(form: Filled) -> str:
    return "accusation" if form.kind == "opinion" and form.accused.why else form.kind


def mutual_wording(text: str, statement: Statement, sides: Sides, by: Key, accused: Key) -> str:
    """What each says of the other, in the words of one of them."""
    what = mutual_matter(text, statement)
    by_name = wordings.Said(sides.name(by), sides.name(by), person=False)
    if _MUTUAL.search(what):
        return f"{sides.name(by)} accuses {sides.name(accused)}."
    return wordings.accusation(f"{sides.name(accused)} of {what}", by_name)


def mutual_matter(text: str, statement: Statement) -> str:
    """What two sides accuse each other of, without “each other of”."""
    said = wordings.content(text, statement)
    return re.sub(rf"^.*?{_MUTUAL.pattern}\s*(?:of|for)?\s*", "", said, flags=re.IGNORECASE).strip() or said
