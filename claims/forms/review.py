"""What people type with a step: a reason, what came of asking a side, a grade. Forms parse; operations decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from claims.models import Grading, Link, Response
from sources.models import Side

LARGEST = 2**31 - 1


class ReasonForm(forms.Form):
    """Why a claim is returned or voided, a link rejected or withdrawn, a grade taken back."""

    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Stays in the history, for those who worked on it to read.",
    )


class WithdrawForm(ReasonForm):
    """A proposal may be taken back without a word. A link that stood may not: it is asked for, and the step insists."""

    def __init__(self, *args, link: Link, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.required = False
        reason.depends = reason.widget.attrs["required"] = link.stood


class RevisionForm(forms.Form):
    """The revision of a claim that somebody read."""

    revision = forms.IntegerField(min_value=1, max_value=LARGEST)


class RevisionsForm(forms.Form):
    """The revisions of both claims of a link, as somebody read them."""

    answer_revision = forms.IntegerField(min_value=1, max_value=LARGEST)
    target_revision = forms.IntegerField(min_value=1, max_value=LARGEST)


class ResponseForm(forms.Form):
    """What came of asking a side.

    `revision` is typed as the revision read for each side that has a record, such as “3:1 5:2”; cleaned, it is
    that of the side asked, or 0.
    """

    side = forms.ModelChoiceField(Side.objects.none(), label="Side asked", empty_label=None)
    state = forms.ChoiceField(label="What came of it", choices=Response.RECORDED, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Who was asked, how and when. Whoever may read the statement reads this too, once it is published. "
        "An answer is not noted here: log it as a statement and link it.",
    )
    revision = forms.RegexField(
        r"\A(?:[0-9]{1,18}:[0-9]{1,9}(?: |\Z))*\Z", required=False, widget=forms.HiddenInput, max_length=10_000
    )

    def __init__(self, *args, sides: QuerySet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].queryset = sides

    @staticmethod
    def read(responses: Iterable[Response]) -> str:
        """What `revision` says of records as they are shown."""
        return " ".join(f"{response.side_id}:{response.revision}" for response in responses)

    def clean(self) -> dict[str, Any]:
        super().clean()
        pairs = (pair.split(":") for pair in self.cleaned_data.get("revision", "").split())
        read = {int(side): int(revision) for side, revision in pairs}
        asked = self.cleaned_data.get("side")
        self.cleaned_data["revision"] = read.get(asked.pk, 0) if asked else 0
        return self.cleaned_data


class UnrespondForm(ReasonForm):
    """Of which side something was recorded by mistake, and why it is taken back."""

    side = forms.ModelChoiceField(Side.objects.none(), widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)

    def __init__(self, *args, sides: QuerySet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].queryset = sides


class UngradeForm(ReasonForm):
    """Why a grade is taken back, as it was read."""

    revision = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)


class GradeForm(forms.Form):
    """An editor's assessment, with its explanation."""

    grade = forms.ChoiceField(label="Grade", choices=Grading.GIVEN, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label="Explanation",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What speaks for the grade: documents, footage, other witnesses.",
    )
    revision = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
