"""Composable filters over claims, matters, figures and links. `visible_to` is the one rule of reading."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable

from claims.likeness import worded_alike
from claims.relations import ANSWERING, RIVAL, Relation
from claims.searching import SHOWN, Sought, estimated
from sources.querysets import Fold, OfDossierQuerySet

#: How alike two wordings must be (0 to 1, pg_trgm) to be shown as likely duplicates.
DUPLICATE = 0.4

PUBLISHED, VOIDED = "published", "voided"
UNCONTESTABLE = ["opinion", "prediction"]

#: What a confirmed link makes of the claims it joins.
_EITHER_WAY = Case(
    When(relation__in=[Relation.DENIES, Relation.CONTRADICTS, Relation.REJECTS], then=Value("denied")),
    When(relation=Relation.DISPUTES_FIGURE, then=Value("figure_disputed")),
    When(relation=Relation.DISPUTES_FRAMING, then=Value("framing_disputed")),
    When(relation=Relation.CONCEDES, aspect="whole", then=Value("conceded")),
    When(relation=Relation.CONCEDES, then=Value("conceded_in_part")),
    output_field=CharField(),
)
_CONTESTING = [
    Relation.DENIES,
    Relation.CONTRADICTS,
    Relation.REJECTS,
    Relation.DISPUTES_FIGURE,
    Relation.DISPUTES_FRAMING,
]


def _effects(links) -> ArraySubquery:
    return ArraySubquery(links.order_by().values(effect=_EITHER_WAY).distinct())


_TRUTH = BooleanField()


class _Contest(Func):
    """One word for the states found at either end: several are “mixed”, none is “no rival known” or “unanswered”.

    Takes the states of answers, those of what is answered, and whether silence leaves it unanswered. Each end
    is found by its own index (“one end or the other” would walk all links), and once, however the word is used.
    """

    arity = 3
    output_field = CharField()
    template = (
        "(SELECT CASE WHEN cardinality(told) > 1 THEN 'mixed' WHEN cardinality(told) = 1 THEN told[1]"
        " WHEN accused THEN 'unanswered' ELSE 'no_rival_known' END"
        " FROM (SELECT ARRAY(SELECT DISTINCT unnest(%s || %s)) AS told, %s AS accused OFFSET 0) found)"
    )

    def as_sql(self, compiler, connection, **options):
        compiled = [compiler.compile(source) for source in self.source_expressions]
        return self.template % tuple(sql for sql, _ in compiled), [value for _, values in compiled for value in values]


class _OfThese(Func):
    """Is the row of one of these? They are few, and looked up once, before any row is."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, name, rows):
        super().__init__(name, ArraySubquery(rows.order_by().values("pk")))


class LinkQuerySet(OfDossierQuerySet):
    def visible_to(self, user):
        """Links between two claims that this person may read; unconfirmed ones for those who work on it."""
        claims = self.model._meta.get_field("answer").related_model.objects.visible_to(user)
        dossiers = self.model._meta.get_field("dossier").related_model.objects
        worked_on = dossiers.worked_on_by(user, "journalist", "editor")
        return self.filter(answer__in=claims, target__in=claims).filter(Q(state="confirmed") | Q(dossier__in=worked_on))

    def live(self):
        """Links that were neither rejected nor withdrawn."""
        return self.exclude(state__in=["rejected", "withdrawn"])

    def waiting(self):
        """Links that wait for an editor's decision."""
        return self.filter(state__in=["proposed", "needs_review"])

    def decidable_by(self, user):
        """Links that wait for a decision which this person may take: not proposed by them."""
        edited = self._dossiers().worked_on_by(user, "editor")
        return self.waiting().filter(_OfThese("dossier", edited)).exclude(proposed_by=user)

    def counted(self, as_of=None):
        """Confirmed links between published claims, both made by `as_of`: all that contest counts."""
        counted = self.filter(state="confirmed", answer__status=PUBLISHED, target__status=PUBLISHED)
        if as_of:
            counted = counted.filter(answer__first_day__lte=as_of, target__first_day__lte=as_of)
        return counted

    def rival(self):
        return self.filter(relation__in=RIVAL)

    def between(self, one, other):
        """Links from what one speaker says to what another does, either way round."""
        there, back = (Q(answer__speaker=a, target__speaker=b) for a, b in ((one, other), (other, one)))
        return self.filter(there | back)

    def touching(self, claim):
        """Links with this claim at either end."""
        return self.filter(Q(answer=claim) | Q(target=claim))


