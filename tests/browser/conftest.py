"""A real browser, with and without JavaScript, and what axe says about a page."""

import os
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import chromium

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


#: What has begun to fade or turn goes on, whatever motion is asked for from then on.
AT_REST = "document.getAnimations().forEach(one => one.cancel())"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the worker's whole run."""
    # Playwright keeps an event loop in this thread, where Django then refuses plain database calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium's sandbox does not work for root
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium.find(), args=[*FLAGS, *sandbox])
        yield chrome
        chrome.close()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A fresh browser page; `page.goto("/claims/")` reads from the running site. Script errors fail the test."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    yield from _opened(context)
    assert not errors, errors


@pytest.fixture
def page_without_script(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A fresh browser page with JavaScript off."""
    yield from _opened(browser.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=False))


def _opened(context: BrowserContext) -> Iterator[Page]:
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`assert axe(page) == []`: every WCAG 2.2 AA and best-practice violation, one line each."""

    def violations(page: Page) -> list[str]:
        page.emulate_media(reduced_motion="reduce")
        page.evaluate(AT_REST)  # what is half faded in has no colour to be judged by
        found = Axe().run(page).response["violations"]
        return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]

    return violations
