"""Every page of the product, in light and in dark, held to WCAG 2.2 AA by axe."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from werkzeug.routing import Rule

from tests.examples import paths
from tests.journeys.conftest import OpenPage, pages_in
from tests.journeys.house import House
from tests.journeys.steps import ada_makes_an_account, press
from tests.test_access import RULES

pytestmark = pytest.mark.journey

RULEBOOK = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
SHOWN = [rule for rule in RULES if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
"""Whatever can be opened; so a new page is held to the rules from its first day."""
COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all pages: looking changes nothing."""
    with House(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="module")
def open_page(chromium: Browser, house: House) -> Iterator[OpenPage]:
    with pages_in(house, chromium) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def ada(house: House, open_page: OpenPage) -> Page:
    """Ada among the sample people, whose stories have come differently far."""
    ada = open_page()
    ada_makes_an_account(ada)
    press(ada, "Show me with sample people")
    house.expected = {404, 409}
    return ada


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.endpoint)
def test_every_page_is_open_to_everybody(house: House, ada: Page, rule: Rule) -> None:
    found: dict[str, str] = {}
    for path in paths(rule, house.examples()):
        if is_page(ada, path):
            ada.goto(path)
            found |= violations(ada)

    assert found == {}
    assert house.unexpected == []


def is_page(ada: Page, path: str) -> bool:
    """Whether there is a whole page at the address, rather than a file, a part of a page or the way to another one."""
    answer = ada.request.get(path, max_redirects=0)
    assert answer.status in {200, 303, 404, 409}, f"{path} answers {answer.status}"
    return answer.status != 303 and answer.text().startswith("<!doctype html>")


NEW_ACCOUNT = ["/", "/people", "/people?q=nobody", "/mailbox", "/mailbox?before=1", "/no-such-page"]
REFUSALS = {
    "/welcome": "Begin",
    "/sign-in": "Sign in",
    "/people/new": "Add this person",
    "/availability": "Keep these rules",
    "/settings": "Change the password",
}


@pytest.mark.parametrize("path", NEW_ACCOUNT)
def test_so_is_what_an_empty_page_says(house: House, open_page: OpenPage, path: str) -> None:
    mary = open_page()
    ada_makes_an_account(mary, email=f"mary{NEW_ACCOUNT.index(path)}@example.org")
    mary.goto(path)

    assert violations(mary) == {}


@pytest.mark.parametrize("path", REFUSALS)
def test_so_is_a_form_that_is_not_right_yet(house: House, ada: Page, path: str) -> None:
    house.expected |= {401, 403, 422}
    ada.goto(path)
    ada.evaluate(LEAVE_EVERYTHING_EMPTY)
    press(ada, REFUSALS[path])
    expect(ada.locator(".wrong, .notice.bad").first).to_be_visible()

    assert violations(ada) == {}


LEAVE_EVERYTHING_EMPTY = """
  for (const form of document.forms) form.noValidate = true;
  for (const field of document.querySelectorAll("main input:not([type=hidden])")) field.value = "";
"""


def test_axe_would_object(ada: Page) -> None:
    ada.goto("/people/new")
    ada.evaluate("document.querySelectorAll('label').forEach((label) => label.remove())")

    assert violations(ada) != {}


def violations(page: Page) -> dict[str, str]:
    """What axe finds, by address and colours."""
    axe, found = Axe(), {}
    for colours in COLOURS:
        page.emulate_media(color_scheme=colours)
        results = axe.run(page, options=RULEBOOK)
        if results.violations_count:
            found[f"{page.url} in {colours}"] = results.generate_report()
    return found