class MatterQuerySet(OfDossierQuerySet):
    def with_note_for(self, user):
        """Each matter with `shown_note`: its note, where the person works on the dossier."""
        worked_on = self._dossiers().worked_on_by(user, "journalist", "editor")
        shown = Case(When(_OfThese("dossier", worked_on), then="note"), default=Value(""), output_field=TextField())
        return self.annotate(shown_note=shown)

    def with_contest(self, as_of=None):
        """Each matter with `contest`, from its published claims and their confirmed links as of a day."""
        links = self.model._meta.get_field("dossier").related_model._meta.get_field("links")
        links = links.related_model.objects.counted(as_of)
        claims = self.model._meta.get_field("claims").related_model.objects.published(as_of)
        links = links.exclude(target__kind__in=UNCONTESTABLE)
        answering = links.filter(relation__in=_CONTESTING, answer__matter=OuterRef("pk"))
        answered = links.filter(relation__in=[*_CONTESTING, Relation.CONCEDES], target__matter=OuterRef("pk"))
        accusations = claims.filter(matter=OuterRef("pk"), kind="accusation")
        return self.annotate(contest=_Contest(_effects(answering), _effects(answered), Exists(accusations)))

    def disputed(self, as_of=None):
        """Matters on which two claims are known that cannot both stand."""
        links = self.model._meta.get_field("dossier").related_model._meta.get_field("links")
        links = links.related_model.objects.counted(as_of).filter(relation__in=_CONTESTING)
        links = links.exclude(target__kind__in=UNCONTESTABLE).order_by().values("pk")
        # As values, which are looked for matter by matter until one is found; as sets all links would be read.
        answering, answered = (
            Subquery(links.filter(**{f"{end}__matter": OuterRef("pk")})[:1]) for end in ("answer", "target")
        )
        found = self.alias(answering=answering, answered=answered)
        return found.filter(Q(answering__isnull=False) | Q(answered__isnull=False))


