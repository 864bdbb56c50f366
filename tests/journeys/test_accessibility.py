"""Every page of the product, in light and in dark, held to WCAG 2.2 AA by axe."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page, expect
from werkzeug.routing import Rule

import outreach
from tests.examples import paths
from tests.journeys.conftest import OpenPage, pages_in
from tests.journeys.house import House
from tests.journeys.steps import ada_makes_an_account, press
from tests.test_access import RULES

pytestmark = pytest.mark.journey

RULEBOOK = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
SHOWN = [rule for rule in RULES if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
"""Whatever can be opened; so a new page is held to the rules from its first day."""
PRODUCT = Path(outreach.__file__).parent


@pytest.fixture(scope="module")
def house(only_house: House) -> House:
    """The same people in the house for all pages: looking changes nothing."""
    only_house.everybody_leaves()
    return only_house


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
    seen: set[str] = set()
    for path in paths(rule, house.examples()):
        if is_page(ada, path):
            ada.goto(path)
            kinds = set(ada.evaluate(KINDS_OF_ELEMENTS))
            if not kinds <= seen:
                found |= violations(ada)
                seen |= kinds

    assert found == {}
    assert house.unexpected == []


KINDS_OF_ELEMENTS = """
  () => [...document.querySelectorAll("body *")].map((element) => [
    ...[element.parentElement, element].map((one) => one.tagName + "." + one.getAttribute("class")),
    element.type, element.getAttribute("role"), element.getAttributeNames().sort().join(),
  ].join("|"))
"""
"""A page of which every element stands elsewhere in the same place has no other rules to break."""


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
    "/availability": "Save these rules",
    "/settings": "Change the password",
}


@pytest.fixture(scope="module")
def mary(house: House, open_page: OpenPage) -> Page:
    """Somebody who has written down nobody yet."""
    mary = open_page()
    ada_makes_an_account(mary, email="mary@example.org")
    return mary


@pytest.mark.parametrize("path", NEW_ACCOUNT)
def test_so_is_what_an_empty_page_says(ada: Page, mary: Page, path: str) -> None:
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

    assert [where.rsplit(maxsplit=1)[-1] for where in violations(ada)] == ["light"]


def test_axe_would_object_to_what_is_pale_in_the_dark_alone(ada: Page) -> None:
    ada.goto("/people/new")
    ada.evaluate("document.querySelector('h1').style.color = 'light-dark(black, #333)'")

    assert [where.rsplit(maxsplit=1)[-1] for where in violations(ada)] == ["dark"]


def test_in_the_dark_only_colours_are_others() -> None:
    """So whatever axe finds that is not about colours, it finds in the light."""
    files = [*PRODUCT.glob("static/*.*"), *PRODUCT.parent.glob("templates/**/*.html")]
    ours = "".join(file.read_text(encoding="utf-8") for file in files)
    dark = re.findall(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{([^{}]*)\}\s*\}", ours)
    changed = re.findall(r"([^\s:;]+): ([^;]+);", "".join(dark))

    assert len(dark) == ours.count("prefers-color-scheme") == 1
    assert len(changed) > 9
    others = {name for name, value in changed if not re.fullmatch(r"#\w+", value)}
    assert others == {"--shadow"}
    assert ours.count("var(--shadow)") == ours.count("box-shadow: var(--shadow)")


def violations(page: Page) -> dict[str, str]:
    """What axe finds, by address and colours. In the dark only colours are others, so only they are looked at again."""
    page.evaluate(AXE_SCRIPT)
    found: dict[str, str] = {}
    page.emulate_media(color_scheme="light")
    note(found, f"{page.url} in light", page.evaluate(LOOK, RULEBOOK))
    page.emulate_media(color_scheme="dark")
    note(found, f"{page.url} in dark", page.evaluate(LOOK_AT_COLOURS, RULEBOOK))
    return found


def note(found: dict[str, str], where: str, answer: dict[str, Any]) -> None:
    results = AxeResults(answer)
    if results.violations_count:
        found[where] = results.generate_report()


LOOK = "async (rulebook) => axe.run(rulebook)"
LOOK_AT_COLOURS = """async (rulebook) => {
  const colours = axe.getRules(["cat.color"]).filter((rule) => rule.tags.some((tag) => rulebook.runOnly.includes(tag)));
  return axe.run({ ...rulebook, runOnly: colours.map((rule) => rule.ruleId) });
}"""
