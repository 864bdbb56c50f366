"""The whole life of a contact’s page, from the offer to the end: on a phone, by keyboard, in any zone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.house import House
from tests.journeys.steps import (
    ada_adds_grace,
    ada_asks_for_a_conversation,
    ada_makes_an_account,
    press,
    words_of,
)
from tests.journeys.test_accessibility import violations
from tests.journeys.test_by_keyboard import tab_to

pytestmark = pytest.mark.journey

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
OPEN_ALL = "for (const closed of document.querySelectorAll('details')) closed.open = true"


def test_from_the_offer_to_the_end_in_three_zones(house: House, open_page: OpenPage) -> None:
    ada = open_page()
    link = ada_offers_two_times(ada, house)

    without_script = open_page(**PHONE, java_script_enabled=False, timezone_id="Asia/Kolkata", locale="en-IN")
    none_of_them_suits_grace(without_script, f"{link}?zone=Asia/Kolkata")
    ada_accepts_with_one_click(ada)

    expect(heading_of(without_script, link)).to_contain_text("10:30 AM")
    grace = open_page(**PHONE, timezone_id="America/New_York", locale="en-US", color_scheme="dark")
    grace_moves_it_by_keyboard(grace, link)
    house.the_conversation_is_over()
    grace.goto(link)
    expect(grace.get_by_role("heading", name="Thank you for the conversation")).to_be_visible()
    elsewhere = open_page(**PHONE, timezone_id="Pacific/Auckland")
    elsewhere.goto(link)
    assert violations(elsewhere) == {}


def ada_offers_two_times(ada: Page, house: House) -> str:
    ada_makes_an_account(ada)
    ada_adds_grace(ada)
    ada_asks_for_a_conversation(ada)
    press(ada, "Send it")
    house.half_a_minute_passes()
    ada.goto("/interviews/1")
    press(ada, "They said yes")
    ada.locator("#windows").get_by_role("checkbox", checked=True).first.uncheck(force=True)
    press(ada, "Put these times into the letter")
    expect(words_of(ada)).to_have_value(re.compile(r"\(New York time\)\n- [^\n]+\(New York time\)\n\n"))
    assert violations(ada) == {}
    link = re.search(r"http://\S+/meet/\S+", words_of(ada).input_value())
    assert link
    press(ada, "Send it")
    expect(ada.get_by_role("heading", name="Held for Grace")).to_be_visible()
    house.half_a_minute_passes()
    return link[0]


def none_of_them_suits_grace(grace: Page, link: str) -> None:
    """Without script, on a phone in Kolkata, by keyboard: one other time and a word."""
    grace.goto(link)
    expect(grace.get_by_role("group", name="Times held for you").get_by_role("radio")).to_have_count(2)
    expect(grace.get_by_text("in London").first).to_be_visible()
    fits(grace)
    tab_to(grace, "summary", "None of these work")
    grace.keyboard.press("Enter")
    grace.get_by_label("First time").fill("2027-01-12T10:30")
    grace.get_by_label("A note").fill("Mornings are best.")
    tab_to(grace, "button", "Tell Ada")
    grace.keyboard.press("Enter")
    expect(grace.get_by_text("Tuesday 12 January, 10:30 AM (5:00 AM in London)")).to_be_visible()
    fits(grace)


def ada_accepts_with_one_click(ada: Page) -> None:
    ada.goto("/interviews/1")
    expect(ada.get_by_role("heading", name="Grace proposes another time")).to_be_visible()
    assert violations(ada) == {}
    press(ada, "Accept")
    expect(ada.get_by_text("Agreed. The invitation is on its way to both of you.")).to_be_visible()


def heading_of(grace: Page, link: str) -> Locator:
    grace.goto(f"{link}?zone=Asia/Kolkata")
    return grace.get_by_role("heading", level=1)


def grace_moves_it_by_keyboard(grace: Page, link: str) -> None:
    """With script, in New York and in the dark: to another day of the month."""
    grace.goto(link)
    tab_to(grace, "summary", "Move it")
    grace.keyboard.press("Enter")
    tab_to(grace, "summary", "Choose a day from the month")
    grace.keyboard.press("Enter")
    day = grace.get_by_role("link", name=re.compile(r"^\w+ \d+ \w+, \d+ free$")).nth(3)
    label = day.get_attribute("aria-label") or ""
    name = label.split(",")[0]
    tab_to(grace, f'a[aria-label="{label}"]')
    grace.keyboard.press("Enter")
    expect(grace.get_by_role("group", name=name, exact=True)).to_be_visible()
    grace.evaluate(OPEN_ALL)
    assert violations(grace) == {}
    fits(grace)
    tab_to(grace, "input[name=slot]")
    grace.keyboard.press("Space")
    tab_to(grace, "button", "Move it to this time")
    grace.keyboard.press("Enter")
    expect(grace.get_by_text("As it stands now")).to_be_visible()
    expect(grace.get_by_role("heading", level=1)).to_contain_text(name)


def fits(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, f"{page.url} is {width} pixels wide"
