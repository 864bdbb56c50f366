"""What a contact does with their personal link: take a time, or move it; and what the account does about it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from outreach.accounts.models import Account
from outreach.availability.timetable import OWNER
from outreach.bookings.announcing import (
    Post,
    announce,
    sorry_for_moving,
    where_at_last,
)
from outreach.bookings.calendar import enter, keep, lock_calendar
from outreach.bookings.holds import HAS_KEPT, Hold
from outreach.bookings.invitations import Packet
from outreach.bookings.models import MADE, Booking, Made, PersonalLink
from outreach.bookings.offers import FREE, Free, Offers, around
from outreach.bookings.refusals import (
    BookedAlready,
    FormUsed,
    HasBegun,
    HoldLapsed,
    MovedTooOften,
    NothingBooked,
    NotProposed,
    SlotTaken,
)
from outreach.bookings.site import Site
from outreach.database import db, rows_of
from outreach.followups.at_hand import HAS_LED, WAS_ASKED_ELSEWHERE
from outreach.followups.cadence import Planned
from outreach.followups.kinds import Event
from outreach.followups.models import HAS_FOLLOW_UPS, FollowUp
from outreach.followups.planning import Circumstances, take_in
from outreach.followups.working_days import read_calendars
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry, note, put_down
from outreach.mail import outbox
from outreach.mail.incoming import ABOUT_A_TIME, IncomingMessage
from outreach.mail.models import LETTERS_SENT
from outreach.notebook.hypotheses import ANCHORS_OF
from outreach.notebook.jottings import ANSWERED_BEFORE
from outreach.questions.additions import OWN_PACKS, with_packs
from outreach.questions.bank import Bank
from outreach.questions.facts import FOUND, Fact
from outreach.questions.lists import Known, by_the_minute, runsheet_of, tailored, write_list
from outreach.questions.models import HAS_LIST, QuestionList
from outreach.questions.runsheet import RunSheet
from outreach.timespan import TimeSpan
from outreach.tokens import new_token

MOVED_BY_US = "booking.put_off"
"""How the journal tells that it was the account that moved; ``booking.moved`` is a sign of life of theirs."""
MOST_CHANGES = 12
"""How often one booking may be moved, and one interview booked."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the contact filled in: when, in which zone they read it, and how to talk."""

    starts_at: datetime
    timezone: str
    form_key: str
    format: Format | None = None
    place: str = ""
    guest_calls: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """All that bears on agreeing a time for an interview, read with one statement.

    ``has_led`` tells whether the contact led to somebody, if that alone decides how they are labelled.
    """

    free: Free
    earlier: list[Made]
    known: Known
    has_list: bool
    has_follow_ups: bool
    has_kept: bool
    has_led: bool | None
    address: str | None
    letters: tuple[str, ...]

    @classmethod
    def of(cls, interview: Interview, *, now: datetime, reaching: datetime | None = None) -> Self:
        asked = {"interview": interview.id, **around(now, reaching=reaching)}
        (row,) = rows_of(GROUND, asked)
        facts, packs, anchors, answered, letters = (json.loads(text or "[]") for text in row[1:6])
        has_list, has_follow_ups, has_kept, has_led, elsewhere, address = row[6:12]
        return cls(
            free=Free.among(row[12:]),
            earlier=Made.among(row[0]),
            known=Known(
                anchors=tuple(anchors),
                answered=frozenset(key for (key,) in answered),
                facts=dict(facts),
                bank=with_packs(tuple(pack for _, pack in sorted(packs))),
            ),
            has_list=bool(has_list),
            has_follow_ups=bool(has_follow_ups),
            has_kept=bool(has_kept),
            has_led=None if elsewhere else bool(has_led),
            address=address,
            letters=tuple(message_id for _, message_id in sorted(letters)),
        )

    def offers(self, link: PersonalLink, *, now: datetime) -> Offers:
        """What is free for the link's contact."""
        interview = link.interview
        return Offers.among(self.free, link.account.timezone, interview.minutes, now=now, whom=interview.id)

    def post(self, account: Account, *, site: Site) -> Post:
        """Between whom the invitations go."""
        sender = outbox.Sender.at(self.address, account, mail_domain=site.mail_domain)
        return Post(sender, outbox.Thread(self.letters))


