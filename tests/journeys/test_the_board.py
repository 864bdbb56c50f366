"""The board by mouse, by button and by keyboard, and many at once in the table: each step is taken back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.steps import ada_makes_an_account, heading, press

pytestmark = pytest.mark.journey

ZOFIA, DESHAWN, TOMAS = "Zofia Ślęzak", "DeShawn Whitfield", "Tomáš Hrubý"


def test_a_card_is_moved_in_three_ways_and_every_step_is_undone(open_page: OpenPage) -> None:
    ada = open_page()
    ada_makes_an_account(ada)
    press(ada, "Show me with sample people")
    expect(heading(ada, "Today")).to_be_visible()

    # By mouse, on a board that is narrowed down: the way back leads to the same view.
    ada.goto("/board?waits=me")
    card(ada, ZOFIA).drag_to(ada.locator("#asked"))
    expect(ada.locator("#asked").get_by_role("link", name=ZOFIA)).to_be_focused()
    undo(ada, f"{ZOFIA}: you asked them.")
    expect(ada).to_have_url(re.compile(r"/board\?waits=me$"))
    expect(ada.locator("#to_ask").get_by_role("link", name=ZOFIA)).to_be_visible()

    ada.goto("/board")
    press(ada, f"They answered: {DESHAWN}")
    expect(ada.locator("#answered").get_by_role("link", name=DESHAWN)).to_be_visible()
    undo(ada, f"{DESHAWN}: they answered.")
    expect(ada.locator("#asked").get_by_role("link", name=DESHAWN)).to_be_visible()

    ada.locator("#to_ask").get_by_role("link", name=ZOFIA).focus()
    ada.keyboard.press("ArrowRight")
    expect(ada.locator("#asked a:focus")).to_have_count(1)
    ada.locator("#met").get_by_role("link", name=TOMAS).focus()
    ada.keyboard.press("Shift+ArrowRight")
    expect(ada.locator("#thanked").get_by_role("link", name=TOMAS)).to_be_focused()
    undo(ada, f"{TOMAS}: you thanked them.")
    expect(ada.locator("#met").get_by_role("link", name=TOMAS)).to_be_visible()

    # On a phone, where the board is wider than the page and stays where it stood.
    ada.set_viewport_size({"width": 390, "height": 844})
    press(ada, f"I thanked: {TOMAS}")
    undo(ada, f"{TOMAS}: you thanked them.")
    expect(card(ada, TOMAS)).to_be_in_viewport()

    ada.set_viewport_size({"width": 1280, "height": 900})
    ada.goto("/board/table")
    ada.get_by_role("checkbox", name=DESHAWN).check()
    ada.get_by_role("checkbox", name="Kjærsti Bråten").check()
    press(ada, "Close kindly")
    expect(row(ada, DESHAWN)).to_contain_text("No reply")
    undo(ada, "2 people let rest, without a word of reproach.")
    expect(row(ada, DESHAWN)).to_contain_text("Asked")


def card(page: Page, name: str) -> Locator:
    return page.locator("#board li").filter(has_text=name)


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


def undo(page: Page, done: str) -> None:
    """Take back what the page says was done."""
    expect(page.locator("#said")).to_contain_text(done)
    press(page, "Undo")
    expect(page.locator("#said")).not_to_contain_text(done)
