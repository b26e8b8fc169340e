"""Composable filters over dossiers and what hangs on them. `visible_to` is the one rule of reading."""

import re
from hashlib import sha256

from django.contrib.postgres.fields import DateRangeField
from django.db.models import F, FloatField, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Greatest, Now

#: How alike (0 to 1, pg_trgm word similarity) a name must be to be offered for what was typed.
LIKENESS = 0.35


class Fold(Func):
    """Lower case without accents, as the database's own `fold` does it: “Şuşa” → “susa”."""

    function = "fold"
    output_field = TextField()


class Romanised(Func):
    """Folded, with letters that English writes as two spelt out: “Şuşa” → “shusha”."""

    function = "romanised"
    output_field = TextField()


class WordSimilarity(Func):
    """How much of the first text is found, letter by letter, in the second: 0 to 1 (pg_trgm)."""

    function = "word_similarity"
    output_field = FloatField()


class Days(Func):
    """All days from the first to the last, both among them; an end that is not given is open."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = DateRangeField()


class DossierQuerySet(QuerySet):
    def visible_to(self, user):
        """Dossiers this person may open: public ones, the newsroom's when signed in, and their own."""
        visibility = self.model.Visibility
        readable = Q(visibility=visibility.PUBLIC)
        if user.is_authenticated:
            own = user.memberships.filter(active=True).values("dossier")
            readable |= Q(visibility=visibility.NEWSROOM) | Q(pk__in=own)
        return self.filter(readable)

    def worked_on_by(self, user, *roles):
        """Dossiers in which this person holds one of `roles`."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=user.memberships.filter(active=True, role__in=roles).values("dossier"))


class OfDossierQuerySet(QuerySet):
    """Rows that are seen exactly by those who may open their dossier."""

    def visible_to(self, user):
        return self.filter(dossier__in=self._dossiers().visible_to(user))

    def _dossiers(self):
        return self.model._meta.get_field("dossier").related_model.objects


class AffiliationQuerySet(OfDossierQuerySet):
    def saying_the_same(self, side, office, first_day, last_day):
        """What stands for this side and office, however it is spelt, on any of these days: columns, or values."""
        same = self.filter(active=True, side=side).alias(folded=Fold("office"), days=Days("first_day", "last_day"))
        return same.filter(folded=Fold(office), days__overlap=Days(first_day, last_day))


class MemberQuerySet(OfDossierQuerySet):
    def active(self):
        return self.filter(active=True)

    def role_of(self, user, dossier_id) -> str | None:
        """The role this person holds in the dossier, or None."""
        if not user.is_authenticated:
            return None
        roles = self.active().filter(user=user, dossier_id=dossier_id)
        return roles.values_list("role", flat=True).first()


class SpeakerQuerySet(OfDossierQuerySet):
    def current(self):
        """Speakers that have not been merged into another."""
        return self.filter(merged_into=None)

    def named(self, words: str):
        """Speakers whose name or alias is exactly these words, accents and case aside."""
        return self.filter(names__contains=Fold(Value(f"\n{words.strip()}\n")))

    def called(self, word: str):
        """Speakers in whose name, or an alias, a word begins with these letters, accents and case aside."""
        return self.filter(names__regex=Concat(Value(r"\m"), Fold(Value(re.escape(word)))))

    def resembling(self, words: str):
        """Speakers whose names look like these words, best first; finds misspellings and aliases."""
        folded = Fold(Value(words.strip()))
        return (
            self.annotate(
                likeness=Greatest(
                    WordSimilarity(folded, F("names")),
                    WordSimilarity(Romanised(Value(words.strip())), F("names")),
                )
            )
            .filter(Q(names__contains=folded) | Q(likeness__gte=LIKENESS))
            .order_by("-likeness", "name", "pk")
        )


class OfSourceQuerySet(QuerySet):
    """Rows that are seen exactly by those who may open their source."""

    def visible_to(self, user):
        sources = self.model._meta.get_field("source").related_model.objects
        return self.filter(source__in=sources.visible_to(user))


class OriginalQuerySet(OfSourceQuerySet):
    def having(self, body: bytes):
        """Originals of exactly these bytes."""
        return self.filter(sha256=sha256(body).hexdigest())


class SourceQuerySet(OfDossierQuerySet):
    #: What shows a source to those who do not work on its dossier: an app that publishes what is taken from
    #: sources adds a condition here, by its own relations. Without any, it is theirs to see who work on it.
    shown_by: list[Q] = []

    def visible_to(self, user):
        """What something published is taken from, to who may open the dossier; everything, to who works on it."""
        dossiers = self.model._meta.get_field("dossier").related_model.objects
        readable = Q(dossier__in=dossiers.worked_on_by(user, "journalist", "editor"))
        for condition in self.shown_by:
            readable |= Q(pk__in=self.model.objects.order_by().filter(condition).values("pk"))
        return super().visible_to(user).filter(readable)


class CaptureQuerySet(OfSourceQuerySet):
    def having(self, text: str):
        """Captures of exactly this text."""
        return self.filter(sha256=sha256(text.encode()).hexdigest())

    def whole(self):
        """Captures of a source as it was published, not of a few words that somebody typed from it."""
        return self.exclude(how=self.model.How.TYPED)


class OfCaptureQuerySet(QuerySet):
    """Rows that are seen exactly by those who may open their capture."""

    def visible_to(self, user):
        captures = self.model._meta.get_field("capture").related_model.objects
        return self.filter(capture__in=captures.visible_to(user))


class ProposalQuerySet(OfCaptureQuerySet):
    def current(self):
        """What the latest reading of a text still finds, and what people have settled."""
        return self.filter(retired_at=None)

    def skipped(self):
        return self.filter(skipped_at__isnull=False)


class PublisherQuerySet(QuerySet):
    def visible_to(self, user):
        """Publishers of a source this person may see."""
        sources = self.model._meta.get_field("sources").related_model.objects
        return self.filter(pk__in=sources.visible_to(user).values("publisher"))

    def named(self, name: str):
        return self.filter(name_folded=Fold(Value(name)))


class TokenQuerySet(QuerySet):
    def of(self, user):
        """The tokens that somebody made, and may end."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class AnsweredRequestQuerySet(QuerySet):
    def too_old(self):
        """Answers that nobody is promised any more."""
        return self.filter(at__lt=Now() - self.model.KEPT)
