"""The whole product in one story: Ada, a student in London, asks Grace, an engineer in New York."""

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
    heading,
    press,
    words_of,
)

pytestmark = pytest.mark.journey


def test_from_a_name_to_the_thank_you(house: House, open_page: OpenPage) -> None:
    ada = open_page()
    the_door_leads_to_the_welcome(ada)
    ada_makes_an_account(ada)
    today_teaches(ada)
    ada_adds_grace(ada)
    ada_asks_for_a_conversation(ada)
    ada_completes_the_letter(ada)
    the_coach_reads_along(ada)
    ada_sends_it_takes_it_back_and_sends_it_again(ada)
    house.half_a_minute_passes()
    the_mailbox_shows_it(ada)
    ada_says_when_and_where_she_can_be_reached(ada)
    grace_says_yes(ada)
    link = ada_proposes_times(ada)
    house.half_a_minute_passes()

    grace = open_page(java_script_enabled=False, timezone_id="America/New_York", locale="en-US")
    grace_picks_a_time(grace, link)
    both_are_invited(house)
    grace_moves_it(grace)
    ada_sees_the_new_time(ada)

    ada_prepares_her_questions(ada)
    house.the_conversation_is_over()
    ada_writes_down_what_she_learned(ada)
    ada_says_thank_you(ada)
    house.half_a_minute_passes()
    the_thanks_stand_in_the_thread_of_the_ask(house)
    nothing_is_left_to_do(ada)


def the_door_leads_to_the_welcome(ada: Page) -> None:
    ada.goto("/")
    expect(heading(ada, "Talk to people who do the work")).to_be_visible()


def today_teaches(ada: Page) -> None:
    expect(heading(ada, "How a conversation comes about")).to_be_visible()
    follow(ada, "Begin with a name")
    expect(heading(ada, "Somebody to talk to")).to_be_visible()


def ada_completes_the_letter(ada: Page) -> None:
    """The letter names each fact it lacks; what is filled in stands in the draft at once."""
    expect(heading(ada, "Three things only you can say")).to_be_visible()
    ada.get_by_label("What made you think of Grace Hopper").fill("your work on the first compilers")
    ada.get_by_label("Which part of the field draws you?").fill("compiler construction")
    ada.get_by_label("And which wider field").fill("computing")
    press(ada, "Put it in the letter")
    expect(heading(ada, "Three things only you can say")).to_be_hidden()
    expect(words_of(ada)).to_have_value(re.compile("our work on the first compilers"))
    expect(words_of(ada)).to_have_value(re.compile("compiler construction"))


def the_coach_reads_along(ada: Page) -> None:
    """A remark appears while Ada types, and goes when she mends what it was about."""
    good = words_of(ada).input_value()
    reading = ada.get_by_role("region", name="How it reads")
    opening, closing = good.split("Thank you", 1)
    words_of(ada).fill(opening)
    words_of(ada).press_sequentially("Do you have any job openings for me? Thank you" + closing)
    expect(reading.get_by_role("heading", name="Better before it goes")).to_be_visible()
    expect(reading.locator("mark", has_text="job openings")).to_be_visible()
    words_of(ada).fill(good)
    expect(reading.get_by_role("heading", name="Better before it goes")).to_be_hidden()


def ada_sends_it_takes_it_back_and_sends_it_again(ada: Page) -> None:
    press(ada, "Send it")
    expect(ada.get_by_text("Leaves in a moment")).to_be_visible()
    press(ada, "Take it back")
    expect(ada.get_by_text("Taken back. The letter has not left")).to_be_visible()
    words_of(ada).fill(words_of(ada).input_value().replace("Warm regards", "Kind regards"))
    press(ada, "Send it")
    expect(ada.get_by_text("Leaves in a moment")).to_be_visible()
    expect(ada.get_by_role("main")).to_contain_text("Kind regards")