GROUND = (
    select(
        *(MADE, FOUND, OWN_PACKS, ANCHORS_OF, ANSWERED_BEFORE, LETTERS_SENT),
        *(HAS_LIST, HAS_FOLLOW_UPS, HAS_KEPT, HAS_LED, WAS_ASKED_ELSEWHERE, outbox.ADDRESS_OF),
        *FREE,
    )
    .select_from(Interview)
    .join(OWNER, OWNER.c.id == Interview.account_id)
    .where(Interview.id == bindparam("interview"))
)


def get_ready() -> None:
    """Read from the disk what all bookings go by. Once it is read this takes no time; before, more than all the rest.

    To be called before anybody can wait for this booking.
    """
    Bank.load()
    read_calendars()


def book(link: PersonalLink, wish: Wish, *, site: Site, now: datetime) -> Booking:
    """Agree a time. One transaction, one lock per host; the same form posted again changes nothing.

    Raises SlotTaken or NotOnOffer when the time is not free, BookedAlready,
    MovedTooOften, and FormUsed if the form made another booking than it now asks for.
    """
    account, interview = link.account, link.interview
    lock_calendar(account)
    ground = Ground.of(interview, now=now)
    # The key of a form says for which page it was given out, so no other interview can have it.
    made = next((booking for booking in ground.earlier if booking.form_key == wish.form_key), None)
    if made is not None:
        if made.is_cancelled or made.starts_at != wish.starts_at:
            raise FormUsed
        return Booking.find(made.id, of=account)
    _refuse_second(ground.earlier)
    span = _accepted(ground.offers(link, now=now), wish, interview)
    return _agree(link, span, wish, ground, site=site, now=now)


def accept(link: PersonalLink, starts_at: datetime, *, form_key: str, site: Site, now: datetime) -> Booking:
    """Agree to a time that the contact proposed; the account's own hours do not stand in the way.

    The same click again changes nothing. Raises NotProposed, TimeHasPassed,
    SlotTaken, BookedAlready, MovedTooOften.
    """
    lock_calendar(link.account)
    if starts_at not in link.proposals and Booking.made_by(form_key, of=link.account) is None:
        raise NotProposed
    return record(link, starts_at, form_key=form_key, site=site, now=now)


def record(link: PersonalLink, starts_at: datetime, *, form_key: str, site: Site, now: datetime) -> Booking:
    """Note a time that the two agreed elsewhere: by mail, by phone, or on the contact's own booking page.

    Only the past and what is in the calendar stand in the way. Raises
    TimeHasPassed, SlotTaken, BookedAlready, MovedTooOften.
    """
    account, interview = link.account, link.interview
    lock_calendar(account)
    made = Booking.made_by(form_key, of=account)
    if made is not None and not made.is_cancelled and made.starts_at == starts_at:
        return made
    ground = Ground.of(interview, now=now, reaching=starts_at)
    _refuse_second(ground.earlier)
    span = ground.offers(link, now=now).accept_wish(starts_at)
    wish = Wish(starts_at, interview.contact.timezone, form_key)
    return _agree(link, span, wish, ground, site=site, now=now)


def _refuse_second(earlier: Sequence[Made]) -> None:
    if not all(booking.is_cancelled for booking in earlier):
        raise BookedAlready
    if len(earlier) >= MOST_CHANGES:
        raise MovedTooOften


def _accepted(offers: Offers, wish: Wish, interview: Interview) -> TimeSpan:
    """The span that was wished for, or a refusal that knows whether it was kept for them once."""
    try:
        return offers.accept(wish.starts_at)
    except SlotTaken:
        if Hold.has_lapsed(interview.id, wish.starts_at, now=offers.now):
            raise HoldLapsed from None
        raise


