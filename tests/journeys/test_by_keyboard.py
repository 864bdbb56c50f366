"""The contact’s page for somebody who has no mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.house import House
from tests.journeys.steps import (
    ada_adds_grace,
    ada_asks_for_a_conversation,
    ada_makes_an_account,
    press,
    words_of,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def link(house: House, open_page: OpenPage) -> str:
    """The address of Grace’s page, as Ada’s proposal gives it."""
    ada = open_page()
    ada_makes_an_account(ada)
    ada_adds_grace(ada)
    ada_asks_for_a_conversation(ada)
    press(ada, "Send it")
    house.half_a_minute_passes()
    ada.goto("/interviews/1")
    press(ada, "They said yes")
    found = re.search(r"http://\S+/meet/\S+", words_of(ada).input_value())
    assert found
    return found[0]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_grace_takes_moves_and_cancels_a_time_with_the_keyboard_alone(
    link: str, open_page: OpenPage, script: bool
) -> None:
    grace = open_page(java_script_enabled=script, timezone_id="America/New_York")
    grace.goto(link)

    tab_to(grace, "input[name=slot]")
    grace.keyboard.press("ArrowDown")
    grace.keyboard.press("ArrowDown")
    expect(grace.get_by_role("radio").nth(2)).to_be_checked()
    tab_to(grace, "button", "Confirm this time")
    grace.keyboard.press("Enter")
    expect(grace.get_by_text("It is agreed")).to_be_visible()

    tab_to(grace, "summary", "Move it")
    grace.keyboard.press("Enter")
    tab_to(grace, "input[name=slot]")
    grace.keyboard.press("Space")
    tab_to(grace, "button", "Move it to this time")
    grace.keyboard.press("Enter")
    expect(grace.get_by_role("heading", level=1)).to_contain_text("to")

    tab_to(grace, "summary", "Cancel it")
    grace.keyboard.press("Enter")
    tab_to(grace, "button", "Cancel the conversation")
    grace.keyboard.press("Enter")
    expect(grace.get_by_role("heading", name="When would suit you?")).to_be_visible()


def tab_to(page: Page, selector: str, text: str = "") -> None:
    """Press Tab until the focus is there; what has the focus can be seen to have it."""
    focused = page.locator(f"{selector}:focus-visible", has_text=text)
    for _ in range(60):
        if focused.count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector} {text}")
