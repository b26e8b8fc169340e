"""Who works on a dossier: roles, leaving, and inviting somebody new."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.mail import FILED
from sources.models import Member
from sources.operations import dossier as dossiers
from sources.operations import member as members
from tests.factories import User, make_dossier, make_user


@pytest.fixture
def url(dossier):
    return reverse("sources:members", args=[dossier.pk])


def _invite(client, dossier, **over):
    typed = {"full_name": "Vera Newcomer", "email": "vera@example.org", "role": "journalist"} | over
    return client.post(reverse("sources:invite", args=[dossier.pk]), typed, follow=True)


def test_members_are_named_with_their_roles_and_only_editors_may_change_them(client_of, url, reader, editor):
    seen, managed = client_of(reader).get(url).text, client_of(editor).get(url).text

    assert "Nora Reporter" in seen and "Journalist" in seen
    assert "Remove" not in seen and "nora@example.org" not in seen
    assert "Remove" in managed and "nora@example.org" in managed


@pytest.mark.parametrize(("visibility", "status"), [("members", 404), ("public", 403)])
def test_others_do_not_see_who_works_on_it(client_of, url, dossier, outsider, editor, visibility, status):
    dossiers.edit(dossier, by=editor, revision=1, visibility=visibility)

    assert client_of(outsider).get(url).status_code == status


def test_a_role_is_changed(client_of, url, dossier, editor, reader):
    sent = {"user": reader.pk, "role": "journalist", "was": "reader"}

    client_of(editor).post(reverse("sources:set_role", args=[dossier.pk]), sent)

    assert Member.objects.role_of(reader, dossier.pk) == "journalist"


@pytest.mark.parametrize("step", ["set_role", "end_membership"])
def test_a_role_that_was_changed_meanwhile_is_shown_and_stays(client_of, dossier, editor, reader, step):
    members.set_role(dossier, user=reader, role="editor", was="reader", by=editor)
    target = {"set_role": dossier.pk, "end_membership": dossier.members.get(user=reader).pk}[step]
    sent = {"user": reader.pk, "role": "journalist", "was": "reader"}

    answer = client_of(editor).post(reverse(f"sources:{step}", args=[target]), sent)

    assert answer.status_code == 409
    assert "is an editor now: somebody changed it while you had this page open." in answer.text
    assert Member.objects.role_of(reader, dossier.pk) == "editor"


def test_who_was_taken_off_meanwhile_is_not_brought_back_unseen(client_of, dossier, editor, reader):
    members.end(dossier.members.get(user=reader), was="reader", by=editor)
    sent = {"user": reader.pk, "role": "journalist", "was": "reader"}

    answer = client_of(editor).post(reverse("sources:set_role", args=[dossier.pk]), sent)

    assert answer.status_code == 409
    assert "is no member any more" in answer.text
    assert "You chose “journalist”" in answer.text


def test_a_colleague_is_added_and_may_be_taken_off(client_of, dossier, editor, outsider):
    client = client_of(editor)

    client.post(reverse("sources:set_role", args=[dossier.pk]), {"user": outsider.pk, "role": "reader"})
    joined = Member.objects.role_of(outsider, dossier.pk)
    client.post(reverse("sources:end_membership", args=[dossier.members.get(user=outsider).pk]), {"was": "reader"})

    assert joined == "reader"
    assert Member.objects.role_of(outsider, dossier.pk) is None


@pytest.mark.parametrize("step", ["set_role", "end_membership"])
def test_the_last_editor_is_told_kindly_to_stay(db, client_of, step):
    last = make_user(is_staff=True, full_name="Lena Last")
    dossier = make_dossier(editors=[last])
    target = {"set_role": dossier.pk, "end_membership": dossier.members.get(user=last).pk}[step]
    sent = {"user": last.pk, "role": "reader", "was": "editor"}

    answer = client_of(last).post(reverse(f"sources:{step}", args=[target]), sent)

    assert answer.status_code == 409
    assert "A dossier keeps at least one editor." in answer.text
    assert "<h1>Members</h1>" in answer.text
    assert Member.objects.role_of(last, dossier.pk) == "editor"


def test_an_editor_who_leaves_is_led_to_the_dossiers(client_of, dossier, editor):
    own = dossier.members.get(user=editor)

    answer = client_of(editor).post(reverse("sources:end_membership", args=[own.pk]), {"was": "editor"})

    assert answer.url == reverse("claims:home")


@pytest.mark.parametrize("who", ["reporter", "reader"])
def test_only_editors_manage(client_of, dossier, reader, who, request):
    client = client_of(request.getfixturevalue(who))
    member = dossier.members.get(user=reader)

    assert (
        client.post(reverse("sources:set_role", args=[dossier.pk]), {"user": reader.pk, "role": "editor"}).status_code
        == 403
    )
    assert client.post(reverse("sources:end_membership", args=[member.pk])).status_code == 403
    assert _invite(client, dossier).status_code == 403
    assert not User.objects.filter(email="vera@example.org").exists()


def test_an_invited_colleague_chooses_a_password_and_is_signed_in(client_of, client, dossier, editor):
    page = _invite(client_of(editor), dossier)
    link = re.search(r"http://testserver(/invitations/[^\"\s]+)", page.text)[1]

    welcome = client.get(link)
    answer = client.post(link, {"new_password1": "a long enough password", "new_password2": "a long enough password"})

    vera = User.objects.get(email="vera@example.org")
    assert "Welcome, Vera Newcomer" in welcome.text
    assert answer.url == reverse("claims:home")
    assert client.session["_auth_user_id"] == str(vera.pk)
    assert vera.check_password("a long enough password")
    assert Member.objects.role_of(vera, dossier.pk) == "journalist"


def test_the_link_is_mailed_too_and_shown_once_only(client_of, dossier, editor, url):
    client = client_of(editor)

    page = _invite(client, dossier)

    link = re.search(r"http://testserver/invitations/\S+", mail.outbox[0].body)[0]
    assert mail.outbox[0].to == ["vera@example.org"]
    assert link in page.text
    assert "/invitations/" not in client.get(url).text


def test_the_link_works_once(client_of, client, dossier, editor):
    _invite(client_of(editor), dossier)
    link = re.search(r"http://testserver(/invitations/\S+)", mail.outbox[0].body)[1]
    typed = {"new_password1": "a long enough password", "new_password2": "a long enough password"}
    client.post(link, typed)

    assert client.get(link).status_code == 404
    assert client.post(link, typed).status_code == 404


def test_a_weak_password_is_refused_in_words(client_of, client, dossier, editor):
    _invite(client_of(editor), dossier)
    link = re.search(r"http://testserver(/invitations/\S+)", mail.outbox[0].body)[1]

    answer = client.post(link, {"new_password1": "password", "new_password2": "password"})

    assert answer.status_code == 400
    assert "too common" in answer.text
    assert not User.objects.get(email="vera@example.org").has_usable_password()


def test_somebody_with_an_account_becomes_a_member_and_gets_no_link(client_of, dossier, editor, outsider):
    page = _invite(client_of(editor), dossier, email="OTTO@example.org")

    assert Member.objects.role_of(outsider, dossier.pk) == "journalist"
    assert "has an account already" in page.text
    assert "/invitations/" not in page.text + mail.outbox[0].body


def test_the_link_of_an_account_that_opens_more_is_mailed_but_not_shown(client_of, dossier, editor):
    other = make_user(is_staff=True)
    members.invite(make_dossier(editors=[other]), email="vera@example.org", full_name="Vera", role="editor", by=other)

    page = _invite(client_of(editor), dossier)

    assert "/invitations/" in mail.outbox[0].body
    assert "/invitations/" not in page.text


@pytest.fixture
def no_mail_server(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILED, str(tmp_path)
    return tmp_path


def test_without_a_mail_server_the_editor_is_told_to_pass_on_the_link(client_of, dossier, editor, url, no_mail_server):
    client = client_of(editor)

    page = _invite(client, dossier)

    link = re.search(r"http://testserver/invitations/\S+", next(no_mail_server.iterdir()).read_text())[0]
    assert "We wrote to" not in page.text
    assert "No mail server is set, so nothing was mailed. Pass on the link below" in page.text
    assert link in page.text
    assert "/invitations/" not in client.get(url).text


def test_without_a_mail_server_a_link_that_is_not_shown_is_with_the_operator(
    client_of, dossier, editor, no_mail_server
):
    other = make_user(is_staff=True)
    members.invite(make_dossier(editors=[other]), email="vera@example.org", full_name="Vera", role="editor", by=other)

    page = _invite(client_of(editor), dossier)

    assert "in the folder “mail” of its data" in page.text
    assert "/invitations/" not in page.text


def test_a_broken_mail_server_loses_no_invitation(client_of, dossier, editor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    page = _invite(client_of(editor), dossier)

    assert "could not write to vera@example.org" in page.text
    assert "/invitations/" in page.text


def test_a_name_over_two_lines_cannot_break_the_mail(client_of, dossier, editor):
    dossiers.edit(dossier, by=editor, revision=1, name="The\r\nBcc: all@example.org")

    _invite(client_of(editor), dossier)

    assert "\n" not in mail.outbox[0].subject


@pytest.mark.parametrize("typed", [{"email": "nonsense"}, {"full_name": ""}, {"role": "owner"}])
def test_what_is_typed_wrong_stays_on_the_page(client_of, dossier, editor, typed):
    answer = _invite(client_of(editor), dossier, **typed)

    assert answer.status_code == 400
    assert (typed.get("email") or "vera@example.org") in answer.text


def test_an_address_with_odd_letters_gets_a_user_name(client_of, dossier, editor):
    _invite(client_of(editor), dossier, email="v'era&co@example.org")

    assert User.objects.get(email="v'era&co@example.org").username == "veraco"


def test_thirty_members_cost_the_queries_of_five(client_of, dossier, editor, url):
    client = client_of(editor)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    few = cost()
    for _ in range(25):
        members.set_role(dossier, user=make_user(), role="reader", by=editor)

    assert cost() == few