def the_mailbox_shows_it(ada: Page) -> None:
    """Without a mail account nothing leaves the house, and the letter’s own page says so by itself."""
    expect(ada.get_by_text("and went nowhere else")).to_be_visible()
    follow(ada, "Mailbox")
    ada.get_by_role("link", name=re.compile("Grace Hopper.*Stays here")).click()
    expect(ada.get_by_role("article")).to_contain_text("Grace Hopper <grace@example.com>")
    expect(ada.get_by_role("article")).to_contain_text("compiler construction")


def ada_says_when_and_where_she_can_be_reached(ada: Page) -> None:
    """On Mondays only while New York sleeps; and her number, in case anything fails."""
    follow(ada, "Calendar")
    follow(ada, "Hours")
    ada.get_by_label("Monday", exact=True).fill("9–12")
    press(ada, "Save these hours")
    expect(ada.get_by_text("Saved.")).to_be_visible()
    follow(ada, "Settings")
    ada.get_by_label("Phone").fill("+44 20 7946 0018")
    press(ada, "Save")
    expect(ada.get_by_text("Saved.")).to_be_visible()
    follow(ada, "People")
    ada.get_by_role("link", name=re.compile("Grace Hopper")).click()


def grace_says_yes(ada: Page) -> None:
    expect(heading(ada, "Now it is Grace’s turn")).to_be_visible()
    press(ada, "They said yes")
    expect(heading(ada, "Proposal of times")).to_be_visible()


def ada_proposes_times(ada: Page) -> str:
    """The proposal names three times on Grace’s clock, and the page where she can choose another: its address."""
    letter = words_of(ada).input_value()
    assert len(re.findall(r"^- .*New.York time", letter, re.MULTILINE)) == 3
    found = re.search(r"http://\S+/meet/\S+", letter)
    assert found
    press(ada, "Send it")
    expect(ada.get_by_text("Leaves in a moment")).to_be_visible()
    return found[0]


def grace_picks_a_time(grace: Page, link: str) -> None:
    """Without script, and on her own clock."""
    grace.goto(link)
    expect(heading(grace, "When would suit you?")).to_be_visible()
    expect(grace.get_by_text("All times are in New York time")).to_be_visible()
    expect(grace.get_by_role("group", name=re.compile("Tuesday"))).not_to_have_count(0)
    expect(grace.get_by_role("group", name=re.compile("Monday"))).to_have_count(0)
    grace.get_by_label("Your number").fill("+1 212 555 0146")
    choose(grace, free_times(grace).nth(2))
    press(grace, "Confirm this time")
    expect(grace.get_by_text("It is agreed")).to_be_visible()
    expect(grace.get_by_text("+1 212 555 0146")).to_be_visible()
    expect(grace.get_by_text("If anything fails: +44 20 7946 0018.")).to_be_visible()


def free_times(grace: Page) -> Locator:
    return grace.get_by_role("radio")


def choose(grace: Page, time: Locator) -> None:
    time.check()
    expect(time).to_be_checked()


def both_are_invited(house: House) -> None:
    """Grace gets an invitation that she can answer, Ada a copy with her questions in it."""
    invitation, copy = house.outbox()[-2:]
    assert (invitation.to_address, invitation.calendar_method) == ("grace@example.com", "REQUEST")
    assert (copy.to_address, copy.calendar_method) == ("ada@example.org", "PUBLISH")
    assert "+1 212 555 0146" in invitation.text
    assert "SEQUENCE:0" in invitation.calendar


def grace_moves_it(grace: Page) -> None:
    agreed = grace.get_by_role("heading", level=1)
    before = agreed.inner_text()
    grace.get_by_text("Move it", exact=True).click()
    choose(grace, free_times(grace).nth(4))
    press(grace, "Move it to this time")
    expect(agreed).not_to_have_text(before)


def ada_sees_the_new_time(ada: Page) -> None:
    follow(ada, "Today")
    ada.get_by_role("link", name=re.compile("You talk with Grace Hopper")).click()
    expect(ada.get_by_role("listitem").filter(has_text="Booked")).to_have_attribute("aria-current", "step")
    expect(ada.get_by_role("region", name="Next")).to_contain_text("New York time")
    expect(ada.get_by_text("Moved to")).to_be_visible()


