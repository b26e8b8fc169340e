"""The page of tokens: made, shown once, listed, ended, and only by their owner."""

from django.urls import reverse

from sources.models import Token
from sources.operations import token as tokens

PAGE = "/accounts/tokens/"


def test_a_token_is_shown_once_and_only_its_digest_is_kept(client_of, reporter):
    client = client_of(reporter)

    page = client.post(f"{PAGE}make/", {"name": "Nightly copy", "days": "30"})

    text = page.context["text"]
    token = Token.objects.get()
    assert text.startswith("ccl_") and text in page.content.decode()
    assert text not in [str(value) for value in vars(token).values()]
    assert text not in client.get(PAGE).content.decode()
    assert "Nightly copy" in client.get(PAGE).content.decode()


def test_a_token_opens_the_interface_as_its_owner(client_of, client, reporter, north):
    text = client_of(reporter).post(f"{PAGE}make/", {"name": "x", "days": "7"}).context["text"]

    answer = client.get(f"/api/v1/sides/{north.pk}/", headers={"Authorization": f"Bearer {text}"})

    assert answer.status_code == 200


def test_a_token_ends_when_it_says(client_of, reporter):
    page = client_of(reporter).post(f"{PAGE}make/", {"name": "x", "days": "3650"})

    assert page.status_code == 400
    assert not Token.objects.exists()


def test_a_revoked_token_opens_nothing_and_stays_on_record(client_of, client, reporter):
    token, text = tokens.make(by=reporter, name="Old", days=7)

    client_of(reporter).post(reverse("sources:revoke_token", args=[token.reference]))

    assert client.get("/api/v1/sides/", headers={"Authorization": f"Bearer {text}"}).status_code == 401
    assert "revoked" in client_of(reporter).get(PAGE).content.decode()


def test_revoking_twice_is_refused(client_of, reporter):
    token, _ = tokens.make(by=reporter, name="Old", days=7)
    address = reverse("sources:revoke_token", args=[token.reference])
    client_of(reporter).post(address)

    assert client_of(reporter).post(address).status_code == 409


def test_nobody_ends_or_sees_another_ones_token(client_of, reporter, editor):
    token, _ = tokens.make(by=reporter, name="Nora's own", days=7)

    assert client_of(editor).post(reverse("sources:revoke_token", args=[token.reference])).status_code == 404
    assert "own" not in client_of(editor).get(PAGE).context["tokens"]
    assert "Nora" not in client_of(editor).get(PAGE).content.decode()


def test_a_token_makes_no_token(program_of, reporter):
    answer = program_of(reporter).client.post(f"{PAGE}make/", {"name": "x", "days": "7"}, **{
        "HTTP_AUTHORIZATION": program_of(reporter).headers["Authorization"]
    })  # fmt: skip

    assert answer.status_code == 302
    assert not Token.objects.filter(name="x").exists()
