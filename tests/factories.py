"""Rows for tests, made through the real operations by people who may take each step.

Whatever is not given is made up. Every function finds a journalist and an editor among the members of
the dossier, so that four eyes hold; name others with `by` (who writes) and `reviewer` (who decides).
"""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model

from claims.models import Claim, Figure, Link, Matter, Webhook
from claims.operations import claim as claims
from claims.operations import figure as figures
from claims.operations import link as links
from claims.operations import matter as matters
from claims.operations import webhook as webhooks
from claims.relations import ASPECTS, EXPLAINED
from sources.attribution.statements import Span, Statement
from sources.models import Capture, Dossier, Member, Passage, Proposal, Side, Source, Speaker
from sources.operations import dossier as dossiers
from sources.operations import member as member_steps
from sources.operations import passage as passages
from sources.operations import reading as readings
from sources.operations import side as sides
from sources.operations import source as sources
from sources.operations import speaker as speakers

User = get_user_model()
PASSWORD = "a long enough password"
_number = count(1)


def make_user(username: str = "", **over: Any):
    """An account; `is_staff=True` for one that may open the first dossier."""
    username = username or f"person-{next(_number)}"
    first, _, last = over.pop("full_name", username.title()).partition(" ")
    over = {"first_name": first, "last_name": last, "email": f"{username}@example.org"} | over
    return User.objects.create_user(username, password=over.pop("password", PASSWORD), **over)


def make_dossier(*, editors: Iterable = (), journalists: Iterable = (), readers: Iterable = (), **over: Any) -> Dossier:
    """A dossier with an editor and a journalist at least. The first editor opens it, and must be let to."""
    editors, journalists = list(editors), list(journalists)
    editors = editors or [make_user(is_staff=True)]
    fields = {"name": f"Dossier {next(_number)}", "visibility": Dossier.Visibility.MEMBERS} | over
    dossier = dossiers.start(by=editors[0], **fields)
    for role, users in (
        (Member.Role.EDITOR, editors[1:]),
        (Member.Role.JOURNALIST, journalists or [make_user()]),
        (Member.Role.READER, readers),
    ):
        for user in users:
            member_steps.set_role(dossier, user=user, role=role, by=editors[0])
    return dossier


def someone(dossier: Dossier, role: str, *, but: Iterable = ()):
    """The first member in this role, other than `but`; a new one where there is none."""
    left_out = {user.pk for user in but}
    members = Member.objects.active().filter(dossier=dossier, role=role).select_related("user").order_by("pk")
    for member in members:
        if member.user_id not in left_out:
            return member.user
    newcomer = make_user()
    editor = Member.objects.active().filter(dossier=dossier, role=Member.Role.EDITOR).first()
    member_steps.set_role(dossier, user=newcomer, role=role, by=editor.user)
    return newcomer


def journalist_of(dossier: Dossier, *, but: Iterable = ()):
    return someone(dossier, Member.Role.JOURNALIST, but=but)


def editor_of(dossier: Dossier, *, but: Iterable = ()):
    return someone(dossier, Member.Role.EDITOR, but=but)


def make_side(dossier: Dossier | None = None, *, by=None, **over: Any) -> Side:
    dossier = dossier or make_dossier()
    fields = {"name": f"Side {next(_number)}"} | over
    return sides.add(dossier, by=by or journalist_of(dossier), **fields)


def make_speaker(dossier: Dossier | None = None, *, by=None, **over: Any) -> Speaker:
    """A speaker, for `side` if one is given."""
    side = over.get("side")
    dossier = dossier or (side.dossier if side else make_dossier())
    fields = {"name": f"Speaker {next(_number)}"} | over
    return speakers.add(dossier, by=by or journalist_of(dossier), **fields)


def make_matter(dossier: Dossier | None = None, *, by=None, **over: Any) -> Matter:
    dossier = dossier or make_dossier()
    fields = {"question": f"Did it happen, number {next(_number)}?"} | over
    return matters.add(dossier, by=by or journalist_of(dossier), **fields)


def make_source(dossier: Dossier | None = None, *, by=None, **over: Any) -> Source:
    dossier = dossier or make_dossier()
    fields = {"title": f"Source {next(_number)}"} | over
    return sources.add(dossier, by=by or journalist_of(dossier), **fields)


