from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from claims.api.serializers.naming import RowField
from claims.api.serializers.parts import LARGEST
from claims.forms.figure import MOST_ROWS
from claims.models import Claim, Figure, Link
from claims.queries import named
from claims.relations import ASPECTS, EXPLAINED, OF_FIGURES, Aspect, Relation
from config.api.shapes import Choice, Faults, Given, Key, Shape, Text, Whole

NO_FIGURE = "Name a figure of that claim: this relation joins two."


class LinkShape(Shape):
    """`answer` relation `target`: nothing else than this row says, so that a change of it is a change of the link."""

    id = serializers.IntegerField()
    url = serializers.SerializerMethodField()
    dossier = serializers.IntegerField(source="dossier_id")
    answer = serializers.IntegerField(source="answer_id", help_text="The claim that answers, or came later.")
    relation = serializers.ChoiceField(choices=Relation.choices)
    target = serializers.IntegerField(source="target_id")
    aspect = serializers.ChoiceField(choices=Aspect.choices, allow_blank=True)
    rationale = serializers.CharField()
    answer_figure = serializers.IntegerField(source="answer_figure_id", allow_null=True)
    target_figure = serializers.IntegerField(source="target_figure_id", allow_null=True)
    state = serializers.ChoiceField(choices=Link.State.choices)
    decision_reason = serializers.CharField(
        help_text="Why it was rejected or withdrawn, or why a merge of speakers sent it back to review."
    )
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)

    def get_url(self, link: Link) -> str:
        return f"/api/v1/links/{link.pk}/"


class Tying(Given):
    """How one claim answers another. Each relation has its own: what another one takes is refused."""

    relation = Choice(choices=Relation.choices)
    aspect = Choice(
        choices=Aspect.choices, required=False, allow_blank=True, help_text="Of denies, concedes and supersedes."
    )
    rationale = Text(
        max_length=2000, required=False, allow_blank=True, help_text="Required where the relation is a judgement."
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        relation, aspect, told = given["relation"], given.get("aspect", ""), {}
        known = ASPECTS.get(relation, [])
        if aspect not in known and (known or aspect):
            told["aspect"] = [f"One of: {', '.join(known)}." if known else "This relation has no aspect."]
        if relation in EXPLAINED and not given.get("rationale", "").strip():
            told["rationale"] = ["Say why: this relation is a judgement."]
        if told:
            raise ValidationError(told)
        return given

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: Faults) -> None:
        if "relation" in given:
            with faults.noted():
                Tying.validate(self, given)

    def _figure(self, name: str, given: dict[str, Any], claim: Claim) -> Figure | None:
        """The figure of the claim that is named so, where the relation is one of figures."""
        if not self._joins_figures(name, given):
            return None
        figure = claim.figures.live().select_related("affected_side").filter(pk=given[name]).first()
        if figure is None:
            raise ValidationError({name: [NO_FIGURE]})
        return figure

    def _joins_figures(self, name: str, given: dict[str, Any]) -> bool:
        """Does it join two figures? Raises ValidationError where one is named and must not be, or the reverse."""
        joins, named = given["relation"] in OF_FIGURES, given.get(name) is not None
        if named and not joins:
            raise ValidationError({name: ["This relation joins no figures."]})
        if joins and not named:
            raise ValidationError({name: [NO_FIGURE]})
        return joins


class NewLink(Tying):
    example = {"answer": 8, "target": 7, "relation": "denies", "aspect": "fact", "rationale": "It names the same jets."}

    answer = Key(help_text="The claim that answers, or came later.")
    target = Key()
    answer_figure = Whole(min_value=1, required=False, allow_null=True)
    target_figure = Whole(min_value=1, required=False, allow_null=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        given = super().validate(given)
        for end in ("answer", "target"):
            given[f"{end}_figure"] = self._figure(f"{end}_figure", given, self.context["ends"][end])
        return given

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: Faults) -> None:
        super().judge(given, wrong, faults)
        for end in ("answer", "target") if "relation" in given else ():
            with faults.noted():
                self._figure(f"{end}_figure", given, self.context["ends"][end])


class TieFields(Tying):
    """A link of the claim that is being logged with one that is known."""

    claim = RowField(named.claim_of, "claim", help_text="The key of the other claim.")
    direction = Choice(
        choices=["out", "in"], required=False,
        help_text="“out”, if not said: the claim that is being logged answers the other; “in”: the other answers it.",
    )  # fmt: skip
    figure = Whole(
        min_value=0, max_value=MOST_ROWS, required=False, allow_null=True,
        help_text="Its number, from 0, among the figures that are sent.",
    )  # fmt: skip
    other_figure = Whole(
        min_value=1, required=False, allow_null=True, help_text="The key of the figure of the other claim."
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """As `operations.entry.Tie` has it."""
        given = super().validate(given)
        given["other_figure"] = self._figure("other_figure", given, given["claim"])
        self._joins_figures("figure", given)
        given["turned"] = given.pop("direction", "out") == "in"
        return given

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: Faults) -> None:
        super().judge(given, wrong, faults)
        if "relation" not in given:
            return
        with faults.noted():
            self._joins_figures("figure", given)
        with faults.noted():
            if "claim" in given:
                self._figure("other_figure", given, given["claim"])
            else:
                self._joins_figures("other_figure", given)


class Revisions(Given):
    """The revisions of both claims, as the editor read them."""

    answer_revision = Whole(min_value=1, max_value=LARGEST)
    target_revision = Whole(min_value=1, max_value=LARGEST)


class Withdrawal(Given):
    reason = Text(max_length=2000, required=False, allow_blank=True, help_text="Required of a link that stood.")
