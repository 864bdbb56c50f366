"""Looking around in a house full of invented people, and sending them home again."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.house import House
from tests.journeys.steps import ada_adds_grace, ada_makes_an_account, follow, heading, press

pytestmark = pytest.mark.journey


def test_sample_people_show_every_stage_and_leave_no_trace(house: House, open_page: OpenPage) -> None:
    ada = open_page()
    ada_makes_an_account(ada)
    press(ada, "Show me with sample people")
    expect(ada.get_by_text("You are looking at sample people.")).to_be_visible()
    expect(heading(ada, "Today")).to_be_visible()

    follow(ada, "People")
    people = ada.get_by_role("main").get_by_role("list").nth(1).get_by_role("listitem")
    expect(people).to_have_count(16)
    for stage in ("Asked", "Answered", "Booked", "Met", "Thanked"):
        expect(people.filter(has_text=stage)).not_to_have_count(0)
    for name in people.filter(has_text=re.compile("Booked|Met|Asked")).all_inner_texts():
        ada.get_by_role("link", name=name.split("\n")[0]).click()
        expect(heading(ada, "The story so far")).to_be_visible()
        ada.go_back()
    assert {message.via for message in house.outbox()} <= {"", "mailbox"}

    ada_adds_grace(ada)
    follow(ada, "Today")
    press(ada, "Remove them")
    follow(ada, "People")
    expect(people).to_have_count(1)
    expect(people).to_contain_text("Grace Hopper")
    assert house.outbox() == []