def make_passage(source: Source | None = None, *, words: str = "", by=None) -> Passage:
    """A passage of a source; the capture holds just these words unless they stand in an earlier one."""
    source = source or make_source()
    words = words or f"Words that somebody said, number {next(_number)}."
    return passages.quote(source, by=by or journalist_of(source.dossier), words=words)


def make_capture(source: Source | None = None, *, text: str = "", by=None) -> Capture:
    """The whole text of a source as it was pasted."""
    source = source or make_source()
    text = text or f"The minister said that the dam was shut. It was reading number {next(_number)}."
    return passages.capture(source, by=by or journalist_of(source.dossier), text=text, how=Capture.How.PASTED)


def make_proposals(capture: Capture, *words: str | Statement, by=None) -> list[Proposal]:
    """What a reading of the capture finds: statements with these words, or as they are given."""
    statements = [
        Statement((), (), (Span(at := capture.text.index(said), at + len(said)),), "assertion", "paraphrase")
        if isinstance(said, str)
        else said
        for said in words
    ]
    reading = readings.begin(readings.start(capture, by=by or journalist_of(capture.source.dossier)))
    return list(readings.finish(reading, statements).proposals.order_by("position"))


def make_proposal(capture: Capture | None = None, words: str = "the dam was shut", *, by=None) -> Proposal:
    return make_proposals(capture or make_capture(), words, by=by)[0]


def make_claim(
    dossier: Dossier | None = None,
    *,
    status: str = Claim.Status.DRAFT,
    by=None,
    reviewer=None,
    cited: bool = True,
    figures: Iterable[Mapping[str, Any]] = (),
    **over: Any,
) -> Claim:
    """A claim taken to `status` step by step: written by `by`, reviewed by `reviewer`.

    The dossier is that of the side, speaker or matter given. `cited=False` leaves it without a passage.
    A `figures` entry lacks only what `figure_fields` fills in.
    """
    given = next((row for row in (over.get("side"), over.get("speaker"), over.get("matter")) if row), None)
    dossier = dossier or (given.dossier if given else make_dossier())
    by = by or journalist_of(dossier)
    if "side" not in over:
        affiliation = over["speaker"].affiliations.first() if over.get("speaker") else None
        over["side"] = affiliation.side if affiliation else dossier.sides.first() or make_side(dossier)
    if "speaker" not in over:
        over["speaker"] = make_speaker(dossier, side=over["side"])
    if cited and "passage" not in over:
        over["passage"] = make_passage(make_source(dossier))
    if over.get("kind") == Claim.Kind.ACCUSATION and "accused_side" not in over:
        over["accused_side"] = dossier.sides.exclude(pk=over["side"].pk).first() or make_side(dossier)
    content = {"wording": f"Something was said, number {next(_number)}.", **day("2020-10-29")} | over
    claim = claims.log(dossier, by=by, figures=[figure_fields(**figure) for figure in figures], **content)
    return take(claim, status, by=by, reviewer=reviewer)


def day(date: str, **over: Any) -> dict[str, Any]:
    """The fields of a claim that was said on one day."""
    return {"date_edtf": date, "first_day": date, "last_day": date} | over


def take(claim: Claim, status: str, *, by=None, reviewer=None) -> Claim:
    """Take a claim that nobody has reviewed to a status, by real steps."""
    S = Claim.Status
    by = by or claim.logged_by
    if status == S.DRAFT:
        return Claim.objects.get(pk=claim.pk)
    reviewer = reviewer or editor_of(claim.dossier, but=[claim.logged_by, claim.worded_by])
    if status == S.VOIDED:
        claim = claims.void(claim, by=reviewer, reason="It was logged by mistake.")
    else:
        claim = claims.submit(claim, by=by)
    if status == S.RETURNED:
        claim = claims.send_back(claim, by=reviewer, revision=claim.revision, reason="Name the place.")
    if status == S.PUBLISHED:
        claim = claims.publish(claim, by=reviewer, revision=claim.revision)
    return Claim.objects.get(pk=claim.pk)


