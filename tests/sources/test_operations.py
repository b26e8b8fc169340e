"""Every write to dossiers, people in them, speakers and sources."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError

from config.rows import Outdated, WrongState
from sources import operations as sources
from sources.models import Dossier, Member, Publisher, Side, Speaker
from tests import factories

User = get_user_model()


def last_step(row) -> tuple:
    context = row.events.latest("pgh_id").pgh_context
    return context["user"], context["step"], context["reason"]


def role_of(dossier, user) -> str | None:
    return Member.objects.role_of(user, dossier.pk)


# Dossiers


def test_whoever_opens_a_dossier_edits_it(editor):
    dossier = sources.open_dossier(by=editor, name="The river dispute")

    assert (dossier.opened_by, dossier.visibility) == (editor, "members")
    assert role_of(dossier, editor) == "editor"
    assert last_step(dossier) == (editor.pk, "open_dossier", "")


def test_a_journalist_who_opens_a_dossier_names_who_reviews_it(dossier, reporter, second_editor):
    for editors in ([], [reporter]):
        with pytest.raises(ValidationError, match="Name an editor"):
            sources.open_dossier(by=reporter, name="Floods", editors=editors)

    opened = sources.open_dossier(by=reporter, name="Floods", editors=[second_editor])

    assert (role_of(opened, reporter), role_of(opened, second_editor)) == ("journalist", "editor")


def test_only_who_works_somewhere_opens_a_dossier(dossier, reader, outsider):
    for person in (reader, outsider):
        with pytest.raises(PermissionDenied, match="Ask an editor to invite you"):
            sources.open_dossier(by=person, name="Floods")


def test_a_dossier_is_renamed_by_its_editors_only_and_never_over_anothers_change(dossier, editor, reporter):
    with pytest.raises(PermissionDenied):
        sources.edit_dossier(dossier, by=reporter, revision=1, name="Floods")
    renamed = sources.edit_dossier(dossier, by=editor, revision=1, name="Floods")
    assert (renamed.name, renamed.revision) == ("Floods", 2)
    with pytest.raises(Outdated):
        sources.edit_dossier(dossier, by=editor, revision=1, name="Droughts")


# Members


def test_a_role_is_given_and_changed_by_an_editor(dossier, editor, outsider):
    member = sources.set_role(dossier, user=outsider, role="reader", by=editor)
    sources.set_role(dossier, user=outsider, role="journalist", was="reader", by=editor)

    assert role_of(dossier, outsider) == "journalist"
    assert last_step(member) == (editor.pk, "set_role", "")


@pytest.mark.parametrize("person", ["reporter", "reader", "outsider"])
def test_nobody_gives_roles_but_an_editor(request, dossier, person):
    person = request.getfixturevalue(person)

    with pytest.raises(PermissionDenied):
        sources.set_role(dossier, user=person, role="editor", by=person)
    with pytest.raises(PermissionDenied):
        sources.end_membership(dossier.members.first(), was="editor", by=person)
    with pytest.raises(PermissionDenied):
        sources.invite(dossier, email="new@example.org", full_name="New", role="reader", by=person)


def test_a_dossier_keeps_its_last_editor(dossier, editor, second_editor):
    sources.set_role(dossier, user=second_editor, role="journalist", was="editor", by=editor)
    member = dossier.members.get(user=editor)

    with pytest.raises(WrongState, match="at least one editor"):
        sources.set_role(dossier, user=editor, role="reader", was="editor", by=editor)
    with pytest.raises(WrongState, match="at least one editor"):
        sources.end_membership(member, was="editor", by=editor)

    assert role_of(dossier, editor) == "editor"


def test_who_left_may_do_nothing_more_and_can_come_back(dossier, editor, reporter):
    sources.end_membership(dossier.members.get(user=reporter), was="journalist", by=editor)
    assert role_of(dossier, reporter) is None
    with pytest.raises(PermissionDenied):
        factories.make_side(dossier, by=reporter)

    sources.set_role(dossier, user=reporter, role="journalist", by=editor)

    assert role_of(dossier, reporter) == "journalist"
    assert dossier.members.filter(user=reporter).count() == 1


def test_inviting_makes_an_account_without_a_password(dossier, editor):
    member = sources.invite(dossier, email="mara@example.org", full_name="Mara van Dam", role="journalist", by=editor)

    account = member.user
    assert (account.username, account.get_full_name()) == ("mara", "Mara van Dam")
    assert not account.has_usable_password()
    assert member.role == "journalist"


def test_inviting_somebody_with_an_account_makes_them_a_member(dossier, editor, outsider):
    accounts = User.objects.count()

    member = sources.invite(dossier, email=outsider.email.upper(), full_name="", role="reader", by=editor)

    assert member.user == outsider
    assert User.objects.count() == accounts


def test_inviting_a_member_changes_no_role(dossier, editor, second_editor):
    with pytest.raises(ValidationError, match="is a member already") as refusal:
        sources.invite(dossier, email=second_editor.email, full_name="", role="reader", by=editor)

    assert list(refusal.value.error_dict) == ["email"]
    assert role_of(dossier, second_editor) == "editor"


def test_two_people_with_one_name_before_the_at_get_two_accounts(dossier, editor):
    one = sources.invite(dossier, email="mara@example.org", full_name="Mara A", role="reader", by=editor)
    other = sources.invite(dossier, email="mara@example.com", full_name="Mara B", role="reader", by=editor)

    assert one.user != other.user


# Sides


def test_a_side_gets_the_first_colour_and_marker_that_are_free(dossier, reporter):
    for n in range(9):
        sources.add_side(dossier, by=reporter, name=f"Side {n}")

    looks = list(dossier.sides.order_by("pk").values_list("slot", "marker"))

    assert [slot for slot, _ in looks[:8]] == list(range(1, 9))
    assert len(set(looks)) == 9, "the ninth repeats a colour and a marker, but not both"


def test_more_sides_than_colours_can_be_told_apart(dossier, reporter):
    for n in range(20):
        sources.add_side(dossier, by=reporter, name=f"Side {n}")

    assert len(set(Side.objects.values_list("slot", "marker"))) == 20


def test_a_side_of_the_same_name_is_refused(dossier, north, reporter):
    with pytest.raises(ValidationError, match="a side of that name"):
        sources.add_side(dossier, by=reporter, name="NORTH")


def test_a_side_is_edited_by_editors_and_never_over_anothers_change(north, editor, reporter):
    with pytest.raises(PermissionDenied):
        sources.edit_side(north, by=reporter, revision=1, name="The north")
    sources.edit_side(north, by=editor, revision=1, name="The north")
    with pytest.raises(Outdated):
        sources.edit_side(north, by=editor, revision=1, name="Northerners")


# Speakers


def test_a_speaker_is_added_with_names_and_side(dossier, north, reporter):
    speaker = sources.add_speaker(
        dossier, by=reporter, name="Şuşa Council", kind="organisation", aliases=["Shushi Council"], side=north,
        office="Council",
    )  # fmt: skip

    affiliation = speaker.affiliations.get()
    assert (affiliation.side, affiliation.office) == (north, "Council")
    for words in ("susa council", "SHUSHI COUNCIL"):
        assert Speaker.objects.named(words).get() == speaker
    assert Speaker.objects.resembling("shusha").first() == speaker


def test_a_speaker_is_not_entered_twice(dossier, reporter):
    sources.add_speaker(dossier, by=reporter, name="Anna Naghdalyan")

    with pytest.raises(ValidationError, match="a speaker of that name"):
        sources.add_speaker(dossier, by=reporter, name="anna naghdalyán")


def test_the_second_of_two_edits_of_a_speaker_is_refused(dossier, reporter, editor):
    speaker = sources.add_speaker(dossier, by=reporter, name="A. Petrov")
    sources.edit_speaker(speaker, by=editor, revision=1, note="A captain.")

    with pytest.raises(Outdated):
        sources.edit_speaker(speaker, by=reporter, revision=1, note="A major.")


def test_a_speaker_changes_sides_by_the_day(dossier, north, south, reporter):
    speaker = factories.make_speaker(dossier)
    sources.affiliate(speaker, by=reporter, side=north, last_day=date(2020, 9, 30))
    later = sources.affiliate(speaker, by=reporter, side=south, office="Envoy", first_day=date(2020, 10, 1))

    ended = sources.end_affiliation(later, by=reporter, reason="It was his brother.")

    assert not ended.active
    assert last_step(ended) == (reporter.pk, "end_affiliation", "It was his brother.")
    with pytest.raises(ValidationError, match="before the first"):
        sources.affiliate(speaker, by=reporter, side=south, first_day=date(2020, 10, 2), last_day=date(2020, 10, 1))


# Sources and what was seen of them


def test_a_publisher_is_entered_once_whatever_its_case(dossier, reporter):
    one = sources.add_source(dossier, by=reporter, title="Row over the dam", publisher="The Daily Ledger")
    other = sources.add_source(dossier, by=reporter, title="Dam shut", publisher=" the daily ledger ")

    assert one.publisher == other.publisher == Publisher.objects.get()
    assert last_step(one) == (reporter.pk, "add_source", "")


def test_the_second_of_two_edits_of_a_source_is_refused(source, reporter, editor):
    sources.edit_source(source, by=editor, revision=1, publisher="The Daily Ledger")

    with pytest.raises(Outdated):
        sources.edit_source(source, by=reporter, revision=1, title="Dam shut")

    source.refresh_from_db()
    assert (source.publisher.name, source.title) == ("The Daily Ledger", "Row over the dam")


def test_the_same_text_again_is_the_same_capture(source, reporter, second_reporter):
    text = "The dam was shut.\n\nNobody said why."

    one = sources.capture(source, by=reporter, text=text, how="pasted")

    assert sources.capture(source, by=second_reporter, text=text, how="typed") == one
    assert (one.how, one.taken_by) == ("pasted", reporter)


def test_words_are_found_where_they_stand_in_a_capture(source, reporter):
    capture = sources.capture(source, by=reporter, text="At dawn 🌅 the dam was shut, he said.", how="pasted")

    passage = sources.quote(source, by=reporter, words=" the dam was shut ")

    assert passage.capture == capture
    assert (passage.start, passage.exact) == (10, "the dam was shut")
    assert sources.quote(source, by=reporter, words="the dam was shut") == passage


def test_words_that_stand_in_no_capture_are_kept_as_heard(source, reporter):
    sources.capture(source, by=reporter, text="100% shut", how="pasted")

    passage = sources.quote(source, by=reporter, words="100_ shut")

    assert (passage.capture.how, passage.capture.text) == ("typed", "100_ shut")


@pytest.mark.parametrize("words", ["", " \n "])
def test_no_words_are_no_passage(source, reporter, words):
    with pytest.raises(ValidationError, match="Copy the words"):
        sources.quote(source, by=reporter, words=words)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 2), (0, 100)])
def test_a_passage_lies_within_its_capture(source, reporter, start, end):
    capture = sources.capture(source, by=reporter, text="The dam was shut.", how="pasted")

    with pytest.raises(ValidationError, match="outside the captured text"):
        sources.mark_passage(capture, by=reporter, start=start, end=end)


@pytest.mark.parametrize("person", ["reader", "outsider"])
def test_only_who_works_on_a_dossier_adds_to_it(request, dossier, source, person):
    person = request.getfixturevalue(person)

    for add in (
        lambda: sources.add_side(dossier, by=person, name="East"),
        lambda: sources.add_speaker(dossier, by=person, name="A. Petrov"),
        lambda: sources.add_source(dossier, by=person, title="Dam shut"),
        lambda: sources.edit_source(source, by=person, revision=1, title="Dam shut"),
        lambda: sources.capture(source, by=person, text="The dam was shut.", how="typed"),
        lambda: sources.quote(source, by=person, words="The dam was shut."),
    ):
        with pytest.raises(PermissionDenied):
            add()


# Who may open what


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("public", {"anonymous", "outsider", "reader", "reporter", "editor"}),
        ("newsroom", {"outsider", "reader", "reporter", "editor"}),
        ("members", {"reader", "reporter", "editor"}),
    ],
)
def test_a_dossier_is_seen_by_whom_its_visibility_says(request, dossier, editor, visibility, seen_by):
    from django.contrib.auth.models import AnonymousUser

    factories.make_speaker(dossier=dossier)
    sources.edit_dossier(dossier, by=editor, revision=1, visibility=visibility)
    people = {name: request.getfixturevalue(name) for name in ("outsider", "reader", "reporter", "editor")}
    people["anonymous"] = AnonymousUser()

    for rows in (Dossier.objects, Speaker.objects):
        assert {name for name, person in people.items() if rows.visible_to(person).exists()} == seen_by


def test_who_left_no_longer_sees_a_members_dossier(dossier, editor, reader):
    sources.end_membership(dossier.members.get(user=reader), was="reader", by=editor)

    assert not Dossier.objects.visible_to(reader).exists()
