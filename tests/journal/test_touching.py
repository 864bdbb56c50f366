"""When an account and a contact were last in touch: always right, whatever was noted, taken back or noted late."""

from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.database import saved
from outreach.followups.keeping import last_touch
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.touches import last_contact, touches_with
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.journal.models import note
from outreach.workflows.following_up import settle
from tests.cast import NOW

DAY = timedelta(days=1)
TOUCHES = (
    "letter.sent", "letter.by_hand", "touch.ours", "touch.theirs", "answer.yes", "link.none_fits", "mail.answer",
    "mail.by_hand", "mail.proposed", "booking.made", "debrief.kept", "told.asked",
)  # fmt: skip
NO_TOUCHES = ("letter.drafted", "letter.failed", "letter.queued", "mail.away", "mail.bounce", "interview.rested",
              "questions.made", "booking.missed", "follow_up.done")  # fmt: skip


def last(talk: Interview) -> object:
    """When they were last in touch; both ways of finding that must say the same."""
    found = last_contact(talk.contact, now=NOW)
    told = touches_with(talk.contact, since=NOW - 1000 * DAY, now=NOW)
    assert found == last_touch(told)
    return found


@pytest.mark.parametrize("name", TOUCHES)
def test_a_touch_counts(talk: Interview, name: str) -> None:
    note(name, talk, at=NOW - DAY)
    assert last(talk) == NOW - DAY


@pytest.mark.parametrize("name", NO_TOUCHES)
def test_what_is_no_touch_does_not_count(talk: Interview, name: str) -> None:
    note(name, talk, at=NOW - DAY)
    assert last(talk) is None


def test_a_letter_that_was_not_sent_after_all_was_no_touch(talk: Interview) -> None:
    note("letter.by_hand", talk, at=NOW - 9 * DAY, kind="outreach")
    note("letter.by_hand", talk, at=NOW - 2 * DAY, kind="nudge")
    note("letter.not_by_hand", talk, at=NOW - DAY, kind="nudge")
    assert last(talk) == NOW - 9 * DAY


def test_a_letter_sent_without_us_counts_and_a_deed_does_not(talk: Interview) -> None:
    for kind, when in ((FollowUpKind.NUDGE, NOW - 2 * DAY), (FollowUpKind.SECOND_PERSON, NOW - DAY)):
        settle(FollowUp.plan(talk, kind, due_at=NOW, late_at=NOW), outcome="done", now=when)
    assert last(talk) == NOW - 2 * DAY


def test_a_letter_to_who_led_to_them_is_no_touch_with_them(talk: Interview) -> None:
    note("letter.sent", talk, at=NOW, kind="referral_wrote", reader="Barbara Liskov")
    assert last(talk) is None


def test_what_lay_in_the_mailbox_counts_from_when_it_came(talk: Interview) -> None:
    note("mail.answer", talk, at=NOW, happened_at=NOW - 3 * DAY)
    assert last(talk) == NOW - 3 * DAY


@pytest.mark.parametrize(
    ("ends", "is_off", "counts"), [(-DAY, False, True), (-DAY, True, False), (DAY, False, False)]
)
def test_a_talk_counts_once_it_was_held(
    ada: Account, talk: Interview, ends: timedelta, is_off: bool, counts: bool
) -> None:
    note("touch.ours", talk, at=NOW - 9 * DAY)
    saved(
        Booking(
            account_id=ada.id, interview=talk, uid="t@example.org", form_key="t", starts_at=NOW + ends - DAY / 48,
            ends_at=NOW + ends, format=Format.PHONE, guest_timezone="UTC", made_at=NOW, changed_at=NOW,
            cancelled_at=NOW if is_off else None,
        )
    )  # fmt: skip
    assert last(talk) == (NOW + ends if counts else NOW - 9 * DAY)
