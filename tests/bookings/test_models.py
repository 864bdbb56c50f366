from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.bookings.calendar import keep, lock_calendar
from outreach.bookings.models import LINK_LASTS, LONGEST_MEETING, Booking, PersonalLink
from outreach.bookings.refusals import BookingCancelled, LinkClosed, SlotTaken
from outreach.database import saved
from outreach.errors import NotFound
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.timespan import TimeSpan
from outreach.tokens import token_hash
from tests.cast import NOW
from tests.conftest import SECRET_KEY

HALF_AN_HOUR = timedelta(minutes=30)
TOMORROW = NOW + timedelta(days=1)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def booking(talk: Interview) -> Booking:
    """Half an hour with Grace, tomorrow at nine."""
    return keep(planned(talk))


@pytest.fixture
def second_talk(talk: Interview) -> Interview:
    """Another conversation with Grace, since one interview has but one time."""
    return saved(
        Interview(
            account_id=talk.account_id,
            contact=talk.contact,
            purpose=talk.purpose,
            relationship_kind=talk.relationship_kind,
            minutes=30,
            format=talk.format,
            stage_at=NOW,
            created_at=NOW,
        )
    )


def planned(talk: Interview, *, after: timedelta = timedelta(0), form_key: str = "first") -> Booking:
    """Half an hour, so long after tomorrow at nine."""
    return Booking(
        account_id=talk.account_id,
        interview=talk,
        uid=f"{form_key}@example.org",
        starts_at=TOMORROW + after,
        ends_at=TOMORROW + after + HALF_AN_HOUR,
        format=Format.VIDEO,
        guest_timezone="America/New_York",
        form_key=form_key,
        made_at=NOW,
        changed_at=NOW,
    )


def test_a_link_opens_with_its_token(link: PersonalLink) -> None:
    assert PersonalLink.open(link.token(SECRET_KEY), now=NOW) is link


def test_the_database_does_not_hold_what_opens_the_link(link: PersonalLink) -> None:
    token = link.token(SECRET_KEY)

    assert link.token_hash == token_hash(token)
    assert token not in (link.nonce, link.token_hash)
    with pytest.raises(NotFound):
        PersonalLink.open(link.nonce, now=NOW)


def test_an_invented_token_opens_nothing(link: PersonalLink) -> None:
    with pytest.raises(NotFound, match="copied whole"):
        PersonalLink.open(link.token(SECRET_KEY)[:-1], now=NOW)


def test_a_link_closes_after_half_a_year(link: PersonalLink) -> None:
    token = link.token(SECRET_KEY)

    assert PersonalLink.open(token, now=NOW + LINK_LASTS - A_SECOND) is link
    with pytest.raises(LinkClosed):
        PersonalLink.open(token, now=NOW + LINK_LASTS)


def test_a_link_that_was_withdrawn_is_closed(link: PersonalLink) -> None:
    link.revoked_at = NOW

    with pytest.raises(LinkClosed):
        PersonalLink.open(link.token(SECRET_KEY), now=NOW)


def test_an_interview_keeps_its_link_while_that_opens(talk: Interview, link: PersonalLink) -> None:
    token = link.token(SECRET_KEY)

    again = PersonalLink.make(talk, secret_key=SECRET_KEY, now=NOW)

    assert again is link
    assert again.token(SECRET_KEY) == token


def test_a_new_link_takes_the_place_of_a_withdrawn_one(talk: Interview, link: PersonalLink) -> None:
    old = link.token(SECRET_KEY)
    link.revoked_at = NOW

    new = PersonalLink.make(talk, secret_key=SECRET_KEY, now=NOW).token(SECRET_KEY)

    assert PersonalLink.open(new, now=NOW) is link
    with pytest.raises(NotFound):
        PersonalLink.open(old, now=NOW)