def _agree(
    link: PersonalLink, span: TimeSpan, wish: Wish, ground: Ground, *, site: Site, now: datetime
) -> Booking:
    """Write the agreed time down, and tell everybody and everything that it concerns.

    What is new is written as plain rows, and what is changed with the commit: all together.
    """
    account, interview = link.account, link.interview
    booking = enter(_as_row(link, span, wish, site=site, now=now))
    questions = QuestionList.of(interview) if ground.has_list else None
    made = None if questions else tailored(interview, account, ground.known)
    with db.session.no_autoflush:
        link.take_answer(now=now)
        interview.reach(Stage.BOOKED, now=now)
        due = take_in(
            interview,
            Event.BOOKED,
            account=account,
            around=_around(span, booking.format),
            known=None if ground.has_follow_ups else (),
            has_led=ground.has_led,
            now=now,
        )
    put_down("booking.made", interview, at=now, starts_at=span.start.isoformat())
    if ground.has_kept:
        Hold.release(interview, outcome="taken", now=now)
    if made:
        write_list(made, interview, now=now)
    sheet = RunSheet.plan(interview.minutes, made.lines) if made else _sheet(questions, interview)
    packet = packet_of(booking, account, sheet, ground.known.facts or {}, due)
    announce(booking, link, packet, post=ground.post(account, site=site), site=site, now=now)
    return booking


def _as_row(link: PersonalLink, span: TimeSpan, wish: Wish, *, site: Site, now: datetime) -> dict[str, Any]:
    """What was agreed, as a new booking keeps it."""
    account, interview = link.account, link.interview
    return {
        "account_id": account.id,
        "interview_id": interview.id,
        "uid": f"{new_token()}@{site.mail_domain}",
        "starts_at": span.start,
        "ends_at": span.end,
        "format": wish.format or interview.format,
        "place": wish.place or _usual_place(wish, interview, account),
        "guest_calls": wish.guest_calls,
        "guest_timezone": wish.timezone,
        "form_key": wish.form_key,
        "made_at": now,
        "changed_at": now,
    }


def move(link: PersonalLink, wish: Wish, *, site: Site, now: datetime) -> Booking:
    """Agree another time instead. Its own time does not stand in its way.

    Raises SlotTaken or NotOnOffer when the time is not free, NothingBooked, HasBegun, MovedTooOften.
    """
    account, interview = link.account, link.interview
    lock_calendar(account)
    booking = _movable(interview, wish.starts_at, now=now)
    if booking.starts_at != wish.starts_at:
        span = _accepted(Offers.of(account, interview, now=now, besides=booking), wish, interview)
        booking.guest_timezone = wish.timezone
        _move(booking, span, "booking.moved", now=now)
        announce(booking, link, prepared_for(booking, account), site=site, now=now)
    return booking


def move_by_us(
    link: PersonalLink, starts_at: datetime, *, by_wish: bool = False, site: Site, now: datetime
) -> Booking:
    """Put the conversation off, or forward, from the account's side; the contact is told with an apology.

    ``by_wish`` takes a time outside the account's own hours, as the two may have
    agreed it elsewhere: then only the past and the calendar stand in the way.
    Raises SlotTaken, NotOnOffer, TimeHasPassed, NothingBooked, HasBegun, MovedTooOften.
    """
    account, interview = link.account, link.interview
    lock_calendar(account)
    booking = _movable(interview, starts_at, now=now)
    if booking.starts_at != starts_at:
        offers = Offers.of(account, interview, now=now, besides=booking, reaching=starts_at)
        again = Entry.count_of(interview, MOVED_BY_US) > 0
        _move(
            booking,
            offers.accept_wish(starts_at) if by_wish else offers.accept(starts_at),
            MOVED_BY_US,
            now=now,
        )
        packet, sorry = prepared_for(booking, account), sorry_for_moving(booking, account, again=again)
        announce(booking, link, packet, opening=sorry, site=site, now=now)
    return booking


