"""What people choose and type to tie one claim to another. The form parses; `operations.link` decides."""

from django import forms

from claims.models import Figure
from claims.relations import ASPECTS, EXPLAINED, OF_FIGURES, Relation


class ProposeForm(forms.Form):
    """A relation between two claims: of the answering one to the other."""

    relation = forms.ChoiceField(choices=Relation, error_messages={"required": "Choose how the one answers the other."})
    aspect = forms.CharField(label="More exactly", required=False, max_length=20)
    answer_figure = forms.ModelChoiceField(Figure.objects.none(), required=False)
    target_figure = forms.ModelChoiceField(Figure.objects.none(), required=False)
    rationale = forms.CharField(
        label="Why",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What shows it. Required where the relation is a judgement: contradicts, disputes the framing, "
        "is not comparable.",
    )

    def __init__(self, *args, answer, target, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_figure"].queryset = answer.figures.live().select_related("affected_side")
        self.fields["target_figure"].queryset = target.figures.live().select_related("affected_side")

    def clean(self):
        """Leave out what belongs to another relation than the one chosen, and say what is missing."""
        chosen = self.cleaned_data
        relation = chosen.get("relation")
        if relation in ASPECTS and chosen.get("aspect") not in ASPECTS[relation]:
            self.add_error("aspect", f"{Relation(relation).label.capitalize()} what? Choose one of these.")
        if relation not in ASPECTS:
            chosen["aspect"] = ""
        if relation in EXPLAINED and not chosen.get("rationale", "").strip():
            self.add_error("rationale", "Say why: this relation is a judgement.")
        for name in ("answer_figure", "target_figure"):
            if relation not in OF_FIGURES:
                chosen[name] = None
            elif not chosen.get(name) and name not in self.errors:
                self.add_error(name, "Choose the figure that it joins.")
        return chosen