def publish(claim: Claim, *, reviewer=None) -> Claim:
    """Submit a draft or returned claim if need be, and publish it as it stands."""
    claim = Claim.objects.get(pk=claim.pk)
    if claim.status != Claim.Status.SUBMITTED:
        return take(claim, Claim.Status.PUBLISHED, reviewer=reviewer)
    reviewer = reviewer or editor_of(claim.dossier, but=[claim.logged_by, claim.worded_by])
    claims.publish(claim, by=reviewer, revision=claim.revision)
    return Claim.objects.get(pk=claim.pk)


def figure_fields(**over: Any) -> dict[str, Any]:
    """What counts the killed of one incident: exactly 90, unless told otherwise. `value` sets both ends."""
    value = over.pop("value", 90)
    ends = {
        Figure.Bound.AT_LEAST: {"low": value},
        Figure.Bound.AT_MOST: {"high": value},
        Figure.Bound.WITHHELD: {},
    }.get(over.get("bound", Figure.Bound.EXACT), {"low": value, "high": value})
    return {"quantity": "killed", "population": "civilians", **ends} | over


def make_webhook(dossier: Dossier | None = None, *, by=None, **over: Any) -> Webhook:
    """An address that is told of everything, unless told otherwise."""
    dossier = dossier or make_dossier()
    fields = {"url": "https://desk.example/told", "tells": Webhook.Event.values} | over
    return webhooks.make(dossier, by=by or editor_of(dossier), **fields)[0]


def make_figure(claim: Claim | None = None, *, by=None, **over: Any) -> Figure:
    """A figure in a claim. A published claim is published again with it."""
    claim = claim or make_claim()
    was_published = claim.status == Claim.Status.PUBLISHED
    figure = figures.add(claim, by=by or claim.logged_by, **figure_fields(**over))
    if was_published:
        publish(claim)
    claim.refresh_from_db()
    return Figure.objects.get(pk=figure.pk)


def make_link(
    answer: Claim | None = None,
    target: Claim | None = None,
    *,
    relation: str = Link.Relation.DENIES,
    state: str = Link.State.PROPOSED,
    by=None,
    reviewer=None,
    **over: Any,
) -> Link:
    """A link taken to `state` step by step: proposed by `by`, decided by `reviewer`.

    Without claims it joins two published ones of two sides.
    """
    if answer is None and target is None:
        dossier = make_dossier()
        target = make_claim(side=make_side(dossier), status=Claim.Status.PUBLISHED)
    one = target or answer
    other_side = one.dossier.sides.exclude(pk=one.side_id).first() or make_side(one.dossier)
    answer = answer or make_claim(side=other_side, status=Claim.Status.PUBLISHED)
    target = target or make_claim(side=other_side, status=Claim.Status.PUBLISHED)
    dossier = answer.dossier
    by = by or journalist_of(dossier)
    if relation in ASPECTS:
        over.setdefault("aspect", ASPECTS[relation][0])
    if relation in EXPLAINED:
        over.setdefault("rationale", "Both speak of the same thing.")
    link = links.propose(answer, target=target, relation=relation, by=by, **over)
    return decide(link, state, by=by, reviewer=reviewer)


def decide(link: Link, state: str, *, by=None, reviewer=None) -> Link:
    """Take a proposal to a state, by real steps."""
    L = Link.State
    reviewer = reviewer or editor_of(link.dossier, but=[link.proposed_by])
    if state == L.REJECTED:
        links.reject(link, by=reviewer, reason="They speak of two different days.")
    if state == L.WITHDRAWN:
        links.withdraw(link, by=by or link.proposed_by, reason="It was proposed by mistake.")
    if state in (L.CONFIRMED, L.NEEDS_REVIEW):
        confirm(link, reviewer=reviewer)
    if state == L.NEEDS_REVIEW:
        claim = Claim.objects.get(pk=link.answer_id)
        claims.edit(claim, by=claim.logged_by, revision=claim.revision, wording=f"{claim.wording} Again.")
        publish(claim)
    return Link.objects.get(pk=link.pk)


def confirm(link: Link, *, reviewer=None) -> Link:
    """Confirm a link as both its claims stand now."""
    link = Link.objects.select_related("answer", "target", "dossier", "proposed_by").get(pk=link.pk)
    reviewer = reviewer or editor_of(link.dossier, but=[link.proposed_by])
    links.confirm(link, by=reviewer, revisions=(link.answer.revision, link.target.revision))
    return Link.objects.get(pk=link.pk)