def ada_prepares_her_questions(ada: Page) -> None:
    """Another order, other words, one of her own, one below the line; and the list on paper."""
    follow(ada, "Your questions")
    asked = ada.locator("ol.questions > li")
    first, second = text_of(asked.nth(0)), text_of(asked.nth(1))
    ada.get_by_role("button", name="Move question 1 down").click()
    expect(asked.nth(1)).to_contain_text(first)
    expect(asked.nth(0)).to_contain_text(second)

    asked.nth(0).get_by_text("Change").click()
    asked.nth(0).get_by_label("The question in your words").fill("How did you come to compilers?")
    press(ada, "Save these words")
    expect(asked.nth(0)).to_contain_text("How did you come to compilers?")

    count = asked.count()
    asked.nth(1).get_by_text("Change").click()
    asked.nth(1).get_by_role("button", name="Put it below the line").click()
    expect(asked).to_have_count(count - 1)
    expect(ada.get_by_role("region", name="Below the line")).to_contain_text(first)

    ada.get_by_label("A question of your own").fill("What would you build with a free year?")
    press(ada, "Add it")
    expect(asked).to_have_count(count)
    the_list_is_printed(ada)
    follow(ada, "Grace Hopper")


def text_of(question: Locator) -> str:
    return question.locator("p.text").inner_text()


def the_list_is_printed(ada: Page) -> None:
    """On paper there are the questions and nothing to press."""
    ada.evaluate("window.print = () => { document.title = 'printed'; }")
    press(ada, "Print")
    expect(ada).to_have_title("printed")
    ada.emulate_media(media="print")
    expect(ada.get_by_text("What would you build with a free year?").first).to_be_visible()
    expect(ada.get_by_role("button")).to_have_count(0)
    ada.emulate_media(media="screen")


def ada_writes_down_what_she_learned(ada: Page) -> None:
    follow(ada, "Today")
    expect(heading(ada, "Write down what Grace Hopper told you")).to_be_visible()
    follow(ada, "Write it down")
    ada.get_by_role("textbox", name="The first thing").fill("that a compiler is mostly listening")
    ada.get_by_role("textbox", name="I promised that I will").fill("send you my little parser")
    ada.get_by_role("textbox", name="Who they named").fill("Jean Sammet, language designer")
    press(ada, "Save this")
    expect(ada.get_by_text("Jean Sammet is now among your people.")).to_be_visible()


def ada_says_thank_you(ada: Page) -> None:
    press(ada, "Write the thank-you")
    expect(words_of(ada)).to_have_value(re.compile("a compiler is mostly listening"))
    expect(words_of(ada)).to_have_value(re.compile("send you my little parser"))
    press(ada, "Send it")
    expect(ada.get_by_text("Leaves in a moment")).to_be_visible()


def the_thanks_stand_in_the_thread_of_the_ask(house: House) -> None:
    ask, proposal, thanks = [
        message for message in house.outbox() if message.about == "letter" and message.delivery == "sent"
    ]
    assert proposal.in_reply_to == ask.message_id
    assert thanks.in_reply_to == proposal.message_id
    assert thanks.references == f"{ask.message_id} {proposal.message_id}"
    assert thanks.subject == f"Re: {ask.subject}"


def nothing_is_left_to_do(ada: Page) -> None:
    """Grace is thanked, and whom she named is the next one to write to."""
    follow(ada, "Today")
    expect(ada.get_by_role("heading").filter(has_text="Grace Hopper")).to_have_count(0)
    follow(ada, "People")
    expect(ada.get_by_role("link", name=re.compile("Grace Hopper.*Thanked"))).to_be_visible()
    ada.get_by_role("link", name=re.compile("Jean Sammet")).click()
    expect(ada.get_by_role("definition").filter(has_text="Grace Hopper")).to_be_visible()
