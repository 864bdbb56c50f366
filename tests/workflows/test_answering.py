"""What a contact answers on their page instead of choosing a time, and what Ada hears of it."""

from datetime import UTC, datetime, timedelta

import pytest

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.bookings.models import PersonalLink
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish
from outreach.contacts.models import Contact
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.letters.kinds import LetterKind
from outreach.workflows import answering, booking
from outreach.workflows.answering import (
    MOST_ANSWERS,
    AnsweredOften,
    NothingSaid,
    ProposedTooEarly,
    TimeAgreed,
    WhoIsIt,
)
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.workflows.holding import holding
from tests.workflows.reading import open_follow_ups, outbox, story, to_ada

# What is asked here is the same on both databases; that holds and locks are is tested beside them.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")
NEXT_MONDAY = NOW + timedelta(days=6)
AN_HOUR = timedelta(hours=1)


def suggest(link: PersonalLink, words: str = "", *times: datetime, now: datetime = NOW) -> None:
    answering.suggest(link, words, times, site=SITE, now=now)


def book(link: PersonalLink) -> None:
    booking.book(link, Wish(NEXT_MONDAY, "America/New_York", "first"), site=SITE, now=NOW)


def test_a_note_that_none_of_the_times_fits_is_kept(link: PersonalLink) -> None:
    suggest(link, "In March, perhaps?")

    assert (link.guest_note, link.guest_noted_at) == ("In March, perhaps?", NOW)
    assert link.interview.stage is Stage.ANSWERED
    assert story(link.interview) == ["link.none_fits"]


def test_the_times_grace_proposes_are_kept_in_order_and_ada_reads_them_on_both_clocks(
    link: PersonalLink,
) -> None:
    suggest(link, "Either is fine.", NEXT_MONDAY + AN_HOUR, NEXT_MONDAY, NEXT_MONDAY)

    assert link.proposals == [NEXT_MONDAY, NEXT_MONDAY + AN_HOUR]
    [notice] = to_ada()
    assert "Monday 30 November, 09:00–09:20 (London time), 04:00–04:20 (New York time)" in notice.text
    assert "“Either is fine.”" in notice.text
    assert "https://outreach.example/interviews/" in notice.text
    assert notice.parcel.auto_submitted


def test_the_same_answer_twice_is_one_answer(link: PersonalLink) -> None:
    suggest(link, "Perhaps?", NEXT_MONDAY)
    suggest(link, "Perhaps?", NEXT_MONDAY, now=NOW + AN_HOUR)

    assert story(link.interview) == ["link.none_fits"]
    assert link.guest_noted_at == NOW
    assert len(outbox()) == 1


def test_an_answer_is_not_reminded_of(link: PersonalLink) -> None:
    FollowUp.plan(link.interview, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW)

    suggest(link, "In March")

    assert open_follow_ups(link.interview) == {FollowUpKind.PROPOSAL}


def test_what_was_kept_for_grace_is_free_again_once_she_said_that_none_fits(link: PersonalLink) -> None:
    holding(link.interview, NEXT_MONDAY)

    suggest(link, "None of these, sorry.")

    assert Hold.live(link.interview, now=NOW) == []


def test_a_time_that_is_agreed_answers_the_note(link: PersonalLink) -> None:
    suggest(link, "In March, perhaps?", NEXT_MONDAY)

    book(link)

    assert not link.has_answer
    assert link.guest_noted_at is None


@pytest.mark.parametrize(
    "wrong", [NOW, NOW - AN_HOUR, NOW + timedelta(days=400), datetime(9999, 12, 31, tzinfo=UTC)]
)
def test_a_time_that_has_passed_or_is_years_ahead_is_asked_about(link: PersonalLink, wrong: datetime) -> None:
    with pytest.raises(ProposedTooEarly, match="Please look at the date again"):
        suggest(link, "", NEXT_MONDAY, wrong)


def test_nothing_at_all_is_no_answer(link: PersonalLink) -> None:
    with pytest.raises(NothingSaid):
        suggest(link)


def test_an_answer_after_a_time_was_agreed_changes_nothing(link: PersonalLink) -> None:
    book(link)

    with pytest.raises(TimeAgreed):
        suggest(link, "None fits")
    with pytest.raises(TimeAgreed):
        answering.refer(link, "Barbara Liskov", site=SITE, now=NOW)
    with pytest.raises(TimeAgreed):
        answering.offer_own_page(link, "https://example.com/grace", site=SITE, now=NOW)


def test_somewhere_it_has_to_end(link: PersonalLink) -> None:
    for number in range(MOST_ANSWERS):
        suggest(link, f"Note {number}")

    with pytest.raises(AnsweredOften, match="write to them directly"):
        suggest(link, "One more")


def test_graces_own_booking_page_is_an_equal_way(link: PersonalLink) -> None:
    for _ in range(2):
        answering.offer_own_page(link, "https://example.com/grace", site=SITE, now=NOW)

    assert link.guest_booking_page == "https://example.com/grace"
    assert link.interview.stage is Stage.ANSWERED
    [notice] = to_ada()
    assert "https://example.com/grace" in notice.text


def test_the_person_whom_grace_names_becomes_a_contact_that_she_led_to(link: PersonalLink) -> None:
    barbara = answering.refer(
        link,
        "Barbara Liskov",
        email="barbara@example.com",
        reach="barbara@example.com",
        site=SITE,
        now=NOW,
    )

    grace = link.interview.contact
    assert barbara.referral is not None
    assert barbara.referral.introducer is grace
    assert not barbara.referral.may_use_name
    assert (barbara.email, barbara.timezone) == ("barbara@example.com", grace.timezone)
    assert link.interview.stage is Stage.REDIRECTED
    assert [entry.name for entry in Entry.about(link.interview)] == ["answer.somebody_else"]
    [notice] = to_ada()
    assert notice.subject == "Grace Hopper sends you to Barbara Liskov"


def test_a_number_or_a_hint_is_kept_where_ada_will_see_it(link: PersonalLink) -> None:
    barbara = answering.refer(link, "Barbara Liskov", reach="ask at the front desk", site=SITE, now=NOW)

    assert barbara.email is None
    assert "ask at the front desk" in barbara.found_where


def test_the_address_of_somebody_else_is_not_given_to_two_people(ada: Account, link: PersonalLink) -> None:
    barbara = answering.refer(link, "Barbara Liskov", email="grace@example.com", site=SITE, now=NOW)

    assert barbara.email is None


def test_naming_the_same_person_twice_is_naming_them_once(ada: Account, link: PersonalLink) -> None:
    first = answering.refer(link, "Barbara Liskov", site=SITE, now=NOW)

    assert answering.refer(link, "barbara liskov", site=SITE, now=NOW + AN_HOUR) is first
    assert Contact.named("Barbara Liskov", of=ada) is first


@pytest.mark.parametrize("name", ["", "grace hopper"])
def test_somebody_else_has_a_name_of_their_own(link: PersonalLink, name: str) -> None:
    with pytest.raises(WhoIsIt):
        answering.refer(link, name, site=SITE, now=NOW)


def test_naming_somebody_lets_the_held_times_go(link: PersonalLink) -> None:
    letter = holding(link.interview, NEXT_MONDAY)
    assert letter.kind is LetterKind.PROPOSAL

    answering.refer(link, "Barbara Liskov", site=SITE, now=NOW)

    assert Hold.live(link.interview, now=NOW) == []
