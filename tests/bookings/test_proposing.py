"""The times that a proposal offers: where they lie, how the letter says them, and that they are kept."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.accounts.models import Account
from outreach.bookings import proposing
from outreach.bookings.holds import Hold
from outreach.bookings.models import PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.proposing import WindowGone, WrongNumber, with_windows
from outreach.bookings.refusals import NotOnOffer
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish
from outreach.interviews.models import Interview
from outreach.letters.coach.policy import Policy
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter, LetterHasLeft
from outreach.mail.models import Delivery
from outreach.workflows import booking, mending, sending, writing
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.workflows.reading import outbox

# What is asked here is the same on both databases; that holds and locks are is tested beside them.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")
LATER = NOW + timedelta(days=9)


@pytest.fixture
def proposal(ada: Account, talk: Interview) -> Letter:
    return writing.write(talk, LetterKind.PROPOSAL, account=ada, site=SITE, now=NOW)


def send(letter: Letter, ada: Account, *, now: datetime = NOW) -> None:
    sending.send(letter, account=ada, mail_domain="outreach.example", policy=Policy(), now=now)


def starts(letter: Letter) -> list[datetime]:
    return [hold.starts_at for hold in Hold.chosen_for(letter)]


def held(interview: Interview) -> list[datetime]:
    return [hold.starts_at for hold in Hold.live(interview, now=NOW)]


def test_a_proposal_names_three_times_in_graces_working_hours(ada: Account, proposal: Letter) -> None:
    there = ZoneInfo("America/New_York")
    named = [start.astimezone(there) for start in starts(proposal)]

    assert len({start.date() for start in named}) == 3
    assert all(9 <= start.hour < 17 and start.weekday() < 5 for start in named)
    assert min(named).date() >= datetime(2026, 11, 30).date()  # noqa: DTZ001 - Thanksgiving is no business day
    for promise in proposing.promises(proposal):
        assert promise.is_said
        assert "(New York time)" in promise.words
        assert f"- {promise.words}" in proposal.body.split("\n")


def test_nobody_is_asked_to_talk_on_their_own_holiday(ada: Account, talk: Interview) -> None:
    off = proposing.public_holidays("America/New_York", NOW, Offers.of(ada, talk, now=NOW).times)
    assert datetime(2026, 11, 26, tzinfo=UTC).date() in off

    christmas = NOW + timedelta(days=27)
    offers = Offers.of(ada, talk, now=christmas)
    days = {slot.start.date() for slot in proposing.choosable(offers, talk)}

    assert datetime(2026, 12, 25, tzinfo=UTC).date() not in days
    assert datetime(2027, 1, 1, tzinfo=UTC).date() not in days
    assert datetime(2026, 12, 29, tzinfo=UTC).date() in days


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+5", "Antarctica/Troll"])
def test_where_nobody_knows_the_holidays_there_are_none(ada: Account, talk: Interview, zone: str) -> None:
    talk.contact.timezone = zone

    assert len(proposing.suggested(Offers.of(ada, talk, now=NOW), talk)) == 3


def test_the_calendars_of_the_world_are_not_loaded_at_the_start(database_url: str) -> None:
    look = "import sys, outreach.app; print('holidays' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"


def test_the_times_are_kept_once_the_letter_is_sent(ada: Account, talk: Interview, proposal: Letter) -> None:
    assert held(talk) == []

    send(proposal, ada)

    assert held(talk) == starts(proposal)


def test_a_letter_that_was_taken_back_keeps_nothing(ada: Account, talk: Interview, proposal: Letter) -> None:
    send(proposal, ada)
    named = starts(proposal)

    sending.take_back(proposal, now=NOW)

    assert held(talk) == []
    assert starts(proposal) == named  # and the letter still offers them
    send(proposal, ada)
    assert held(talk) == named


def test_a_letter_does_not_leave_with_a_time_that_is_gone(
    ada: Account, talk: Interview, proposal: Letter, link: PersonalLink
) -> None:
    [first, *_] = starts(proposal)
    booking.record(link, first, form_key="by phone", site=SITE, now=NOW)

    with pytest.raises(WindowGone, match=r"30 November, .* is not free any more"):
        send(proposal, ada)


def test_a_longer_talk_needs_its_times_chosen_again(ada: Account, talk: Interview, proposal: Letter) -> None:
    talk.minutes = 25

    with pytest.raises(WindowGone):
        send(proposal, ada)


def test_a_time_that_ada_struck_out_is_not_kept(ada: Account, talk: Interview, proposal: Letter) -> None:
    [first, second, third] = proposing.promises(proposal)
    body = proposal.body.replace(f"- {second.words}\n", "")
    proposal.rewrite(proposal.subject, body, revision=proposal.revision, now=NOW)

    send(proposal, ada)

    assert held(talk) == [first.hold.starts_at, third.hold.starts_at]


def test_a_second_proposal_lets_the_times_of_the_first_go(
    ada: Account, talk: Interview, proposal: Letter
) -> None:
    send(proposal, ada)
    again = writing.write(talk, LetterKind.PROPOSAL, account=ada, site=SITE, now=NOW)
    other = [slot.start for slot in Offers.of(ada, talk, now=NOW).times if slot.start > LATER]
    proposing.choose(again, [other[0], other[20]], ada, now=NOW)

    send(again, ada)

    assert held(talk) == [other[0], other[20]]


def test_the_writing_follows_what_is_still_free(ada: Account, talk: Interview, proposal: Letter) -> None:
    before = starts(proposal)
    assert writing.write(talk, LetterKind.PROPOSAL, account=ada, site=SITE, now=NOW) is proposal
    assert starts(proposal) == before

    writing.write(talk, LetterKind.PROPOSAL, account=ada, site=SITE, now=LATER)

    assert min(starts(proposal)) > LATER
    assert all(promise.is_said for promise in proposing.promises(proposal))


def test_other_times_take_the_place_of_the_old_ones_in_the_letter(ada: Account, proposal: Letter) -> None:
    old = [promise.words for promise in proposing.promises(proposal)]
    other = [slot.start for slot in Offers.of(ada, proposal.interview, now=NOW).times if slot.start > LATER]
    edited = proposal.body.replace("Dear", "Good morning,")
    proposal.rewrite(proposal.subject, edited, revision=proposal.revision, now=NOW)

    proposing.choose(proposal, [other[3], other[0]], ada, lasts=timedelta(days=14), now=NOW)

    promises = proposing.promises(proposal)
    assert [p.hold.starts_at for p in promises] == [other[0], other[3]]
    assert all(p.is_said and p.hold.lasts == timedelta(days=14) for p in promises)
    assert not any(words in proposal.body for words in old)
    assert proposal.body.startswith("Good morning,")


def test_words_of_ones_own_are_left_alone(database_url: str) -> None:
    assert with_windows("Tuesday at noon?", ["Monday, 10:00"], ["Friday, 9:00"]) == "Tuesday at noon?"
    assert with_windows("a\n- x\n- y\nb", ["x", "y"], ["p", "q", "r"]) == "a\n- p\n- q\n- r\nb"
    assert with_windows("- x\nb\n- y", ["x", "y"], ["p"]) == "- p\nb"


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_letter_offers_two_to_four(ada: Account, proposal: Letter, count: int) -> None:
    some = [slot.start for slot in Offers.of(ada, proposal.interview, now=NOW).times[:count]]

    with pytest.raises(WrongNumber):
        proposing.choose(proposal, some, ada, now=NOW)


def test_only_what_is_free_can_be_offered(ada: Account, proposal: Letter) -> None:
    with pytest.raises(NotOnOffer):
        proposing.choose(proposal, [NOW, NOW + timedelta(days=7)], ada, now=NOW)


def test_a_letter_on_its_way_keeps_its_times(ada: Account, proposal: Letter) -> None:
    send(proposal, ada)

    with pytest.raises(LetterHasLeft):
        proposing.choose(proposal, starts(proposal)[:2], ada, now=NOW)


def test_ada_can_let_the_times_go(ada: Account, talk: Interview, proposal: Letter) -> None:
    send(proposal, ada)

    proposing.let_go(proposal, now=NOW)

    assert held(talk) == []


def test_a_letter_that_failed_keeps_its_times_again_when_it_is_sent_again(
    ada: Account, talk: Interview, proposal: Letter
) -> None:
    send(proposal, ada)
    named, message = starts(proposal), outbox()[-1]
    message.delivery = Delivery.FAILED
    Hold.loosen(proposal)

    mending.send_again(message, now=NOW)

    assert held(talk) == named


def test_taking_one_lets_the_others_go(ada: Account, talk: Interview, proposal: Letter) -> None:
    send(proposal, ada)
    link = PersonalLink.of(talk)
    assert link is not None

    booking.book(link, Wish(starts(proposal)[1], "America/New_York", "k"), site=SITE, now=NOW)

    assert held(talk) == []
    assert {hold.outcome for hold in Hold.chosen_for(proposal)} <= {""}