def settle_place(link: PersonalLink, place: str, *, site: Site, now: datetime) -> Booking:
    """Say where the two will talk; both are sent the invitation afresh. The same place again changes nothing.

    Raises NothingBooked, HasBegun, MovedTooOften.
    """
    lock_calendar(link.account)
    booking = Booking.live(link.interview)
    if booking is None:
        raise NothingBooked
    if booking.place != place:
        _refuse_late(booking, now=now)
        booking.meet_at(place, now=now)
        outbox.withdraw(link.interview, about="run_sheet")
        note("booking.placed", link.interview, at=now, place=place)
        packet, words = prepared_for(booking, link.account), where_at_last(booking, link.account)
        announce(booking, link, packet, opening=words, news="Where we talk", site=site, now=now)
    return booking


def _movable(interview: Interview, starts_at: datetime, *, now: datetime) -> Booking:
    """The booking that may move, or that has that time already."""
    booking = Booking.live(interview)
    if booking is None:
        raise NothingBooked
    if booking.starts_at != starts_at:
        _refuse_late(booking, now=now)
    return booking


def _refuse_late(booking: Booking, *, now: datetime) -> None:
    """Raise HasBegun or MovedTooOften where nothing can be changed any more."""
    if now >= booking.starts_at or not booking.is_awaited:
        raise HasBegun
    if booking.sequence >= MOST_CHANGES:
        raise MovedTooOften


def _move(booking: Booking, span: TimeSpan, told_as: str, *, now: datetime) -> None:
    before, interview = booking.starts_at, booking.interview
    booking.move_to(span, now=now)
    keep(booking)
    outbox.withdraw(interview, about="run_sheet")
    IncomingMessage.settle(*ABOUT_A_TIME, of=interview, now=now)
    talk = _around(booking.span, booking.format)
    take_in(interview, Event.BOOKED, account=booking.account, around=talk, now=now)
    note(told_as, interview, at=now, starts_at=span.start.isoformat(), before=before.isoformat())


def _usual_place(wish: Wish, interview: Interview, account: Account) -> str:
    """Where the two talk if nobody said: in the account’s video room, or at the number we have of the contact."""
    way = wish.format or interview.format
    if way is Format.PHONE and not wish.guest_calls:
        return interview.contact.phone
    return account.video_url if way is Format.VIDEO else ""


def _around(span: TimeSpan, way: Format) -> Circumstances:
    """What the days around a conversation go by."""
    return Circumstances(meeting=span, is_in_person=way is Format.IN_PERSON)


def prepared_for(booking: Booking, account: Account) -> Packet:
    """All that is prepared for a conversation, as it was kept."""
    interview = booking.interview
    sheet = _sheet(QuestionList.of(interview), interview)
    due = [follow_up.planned for follow_up in FollowUp.of(interview) if follow_up.settled_at is None]
    return packet_of(booking, account, sheet, Fact.of(interview), due)


def _sheet(questions: QuestionList | None, interview: Interview) -> RunSheet | None:
    return runsheet_of(questions, interview) if questions else None


def packet_of(
    booking: Booking,
    account: Account,
    sheet: RunSheet | None,
    facts: Mapping[str, str],
    due: Sequence[Planned],
) -> Packet:
    """All that is prepared for a conversation: the questions by the minute, the homework, what is due afterwards."""
    zone = ZoneInfo(account.timezone)
    return Packet(
        questions=by_the_minute(sheet) if sheet else (),
        found=tuple(text for text in facts.values() if text),
        dates=tuple(
            f"{one.due.at.astimezone(zone):%a %d %b}: {str(one.kind).replace('_', ' ')}"
            for one in due
            if one.due.at >= booking.starts_at
        ),
    )
