"""What becomes of a letter when its writer is interrupted."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.cast import PASSWORD
from tests.journeys.conftest import OpenPage
from tests.journeys.house import House
from tests.journeys.steps import (
    ada_adds_grace,
    ada_asks_for_a_conversation,
    ada_makes_an_account,
    follow,
    heading,
    press,
    words_of,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def ada(open_page: OpenPage) -> Page:
    """Ada, with the draft of a letter before her."""
    ada = open_page()
    ada_makes_an_account(ada)
    ada_adds_grace(ada)
    ada_asks_for_a_conversation(ada)
    return ada


def test_a_session_that_ends_while_one_writes_costs_no_word(house: House, ada: Page) -> None:
    house.expected = {401}
    words_of(ada).fill(
        "Dear Grace Hopper,\n\nthese words took me an hour, and I would rather not write them twice.\n\nAda"
    )
    house.every_session_ends()

    words_of(ada).press_sequentially(" ")
    expect(ada.get_by_role("alert")).to_contain_text("You have been signed out.")
    press(ada, "Save for now")
    expect(heading(ada, "Please sign in again")).to_be_visible()
    ada.get_by_label("Your e-mail address").fill("ada@example.org")
    ada.get_by_label("Your password").fill(PASSWORD)
    press(ada, "Sign in")
    expect(ada.locator("div.letter")).to_contain_text("these words took me an hour")
    press(ada, "Save what I wrote")

    expect(ada.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(words_of(ada)).to_have_value(
        "Dear Grace Hopper,\n\nthese words took me an hour, and I would rather not write them twice.\n\nAda"
    )


def test_of_two_tabs_the_one_that_is_behind_is_refused_and_loses_nothing(house: House, ada: Page) -> None:
    house.expected = {409}
    other_tab = ada.context.new_page()
    other_tab.goto(ada.url)
    words_of(ada).fill("Written in the first tab.")
    press(ada, "Save for now")
    expect(ada.get_by_text("Saved.", exact=True)).to_be_visible()

    words_of(other_tab).fill("Written in the second tab.")
    with other_tab.expect_response(
        lambda response: response.request.method == "POST" and "reading" not in response.url
    ) as answer:
        press(other_tab, "Save for now")

    assert answer.value.status == 409
    expect(other_tab.get_by_role("alert").filter(has_text="changed")).to_be_visible()
    expect(words_of(other_tab)).to_have_value("Written in the second tab.")
    follow(ada, "Grace Hopper")
    follow(ada, "Today")
    ada.goto(other_tab.url)
    expect(words_of(ada)).to_have_value("Written in the first tab.")


def test_the_coach_never_moves_a_button_away_that_is_being_pressed(ada: Page) -> None:
    held: list[Route] = []
    ada.route("**/reading", lambda route: held.append(route))
    words_of(ada).fill("Kept while the coach was reading.")
    expect(ada.locator("#reading .letter")).to_have_text("Kept while the coach was reading.")
    keep = ada.get_by_role("button", name="Save for now", exact=True)
    keep.hover()
    ada.mouse.down()
    held.pop().continue_()
    expect(ada.locator("#verdict")).to_contain_text("things to mend")
    ada.mouse.up()

    expect(ada.get_by_text("Saved.", exact=True)).to_be_visible()
