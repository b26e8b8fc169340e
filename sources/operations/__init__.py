"""Every write to dossiers, people in them, speakers and sources: lock, require, check, write, record."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string

from config.history import recorded
from config.prepared import Given, GivenText, prepared
from config.rows import Outdated, WrongState, lock, revise, save
from sources import invitations
from sources.models import (
    Affiliation,
    Capture,
    Dossier,
    Member,
    Original,
    Passage,
    Publisher,
    Side,
    Source,
    Speaker,
)
from sources.permissions import EDITOR, require, require_to_open_dossiers, role_when_opening

User = get_user_model()


def open_dossier(
    *,
    by,
    name: str,
    summary: str = "",
    visibility: str = Dossier.Visibility.MEMBERS,
    editors: Iterable = (),
    sides: Iterable[tuple[str, str]] = (),
) -> Dossier:
    """Start a dossier with its first sides (name, short name). It has at least one editor.

    An editor opens it as editor, a journalist as journalist. Raises ValidationError when a
    journalist names no editor to review it, or a side cannot be.
    """
    require_to_open_dossiers(by)
    role = role_when_opening(by)
    editors = set(editors) - {by}
    if role != EDITOR and not editors:
        raise ValidationError({"editors": "Name an editor: nobody publishes their own work."})
    with recorded(by, "open_dossier"):
        dossier = save(Dossier(name=name, summary=summary, visibility=visibility, opened_by=by))
        save(Member(dossier=dossier, user=by, role=role))
        for editor in sorted(editors, key=lambda user: user.pk):
            save(Member(dossier=dossier, user=editor, role=EDITOR))
        for side, short_name in sides:
            _first_side(dossier, by, side, short_name)
        return dossier


def _first_side(dossier: Dossier, by, name: str, short_name: str) -> None:
    try:
        add_side(dossier, by=by, name=name, short_name=short_name)
    except ValidationError as error:
        raise ValidationError({"sides": [f"{name}: {message}" for message in error.messages]}) from error


def edit_dossier(dossier: Dossier, *, by, revision: int, **changes) -> Dossier:
    """Change name, summary or visibility. Raises Outdated if it changed after `revision`."""
    with recorded(by, "edit_dossier"):
        dossier = lock(dossier)
        require(by, "edit_dossier", dossier.pk)
        return revise(dossier, revision, changes)


def set_role(dossier: Dossier, *, user, role: str, by, was: str = "") -> Member:
    """Make somebody a member, or change what they may do. The last editor stays one.

    `was` is the role that was read ("": no member). Raises Outdated if somebody changed it since.
    """
    with recorded(by, "set_role"):
        dossier = lock(dossier)
        require(by, "manage_members", dossier.pk)
        member = Member.objects.filter(dossier=dossier, user=user).first() or Member(dossier=dossier, user=user)
        _require_role_read(member, was)
        if role != EDITOR:
            _require_another_editor(member)
        member.role, member.active = role, True
        return save(member)


def end_membership(member: Member, *, by, was: str) -> Member:
    """Take somebody off a dossier, whose role was read as `was`. What they did stays theirs.

    Raises WrongState for the last editor, Outdated if somebody changed the role meanwhile.
    """
    with recorded(by, "end_membership"):
        lock(member.dossier)
        member = lock(member)
        require(by, "manage_members", member.dossier_id)
        _require_role_read(member, was)
        _require_another_editor(member)
        member.active = False
        return save(member)


def _require_role_read(member: Member, was: str) -> None:
    """The role is all that a membership says, and so its own revision."""
    if was != (member.role if member.pk and member.active else ""):
        raise Outdated(member)


def _require_another_editor(member: Member) -> None:
    others = Member.objects.active().filter(dossier=member.dossier_id, role=EDITOR).exclude(pk=member.pk)
    if member.pk and member.active and member.role == EDITOR and not others.exists():
        raise WrongState("A dossier keeps at least one editor. Make somebody else an editor first.")


def invite(dossier: Dossier, *, email: str, full_name: str, role: str, by) -> Member:
    """Give a new colleague an account without a password, and a role. The caller sends the link to set one.

    Somebody who has an account with this address just becomes a member. Raises ValidationError for a member.
    """
    with recorded(by, "invite"):
        dossier = lock(dossier)
        require(by, "manage_members", dossier.pk)
        user = User.objects.filter(email__iexact=email).first() or _new_account(email, full_name)
        if Member.objects.role_of(user, dossier.pk):
            name = user.get_full_name() or user.get_username()
            raise ValidationError({"email": f"{name} is a member already: change the role in the list of members."})
        return set_role(dossier, user=user, role=role, by=by)


def _new_account(email: str, full_name: str):
    first, _, last = full_name.strip().partition(" ")
    stem = re.sub(r"[^a-z0-9.+_-]", "", email.partition("@")[0].lower())[:40] or "colleague"
    name = stem
    while User.objects.filter(username__iexact=name).exists():
        name = f"{stem}-{get_random_string(4).lower()}"
    account = User(username=name, email=email, first_name=first[:150], last_name=last[:150])
    account.set_unusable_password()
    return save(account)


def accept_invitation(account, *, key: str, password: str):
    """Let an invited colleague choose the first password. Raises WrongState when the key was used."""
    with recorded(account, "accept_invitation"):
        account = lock(account)
        if invitations.account_of(key) != account:
            raise WrongState("This invitation was used already, or is too old. Ask for a new one.")
        account.set_password(password)
        return save(account)


def add_side(
    dossier: Dossier, *, by, name: str, short_name: str = "", slot: int | None = None, marker: str = ""
) -> Side:
    """Add a party. Without a colour or marker it gets the first that is free."""
    with recorded(by, "add_side"):
        dossier = lock(dossier)
        require(by, "add_side", dossier.pk)
        free_slot, free_marker = dossier.free_look()
        side = Side(
            dossier=dossier, name=name, short_name=short_name or name[:24],
            slot=slot or free_slot, marker=marker or free_marker,
        )  # fmt: skip
        return save(side)


def edit_side(side: Side, *, by, revision: int, **changes) -> Side:
    with recorded(by, "edit_side"):
        side = lock(side)
        require(by, "edit_side", side.dossier_id)
        return revise(side, revision, changes)


def add_speaker(
    dossier: Dossier,
    *,
    by,
    name: str,
    kind: str = Speaker.Kind.PERSON,
    side: Side | None = None,
    office: str = "",
    aliases: Sequence[str] = (),
    note: str = "",
) -> Speaker:
    """Add somebody who says things, speaking for a side if one is given."""
    with recorded(by, "add_speaker"):
        require(by, "add_speaker", dossier.pk)
        speaker = Speaker(dossier=dossier, name=name, kind=kind, aliases=list(aliases), note=note)
        speaker = save(speaker)
        if side:
            save(Affiliation(dossier=dossier, speaker=speaker, side=side, office=office))
        return speaker


def edit_speaker(speaker: Speaker, *, by, revision: int, **changes) -> Speaker:
    with recorded(by, "edit_speaker"):
        speaker = lock(speaker)
        require(by, "edit_speaker", speaker.dossier_id)
        _require_current(speaker)
        return revise(speaker, revision, changes)


def _require_current(speaker: Speaker) -> None:
    if speaker.merged_into_id:
        raise WrongState(f"This entry was merged into {speaker.merged_into}. Change that one.")


def affiliate(
    speaker: Speaker,
    *,
    by,
    side: Side,
    office: str = "",
    first_day: date | None = None,
    last_day: date | None = None,
) -> Affiliation:
    """Record for which side, and in which office, a speaker spoke between two days."""
    with recorded(by, "affiliate"):
        speaker = lock(speaker)
        require(by, "edit_speaker", speaker.dossier_id)
        _require_current(speaker)
        affiliation = Affiliation(
            dossier=speaker.dossier, speaker=speaker, side=side, office=office,
            first_day=first_day, last_day=last_day,
        )  # fmt: skip
        return save(affiliation)


def end_affiliation(affiliation: Affiliation, *, by, reason: str = "") -> Affiliation:
    """Take back an affiliation that was recorded by mistake. Raises WrongState the second time."""
    with recorded(by, "end_affiliation", reason):
        affiliation = lock(affiliation)
        require(by, "edit_speaker", affiliation.dossier_id)
        if not affiliation.active:
            raise WrongState("This was taken back already.")
        affiliation.active = False
        return save(affiliation)


def add_source(dossier: Dossier, *, by, title: str, publisher: str = "", **fields) -> Source:
    """Add a document that carries statements. `publisher` is a name; an unknown one is added."""
    with recorded(by, "add_source"):
        require(by, "add_source", dossier.pk)
        source = Source(dossier=dossier, title=title, publisher=publisher_named(publisher), added_by=by, **fields)
        return save(source)


def edit_source(source: Source, *, by, revision: int, publisher: str | None = None, **changes) -> Source:
    with recorded(by, "edit_source"):
        source = lock(source)
        require(by, "edit_source", source.dossier_id)
        if publisher is not None:
            changes["publisher"] = publisher_named(publisher)
        return revise(source, revision, changes)


def publisher_named(name: str) -> Publisher | None:
    if not name.strip():
        return None
    known = Publisher.objects.named(name.strip())
    if publisher := known.first():
        return publisher
    try:
        with transaction.atomic():
            return save(Publisher(name=name.strip()))
    except ValidationError:
        # Somebody may have entered it a moment before.
        if publisher := known.first():
            return publisher
        raise


def capture(source: Source, *, by, text: str, how: str, original: Original | None = None) -> Capture:
    """Keep the text of a source as it was seen, and what it was read from. The same text again is the same capture."""
    with recorded(by, "capture"):
        source = lock(source)
        require(by, "capture", source.dossier_id)
        same = source.captures.having(text).first()
        return same or save(Capture(source=source, text=text, how=how, original=original, taken_by=by))


def mark_passage(capture: Capture, *, by, start: int, end: int) -> Passage:
    """Point at an exact stretch of a capture, in code points. Raises ValidationError when it is not in it."""
    with recorded(by, "mark_passage"):
        source = lock(capture.source)
        require(by, "capture", source.dossier_id)
        return _marked(capture, start, end)


def quote(source: Source, *, by, words: str) -> Passage:
    """The passage with these words: where they stand in a capture, or in a new one of just these words."""
    words = words.strip()
    if not words:
        raise ValidationError({"passage": "Copy the words of the source here."})
    with transaction.atomic(savepoint=False):
        with recorded(by, "capture"):
            source = lock(source)
            require(by, "capture", source.dossier_id)
            known = next(iter(_having_words(source=source.pk, words=words)), None)
            found = known or save(Capture(source=source, text=words, how=Capture.How.TYPED, taken_by=by))
        with recorded(by, "mark_passage"):
            start = found.text.index(words)
            return _marked(found, start, start + len(words), may_be_marked=known is not None)


@prepared
def _having_words():
    own = Capture.objects.filter(source=Given("source"), text__contains=GivenText("words"))
    return own.order_by("-pk")[:1]


def _marked(capture: Capture, start: int, end: int, *, may_be_marked: bool = True) -> Passage:
    """The passage there, of a capture whose source is locked."""
    text = capture.text
    if not 0 <= start < end <= len(text):
        raise ValidationError({"passage": "The passage lies outside the captured text."})
    same = _passages(capture=capture.pk, start=start, end=end) if may_be_marked else []
    return (
        same[0]
        if same
        else save(
            Passage(
                capture=capture,
                start=start,
                end=end,
                exact=text[start:end],
                prefix=text[max(0, start - Passage.CONTEXT) : start],
                suffix=text[end : end + Passage.CONTEXT],
            )  # fmt: skip
        )
    )


@prepared
def _passages():
    return Passage.objects.filter(capture=Given("capture"), start=Given("start"), end=Given("end")).order_by()
