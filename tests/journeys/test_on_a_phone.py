"""The way to a first letter and to an agreed time on a small screen, in the dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.house import House
from tests.journeys.steps import (
    ada_adds_grace,
    ada_asks_for_a_conversation,
    ada_makes_an_account,
    follow,
    heading,
    press,
)

pytestmark = pytest.mark.journey

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "has_touch": True,
    "is_mobile": True,
}


def test_a_letter_and_a_time_on_a_phone_at_night(house: House, open_page: OpenPage) -> None:
    ada = open_page(**PHONE)
    fits_and_is_dark(ada, at="/welcome")
    ada_makes_an_account(ada)
    fits_and_is_dark(ada)
    ada_adds_grace(ada)
    fits_and_is_dark(ada)
    ada_asks_for_a_conversation(ada)
    fits_and_is_dark(ada)
    press(ada, "Send it")
    expect(ada.get_by_text("Leaves in a moment")).to_be_visible()
    fits_and_is_dark(ada)
    house.half_a_minute_passes()

    the_tabs_lie_under_the_thumb(ada)
    follow(ada, "People")
    fits_and_is_dark(ada)
    ada.get_by_role("link", name=re.compile("Grace Hopper")).click()
    fits_and_is_dark(ada)
    press(ada, "They said yes")
    press(ada, "Send it")
    house.half_a_minute_passes()
    follow(ada, "Mailbox")
    fits_and_is_dark(ada)
    ada.get_by_role("link", name=re.compile("Grace Hopper")).first.click()
    fits_and_is_dark(ada)
    link = ada.get_by_role("article").locator("a[href*=meet]").inner_text()

    grace = open_page(**PHONE, timezone_id="America/New_York")
    fits_and_is_dark(grace, at=link)
    grace.get_by_role("radio").first.check()
    press(grace, "Confirm this time")
    expect(grace.get_by_text("It is agreed")).to_be_visible()
    fits_and_is_dark(grace)


def fits_and_is_dark(page: Page, at: str = "") -> None:
    """Nothing reaches beyond the side of the screen, and the page follows the phone’s dark colours."""
    if at:
        page.goto(at)
    expect(heading(page, re.compile(".")).first).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, f"{page.url} is {width} pixels wide"
    red, green, blue = re.findall(
        r"\d+", page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    )[:3]
    assert int(red) + int(green) + int(blue) < 3 * 64, f"{page.url} is bright"


def the_tabs_lie_under_the_thumb(ada: Page) -> None:
    tabs = ada.get_by_role("navigation", name="Main").bounding_box()
    assert tabs is not None
    assert tabs["y"] + tabs["height"] == pytest.approx(844, abs=2)