class ClaimQuerySet(OfDossierQuerySet):
    def visible_to(self, user):
        """What is published, to all who may open the dossier; everything, to those who work on it.

        A claim that was published and then voided stays readable, as voided.
        """
        stood = Q(status=PUBLISHED) | Q(status=VOIDED, published_at__isnull=False)
        worked_on = self._dossiers().worked_on_by(user, "journalist", "editor")
        dossiers = self._dossiers().visible_to(user)
        return self.filter(_OfThese("dossier", dossiers), stood | Q(_OfThese("dossier", worked_on)))

    def published(self, as_of=None):
        published = self.filter(status=PUBLISHED)
        return published.filter(first_day__lte=as_of) if as_of else published

    def live(self):
        return self.exclude(status=VOIDED)

    def logged_from(self, proposal):
        """The claim that a proposal was logged as, unless it was voided."""
        return self.live().filter(citations__proposal=proposal, citations__voided=False)

    def logged_alike(self, content, words: str):
        """What was logged with the same speaker, wording and date from these very words."""
        names = ("speaker", "first_day", "date_edtf", "wording")
        same = self.live().filter(**{name: content.get(name) for name in names})
        return same.filter(citations__passage__exact=words)

    def waiting(self):
        return self.filter(status="submitted")

    def reviewable_by(self, user):
        """Claims in review that this person may decide: not written by them."""
        return (
            self.waiting()
            .filter(_OfThese("dossier", self._dossiers().worked_on_by(user, "editor")))
            .exclude(logged_by=user)
            .exclude(worded_by=user)
        )

    def matching(self, words: str, *, shown: int = SHOWN):
        """Claims that contain all the words, or a beginning of each; “quoted words” stand together.

        Works in any language, accents aside; a claim is found by its speaker's name too. So many are taken at once.
        """
        sought = Sought.of(words)
        if not sought.terms:
            return self
        if self.finds_often(sought, shown=shown):
            return self.containing(sought, one_by_one=True)
        # As a set of its own, so that each half is found by its index instead of by walking the dates.
        claims = self.model.objects.order_by().values("pk")
        return self.filter(pk__in=claims.filter(search=sought.query).union(claims.filter(self._spoken(sought))))

    def containing(self, sought: Sought, *, one_by_one: bool):
        """Claims that contain what is sought: each is looked at in its turn, or all are found by the index of words."""
        said = Func("search", _Once(sought.query), arg_joiner=" @@ ", template="%(expressions)s", output_field=_TRUTH)
        spoken = self._spoken(sought)
        if one_by_one:
            return self.filter(Case(When(said, then=Value(True)), default=spoken, output_field=_TRUTH))
        return self.filter(Q(said) | Q(spoken))

    def finds_often(self, sought: Sought, *, shown: int = SHOWN) -> bool:
        """Would so many come sooner by walking all claims than by sorting all that contain it?

        To look at a claim in its turn costs half as much again as to take one from the index of words. How many
        there are is the planner's estimate, remembered for a while: what is found does not hang on it.
        """
        hits, claims = estimated(self.model, sought), estimated(self.model)
        return hits * hits > 1.5 * shown * claims

    def _spoken(self, sought: Sought) -> Combinable:
        """Is its speaker called so?"""
        speakers = self.model._meta.get_field("speaker").related_model.objects
        return _OfThese("speaker", speakers.filter(names__contains=_Once(Fold(Value(sought.name)))))

    def citing(self, sources):
        """Claims that stand in any of these sources; a citation that was struck out does not count."""
        citations = self.model._meta.get_field("citations").related_model.objects.live()
        return self.filter(Exists(citations.filter(claim=OuterRef("pk"), passage__capture__source__in=sources)))

    def resembling(self, wording: str):
        """Claims worded alike, likeliest first: the duplicates to show while somebody types."""
        shared = worded_alike(self.model, wording)
        if shared is None:
            return self.none()
        likeness = Func(Fold("wording"), Fold(Value(wording)), function="similarity", output_field=FloatField())
        alike = self.filter(search=shared).annotate(likeness=likeness).filter(likeness__gte=DUPLICATE)
        return alike.order_by("-likeness", "pk")

    def with_contest(self, as_of=None):
        """Each claim with `contest`, `standing`, `has_rival` and `is_unanswered` as of a day.

        Counted from published claims and confirmed links only. Opinions and predictions are never
        contested; a counter-accusation is a rival but leaves the accusation unanswered.
        """
        links = self._links().counted(as_of)
        answering = links.filter(relation__in=_CONTESTING, answer=OuterRef("pk"))
        answered = links.filter(relation__in=[*_CONTESTING, Relation.CONCEDES], target=OuterRef("pk"))
        into = links.filter(target=OuterRef("pk"))
        accused = ExpressionWrapper(Q(kind="accusation", status=PUBLISHED), output_field=BooleanField())
        return self.annotate(
            has_rival=Exists(links.rival().touching(OuterRef("pk"))),
            is_unanswered=ExpressionWrapper(
                Q(kind="accusation", status=PUBLISHED) & ~Exists(self._replies(as_of)),
                output_field=BooleanField(),
            ),
            standing=Case(
                When(Exists(into.filter(relation=Relation.RETRACTS)), then=Value("retracted")),
                When(Exists(into.filter(relation=Relation.SUPERSEDES)), then=Value("superseded")),
                default=Value("standing"),
                output_field=CharField(),
            ),
        ).annotate(
            contest=Case(
                When(kind__in=UNCONTESTABLE, then=Value("no_rival_known")),
                default=_Contest(_effects(answering), _effects(answered), accused),
                output_field=CharField(),
            )
        )

    def contested_as(self, words):
        """Claims whose contest is one of these today, as their stored documents say."""
        return self.filter(stored__contest__in=words)

    def related_by(self, relations, as_of=None):
        """Claims at either end of a counted link of one of these relations."""
        ties = self._links().counted(as_of).filter(relation__in=relations)
        return self.filter(Exists(ties.touching(OuterRef("pk"))))

    def unanswered(self, as_of=None):
        """Published accusations that the accused side has not answered."""
        return self.published(as_of).filter(kind="accusation").filter(~Exists(self._replies(as_of)))

    def _replies(self, as_of):
        """Answers to the claim of the outer query, from the side that it accuses."""
        return (
            self._links()
            .counted(as_of)
            .filter(
                target=OuterRef("pk"),
                relation__in=ANSWERING,
                answer__side=OuterRef("accused_side"),
            )
        )

    def _links(self):
        return self.model._meta.get_field("links_in").related_model.objects


class _Once(Func):
    """What is worked out before the first row is looked at, even where the plan is older than the value."""

    template = "(SELECT %(expressions)s)"
    output_field = TextField()


class OfClaimQuerySet(QuerySet):
    """Rows that are seen exactly by those who may read their claim."""

    def visible_to(self, user):
        claims = self.model._meta.get_field("claim").related_model.objects
        return self.filter(claim__in=claims.visible_to(user))


class ResponseQuerySet(OfClaimQuerySet):
    def standing(self):
        """Without those that were taken back."""
        return self.exclude(state="not_sought")


class FigureQuerySet(OfClaimQuerySet):
    def live(self):
        return self.filter(voided=False)


class CitationQuerySet(OfClaimQuerySet):
    def live(self):
        return self.filter(voided=False)
