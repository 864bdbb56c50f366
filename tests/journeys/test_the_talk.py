"""Twenty minutes on a phone, with a clock that can be wound on, and no connection in the middle."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.house import House
from tests.journeys.steps import (
    ada_adds_grace,
    ada_asks_for_a_conversation,
    ada_makes_an_account,
    follow,
    press,
)

pytestmark = pytest.mark.journey

PHONE = {"width": 390, "height": 844}
BEGINS = "2026-12-01T09:00:00Z"


def test_ada_leads_a_talk_of_twenty_minutes_on_her_phone(house: House, open_page: OpenPage) -> None:
    ada = open_page(viewport=PHONE, has_touch=True)
    ada_prepares(ada)
    first = ada_begins(ada)
    the_answer_is_kept_as_she_types(ada)

    ada.clock.fast_forward("09:00")
    press(ada, "Asked, next")
    expect(live(ada).get_by_text("Half time.")).to_be_hidden()
    expect(question(ada)).not_to_have_text(first)
    ada.clock.fast_forward("01:05")
    expect(live(ada).get_by_text("Half time.")).to_be_visible()

    nothing_is_lost_without_a_connection(ada, house)

    ada.clock.fast_forward("05:00")
    expect(live(ada).get_by_text(re.compile("5 minutes left"))).to_be_visible()
    ada.clock.fast_forward("03:00")
    expect(live(ada).get_by_text("2 minutes left: referral and thanks.")).to_be_visible()
    expect(live(ada).get_by_text(re.compile("No time left for"))).to_be_visible()
    ada.clock.fast_forward("03:00")
    expect(live(ada).get_by_text("Time is up: say so, and offer to stop.")).to_be_visible()
    the_last_words_leave_with_the_page(ada, house)
    the_debrief_is_begun(ada)


def ada_prepares(ada: Page) -> None:
    ada_makes_an_account(ada)
    ada_adds_grace(ada)
    ada_asks_for_a_conversation(ada)
    ada.goto("/interviews/1/questions")
    press(ada, "Make my list")
    for paper in ("A4", "Letter"):
        ada.goto("/interviews/1/talk")
        assert len(re.findall(rb"/Type\s*/Page\b", ada.pdf(format=paper))) == 1
    ada.goto("/interviews/1/questions")


def ada_begins(ada: Page) -> str:
    ada.clock.install(time=BEGINS)
    follow(ada, "The talk")
    press(ada, "Begin")
    expect(ada.get_by_role("timer")).to_have_text("20:00")
    return question(ada).inner_text()


def live(ada: Page) -> Locator:
    return ada.get_by_role("region", name="The talk")


def question(ada: Page) -> Locator:
    return live(ada).get_by_role("heading", level=1)


def the_answer_is_kept_as_she_types(ada: Page) -> None:
    ada.get_by_label("What they say").fill("By accident, she says.")
    ada.clock.run_for(1_000)
    expect(live(ada).get_by_text("Saved.", exact=True)).to_be_visible()
    expect(ada.get_by_role("listitem").filter(has_text="By accident, she says.")).to_be_visible()


def nothing_is_lost_without_a_connection(ada: Page, house: House) -> None:
    """What is typed offline lies in the browser, and is sent when the connection is back."""
    ada.context.set_offline(True)
    ada.get_by_label("Quickly").fill("Jean Sammet, language designer")
    press(ada, "Name")
    ada.get_by_label("Quickly").fill("send her my parser")
    press(ada, "I promise")
    ada.get_by_label("What they say").fill("A compiler is mostly listening.")
    ada.clock.run_for(1_000)
    expect(live(ada).get_by_text("No connection.")).to_be_visible()
    ada.context.set_offline(False)
    # The browser says on its console that there was no connection; that is the story.
    house.complaints[:] = [line for line in house.complaints if "ERR_INTERNET_DISCONNECTED" not in line]
    ada.clock.run_for(6_000)
    expect(live(ada).get_by_text("Saved.", exact=True)).to_be_visible()
    ada.clock.run_for(1_000)
    ada.reload()
    for words in ("Jean Sammet, language designer", "send her my parser", "A compiler is mostly listening."):
        expect(ada.get_by_role("listitem").filter(has_text=words)).to_be_visible()


def the_last_words_leave_with_the_page(ada: Page, house: House) -> None:
    """Nobody waits until they are kept: the clock stands still, and the page is left at once."""
    ada.get_by_label("Quickly").fill("The Education of a Computer")
    press(ada, "Resource")
    ada.goto("/")
    assert house.keeps_a_note_of("The Education of a Computer")
    ada.goto("/interviews/1/talk")


def the_debrief_is_begun(ada: Page) -> None:
    """The notes stand in it, sorted."""
    follow(ada, "We have talked: write down what stays")
    expect(ada.get_by_role("textbox", name="Who they named")).to_have_value("Jean Sammet, language designer")
    expect(ada.get_by_role("textbox", name="I promised that I will")).to_have_value("send her my parser")
    expect(ada.get_by_text("A compiler is mostly listening.")).to_be_visible()
