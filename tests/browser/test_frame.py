"""The frame of every page: it loads under the strict policy, and axe finds nothing."""

import pytest

ANYBODY = ["/", "/accounts/login/", "/nowhere/"]


@pytest.mark.parametrize("address", ANYBODY)
def test_a_page_for_anybody_is_accessible_and_keeps_the_policy(page, axe, address):
    page.goto(address)

    assert page.get_by_role("main").is_visible()
    assert axe(page) == []


@pytest.mark.parametrize("address", ANYBODY)
def test_a_page_for_anybody_works_without_script(page_without_script, address):
    page_without_script.goto(address)

    assert page_without_script.get_by_role("main").is_visible()
