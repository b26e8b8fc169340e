"""Headings and buttons of the account pages read like the rest."""

import pytest
from django.urls import reverse

from config.templatetags.casing import sentence


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("\n  Sign In\n", "\n  Sign in\n"),
        ("Two-Factor Authentication", "Two-factor authentication"),
        ("Trust this Browser?", "Trust this browser?"),
        ("Use a TOTP App", "Use a TOTP app"),
        ('Sign In <a Class="Big Red">Now Please</a>', 'Sign in <a Class="Big Red">Now please</a>'),
        ("", ""),
    ],
)
def test_a_heading_begins_with_a_capital_and_goes_on_without(theirs, ours):
    assert sentence(theirs) == ours


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("account_change_password", "Change password"),
        ("account_email", "Email addresses"),
    ],
)
def test_the_pages_of_an_account_are_headed_like_the_rest(client_of, reporter, page, heading):
    html = client_of(reporter).get(reverse(page), follow=True).text

    assert f"<h1>{heading}</h1>" in " ".join(html.split()).replace("<h1> ", "<h1>").replace(" </h1>", "</h1>")


def test_the_fields_of_an_account_are_labelled_like_the_rest(client_of, reporter):
    html = client_of(reporter).get(reverse("account_change_password")).text

    assert ">Current password</label>" in html
    assert ">New password</label>" in html
