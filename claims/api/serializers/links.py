from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from claims.api.serializers.parts import LARGEST
from claims.models import Claim, Figure, Link
from claims.relations import ASPECTS, EXPLAINED, OF_FIGURES, Aspect, Relation
from config.api.shapes import Given, Key, Shape


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
    decision_reason = serializers.CharField(help_text="Why it was rejected or withdrawn.")
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)

    def get_url(self, link: Link) -> str:
        return f"/api/v1/links/{link.pk}/"


class NewLink(Given):
    example = {"answer": 8, "target": 7, "relation": "denies", "aspect": "fact", "rationale": "It names the same jets."}

    answer = Key(help_text="The claim that answers, or came later.")
    target = Key()
    relation = serializers.ChoiceField(choices=Relation.choices)
    aspect = serializers.ChoiceField(
        choices=Aspect.choices, required=False, allow_blank=True, help_text="Of denies, concedes and supersedes."
    )
    rationale = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, help_text="Required where the relation is a judgement."
    )
    answer_figure = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    target_figure = serializers.IntegerField(min_value=1, required=False, allow_null=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Each relation has its own: what another one takes is refused, what is missing is named."""
        relation = given["relation"]
        if (relation in ASPECTS) != bool(given.get("aspect")) or given.get("aspect") not in ASPECTS.get(
            relation, [given.get("aspect")]
        ):
            known = ", ".join(ASPECTS.get(relation, []))
            raise ValidationError({"aspect": [f"One of: {known}." if known else "This relation has no aspect."]})
        if relation in EXPLAINED and not given.get("rationale", "").strip():
            raise ValidationError({"rationale": ["Say why: this relation is a judgement."]})
        for end in ("answer", "target"):
            given[f"{end}_figure"] = self._figure(f"{end}_figure", relation, given, self.context["ends"][end])
        return given

    def _figure(self, name: str, relation: str, given: dict[str, Any], claim: Claim) -> Figure | None:
        key = given.get(name)
        if relation not in OF_FIGURES:
            if key is not None:
                raise ValidationError({name: ["This relation joins no figures."]})
            return None
        figure = claim.figures.live().select_related("affected_side").filter(pk=key).first() if key else None
        if figure is None:
            raise ValidationError({name: ["Name a figure of that claim: this relation joins two."]})
        return figure


class Revisions(Given):
    """The revisions of both claims, as the editor read them."""

    answer_revision = serializers.IntegerField(min_value=1, max_value=LARGEST)
    target_revision = serializers.IntegerField(min_value=1, max_value=LARGEST)


class Withdrawal(Given):
    reason = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, help_text="Required of a link that stood."
    )
