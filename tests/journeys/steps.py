"""Steps that several journeys begin with, and how a page is read and clicked."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.cast import PASSWORD


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def heading(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("heading", name=name)


def ada_makes_an_account(ada: Page, *, email: str = "ada@example.org") -> None:
    ada.goto("/welcome")
    ada.get_by_label("Your name").fill("Ada Lovelace")
    ada.get_by_label("Your e-mail address").fill(email)
    ada.get_by_label("A password").fill(PASSWORD)
    ada.get_by_label("I am studying").check()
    ada.get_by_label("Your programme or role").fill("second-year mathematics student")
    ada.get_by_label("Your school or workplace").fill("University of London")
    expect(ada.get_by_label("Your time zone")).to_have_value("Europe/London")
    press(ada, "Begin")
    expect(heading(ada, "Good to have you, Ada")).to_be_visible()


def ada_adds_grace(ada: Page) -> None:
    ada.goto("/people/new")
    ada.get_by_label("Name", exact=True).fill("Grace Hopper")
    ada.get_by_label("E-mail address").fill("grace@example.com")
    ada.get_by_label("What they do").fill("compiler engineer")
    ada.get_by_label("Their time zone").fill("America/New_York")
    press(ada, "Add this person")
    expect(heading(ada, "What would you like to learn from Grace?")).to_be_visible()


def ada_asks_for_a_conversation(ada: Page) -> None:
    ada.get_by_label("We went to the same school").check()
    ada.get_by_label("By phone").check()
    ada.get_by_label("Minutes to ask for").fill("20")
    press(ada, "Draft the letter")
    expect(heading(ada, "First letter")).to_be_visible()


def words_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your letter")