def test_moving_a_booking_counts_up_its_invitation(booking: Booking) -> None:
    span = TimeSpan(booking.starts_at + HALF_AN_HOUR, booking.ends_at + HALF_AN_HOUR)

    booking.move_to(span, now=NOW + A_SECOND)

    assert booking.span == span
    assert (booking.sequence, booking.changed_at) == (1, NOW + A_SECOND)


def test_moving_to_the_same_time_changes_nothing(booking: Booking) -> None:
    booking.move_to(booking.span, now=NOW + A_SECOND)

    assert (booking.sequence, booking.changed_at) == (0, NOW)


def test_cancelling_twice_counts_once(booking: Booking) -> None:
    booking.cancel(by="guest", now=NOW)
    booking.cancel(by="account", now=NOW + A_SECOND)

    assert (booking.cancelled_at, booking.cancelled_by, booking.sequence) == (NOW, "guest", 1)


def test_a_cancelled_booking_cannot_be_moved(booking: Booking) -> None:
    booking.cancel(by="guest", now=NOW)

    with pytest.raises(BookingCancelled):
        booking.move_to(TimeSpan(NOW, NOW + HALF_AN_HOUR), now=NOW)


def test_a_time_that_is_taken_is_refused_in_words(
    ada: Account, booking: Booking, second_talk: Interview
) -> None:
    lock_calendar(ada)

    with pytest.raises(SlotTaken):
        keep(planned(second_talk, after=timedelta(minutes=29), form_key="second"))


def test_an_interview_has_one_live_time(booking: Booking, talk: Interview) -> None:
    with pytest.raises(SlotTaken):
        keep(planned(talk, after=timedelta(days=1), form_key="second"))


def test_after_a_cancellation_the_interview_can_have_a_new_time(booking: Booking, talk: Interview) -> None:
    booking.cancel(by="guest", now=NOW)

    again = keep(planned(talk, form_key="second"))

    assert Booking.live(talk) is again
    assert Booking.of(talk) == [booking, again]


def test_a_booking_is_known_again_by_its_form(ada: Account, mary: Account, booking: Booking) -> None:
    assert Booking.made_by("first", of=ada) is booking
    assert Booking.made_by("first", of=mary) is None


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [(-60, 0, False), (-60, 1, True), (10, 20, True), (29, 60, True), (30, 60, False)],
    ids=["ends as it begins", "ends in it", "within it", "begins in it", "begins as it ends"],
)
def test_the_times_that_are_taken_within_a_span(
    ada: Account, booking: Booking, start: int, end: int, found: bool
) -> None:
    within = TimeSpan(TOMORROW + timedelta(minutes=start), TOMORROW + timedelta(minutes=end))

    assert Booking.spans(ada, within) == ([booking.span] if found else [])


def test_a_long_meeting_that_began_before_the_span_is_found(ada: Account, booking: Booking) -> None:
    booking.ends_at = booking.starts_at + LONGEST_MEETING

    last_second = TimeSpan(booking.ends_at - A_SECOND, booking.ends_at + HALF_AN_HOUR)

    assert Booking.spans(ada, last_second) == [booking.span]


def test_a_booking_does_not_stand_in_its_own_way(ada: Account, booking: Booking) -> None:
    assert Booking.spans(ada, booking.span, besides=booking) == []


def test_a_cancelled_booking_takes_no_time(ada: Account, booking: Booking) -> None:
    booking.cancel(by="guest", now=NOW)

    assert Booking.spans(ada, TimeSpan(NOW, NOW + timedelta(days=7))) == []
    assert Booking.upcoming(ada, now=NOW) == []


def test_a_talk_is_upcoming_until_it_has_ended(ada: Account, booking: Booking) -> None:
    [coming] = Booking.upcoming(ada, now=booking.ends_at - A_SECOND)

    assert coming == (booking.interview_id, booking.interview.contact.name, booking.starts_at)
    assert Booking.upcoming(ada, now=booking.ends_at) == []


def test_mary_does_not_see_adas_times(mary: Account, booking: Booking) -> None:
    assert Booking.spans(mary, booking.span) == []
    assert Booking.upcoming(mary, now=NOW) == []
