"""What one sees while one writes: one's own words at once, and beside Send what the coach thinks of them."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.steps import (
    ada_adds_grace,
    ada_asks_for_a_conversation,
    ada_makes_an_account,
    words_of,
)

pytestmark = pytest.mark.journey

TYPE = """(words) => {
  const field = document.querySelector("#body");
  field.value = field.value.replace("Dear Grace", words);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return [field.value, document.querySelector("#reading .letter").textContent];
}"""

COUNT = """() => {
  const asked = new Set();
  window.atOnce = 0;
  document.addEventListener("htmx:beforeSend", (event) => {
    window.atOnce = Math.max(window.atOnce, asked.add(event.detail.xhr).size);
  });
  document.addEventListener("htmx:afterRequest", (event) => { asked.delete(event.detail.xhr); });
}"""


def test_words_are_seen_as_they_are_typed_and_the_verdict_follows(open_page: OpenPage) -> None:
    ada = open_page()
    ada_makes_an_account(ada)
    ada_adds_grace(ada)
    ada_asks_for_a_conversation(ada)
    verdict, preview = ada.locator("#verdict"), ada.locator("#reading .letter")
    expect(verdict).to_contain_text("Nothing to mend.")

    typed, shown = ada.evaluate(TYPE, "Hey Grace")
    assert shown == typed
    expect(verdict).to_contain_text("One thing to mend.")
    expect(preview.locator("mark").first).to_have_text("Hey Grace Hopper,")

    words_of(ada).press("Control+End")
    words_of(ada).press_sequentially(" More")
    expect(preview).to_contain_text("More")
    expect(preview.locator("mark").first).to_have_text("Hey Grace Hopper,")

    ada.evaluate(COUNT)
    words_of(ada).press_sequentially(" from a huge fan of your amazing work", delay=20)
    expect(ada.locator(".finding", has_text="Cut huge fan, amazing")).to_be_visible()
    assert (
        ada.evaluate("window.atOnce") == 1
    )  # however fast one types, the server is asked as often as it answers

    ada.get_by_role("link", name="See all").or_(ada.get_by_role("link", name="Why?")).first.click()
    expect(ada.locator("#coach")).to_be_in_viewport()
