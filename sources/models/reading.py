"""What is asked of workers: fetching and reading a source, and finding the statements in its text."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from config.history import tracked
from sources import triggers
from sources.models.capture import Capture, Original
from sources.models.constraints import NEVER_DELETED, one_of, person, web_address
from sources.models.source import Source
from sources.querysets import OfCaptureQuerySet, OfSourceQuerySet, ProposalQuerySet


class State(models.TextChoices):
    """How far something is that was asked of the workers."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


OPEN = (State.WAITING, State.RUNNING)


def says_why(model: str):
    return models.CheckConstraint(
        name=f"{model}_failure_says_why",
        condition=~Q(state="failed") | Q(problem__regex=r"\S"),
        violation_error_message="What failed says why.",
    )


@tracked()
class Errand(models.Model):
    """A source to be brought in: an address to be fetched, or a file handed in, and read into a capture.

    It is done once it has its capture. One that failed says why in `problem`; the text can be pasted then.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="errands")
    url = models.URLField("address", max_length=2000, blank=True, help_text="To be fetched, as it was given.")
    title = models.CharField(max_length=300, blank=True, help_text="What the source is called until it is read.")
    original = models.ForeignKey(Original, null=True, blank=True, on_delete=models.PROTECT, related_name="errands")
    capture = models.ForeignKey(Capture, null=True, blank=True, on_delete=models.PROTECT, related_name="errands")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problem = models.TextField(blank=True, max_length=1000, help_text="Why it failed, in words for people.")
    asked_by = person()
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfSourceQuerySet.as_manager()

    class Meta:
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="errand_one_at_a_time",
                fields=["source"],
                condition=Q(state__in=["waiting", "running"]),
                violation_error_message="This source is being brought in already.",
            ),
            one_of("errand", "state", "waiting", "running", "done", "failed"),
            web_address("errand"),
            models.CheckConstraint(
                name="errand_has_aim",
                condition=~Q(url="") | Q(original__isnull=False),
                violation_error_message="Give an address to fetch, or a file to read.",
            ),
            models.CheckConstraint(
                name="errand_done_with_capture",
                condition=Q(state="done", capture__isnull=False) | (~Q(state="done") & Q(capture=None)),
                violation_error_message="An errand is done when it has brought a text.",
            ),
            says_why("errand"),
        ]
        triggers = [NEVER_DELETED, *triggers.ERRAND]

    def __str__(self):
        return f"{self.url or self.original} for {self.source}"


@tracked()
class Reading(models.Model):
    """One look of a language model at a capture. Done, it has left its proposals; failed, it says why."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="readings")
    model = models.CharField(max_length=200, blank=True, help_text="spaCy model; blank for the one we come with.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problem = models.TextField(blank=True, max_length=1000, help_text="Why it failed, in words for people.")
    asked_by = person()
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfCaptureQuerySet.as_manager()

    class Meta:
        ordering = ["capture", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="reading_once",
                fields=["capture", "model"],
                condition=~Q(state="failed"),
                violation_error_message="This text is being read already.",
            ),
            one_of("reading", "state", "waiting", "running", "done", "failed"),
            says_why("reading"),
        ]
        triggers = [NEVER_DELETED, *triggers.READING]

    def __str__(self):
        return f"reading {self.pk} of {self.capture}"


@tracked()
class Proposal(models.Model):
    """A statement found in a capture, which people log or skip.

    What was found never changes. Stretches of the text are pairs [start, end) in Unicode code points, as in
    W3C TextPositionSelector: lists of them in `source`, `cue`, `content`, `places` and `target`, one in `named`.
    `start` and `end` are the first and the last place of the content: the passage to cite. `kind` is one of a
    claim's kinds, `quote` is "direct", "mixed" or "paraphrase". Whether it was logged is for the ledger to know.
    """

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="proposals")
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="proposals")
    position = models.PositiveIntegerField(help_text="Among the statements of its reading, from 0.")
    source = models.JSONField(default=list, blank=True, help_text="Whom the text names as saying it; [] for nobody.")
    cue = models.JSONField(default=list, blank=True, help_text="The words that say that it was said.")
    content = models.JSONField(help_text="What was said.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    quote = models.CharField(max_length=10)
    speaker = models.TextField(blank=True, help_text="The fullest name that the text gives the speaker.")
    named = models.JSONField(null=True, blank=True, help_text="Where that name stands, if not in `source`.")
    denial = models.BooleanField(default=False)
    accusation = models.BooleanField(default=False)
    figures = models.JSONField(default=list, blank=True, help_text="[{span, low, high, bound, counted}].")
    places = models.JSONField(default=list, blank=True)
    origin = models.JSONField(null=True, blank=True, help_text="{span, name}: whom the speaker has it from.")
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by")
    target = models.JSONField(default=list, blank=True, help_text="The words that a denial answers.")
    skipped_by = person(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="When a later reading no longer found it.")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["capture", "start", "end", "pk"]
        constraints = [
            models.UniqueConstraint(name="proposal_once_per_reading", fields=["reading", "position"]),
            models.UniqueConstraint(
                name="proposal_once",
                fields=["capture", "start", "end", "kind"],
                condition=Q(retired_at=None),
                violation_error_message="This statement is proposed already.",
            ),
            one_of(
                "proposal",
                "kind",
                *("assertion", "denial", "accusation", "admission", "withheld"),
                *("demand", "refusal", "opinion", "prediction"),
            ),
            one_of("proposal", "quote", "direct", "mixed", "paraphrase"),
            models.CheckConstraint(
                name="proposal_skipped_by_somebody",
                condition=Q(skipped_by=None, skipped_at=None) | Q(skipped_by__isnull=False, skipped_at__isnull=False),
                violation_error_message="A proposal is skipped by somebody at some time.",
            ),
            models.CheckConstraint(
                name="proposal_answers_another",
                condition=Q(answers=None) | ~Q(answers=F("id")),
                violation_error_message="A statement does not answer itself.",
            ),
        ]
        triggers = [NEVER_DELETED, *triggers.PROPOSAL]

    def __str__(self):
        return f"proposal {self.pk}: {self.kind} by {self.speaker or 'somebody'}"

    @property
    def words(self) -> str:
        """What was said, as it stands in the text, from its first word to its last."""
        return self.capture.text[self.start : self.end]

    def text_of(self, stretches: list[list[int]]) -> str:
        """The words of a list of stretches, as people would read them: "denied … again"."""
        return " … ".join(self.capture.text[start:end] for start, end in stretches)
