"""The running application and one Chromium, for stories that are told by clicking."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.house import House

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first one found; the shell draws the same pages for half the work, as it has no window to draw."""
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

PATIENCE = 30_000
"""Milliseconds until something counts as not coming: other tests run beside a journey, and what comes ends the wait."""
expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]


# Closed with the folder: a running playwright holds the thread’s event loop, which other tests need.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys; each page that is opened in it knows nothing of the others."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        pytest.skip("no browser: install chromium, so that the journeys can be walked")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIETLY)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def only_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """``outreach run`` with the worker beside the web server, for one journey after the other.

    It starts once, and works out once what takes long the first time: letters and pages.
    """
    with House(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def house(only_house: House) -> House:
    """The house with nobody in it, and no memory of who was there before."""
    only_house.everybody_leaves()
    return only_house


@pytest.fixture
def open_page(chromium: Browser, house: House) -> Iterator[OpenPage]:
    """Opens pages as ``pages_in`` does, in the house of this test."""
    with pages_in(house, chromium) as open_page:
        yield open_page


@contextmanager
def pages_in(house: House, chromium: Browser) -> Iterator[OpenPage]:
    """Opens pages in browser profiles of their own; the keywords are those of playwright’s ``new_context``.

    Whatever a page complains of fails the test: an exception, a line of the
    console, and so any breach of the content security policy. Only refusals
    that a test names in ``house.expected`` may be logged.
    """
    usual = {
        "base_url": house.url,
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }
    contexts = []

    def open_page(**wishes: object) -> Page:
        context = chromium.new_context(**usual | wishes)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.on("page", lambda page: listen(page, house))
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert house.unexpected == []


def listen(page: Page, house: House) -> None:
    def complain(about: object) -> None:
        house.complaints.append(f"{page.url}: {about}")

    page.on("pageerror", complain)
    page.on("console", lambda line: complain(line.text) if line.type in {"error", "warning"} else None)
