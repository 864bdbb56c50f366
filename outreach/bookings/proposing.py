"""The times that a proposal offers: found, put into words, and kept free once the letter leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from outreach.accounts.models import Account
from outreach.availability.windows import FEWEST, MOST, fit_to_offer, in_words, suggest_windows
from outreach.bookings.calendar import lock_calendar
from outreach.bookings.holds import LASTS, LASTS_CHOICES, Hold
from outreach.bookings.models import Booking
from outreach.bookings.offers import Offers
from outreach.bookings.refusals import NotOnOffer, SlotTaken
from outreach.database import db
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.letters.coach.hours import country_of, holidays_of
from outreach.letters.models import Letter, LetterHasLeft
from outreach.timespan import TimeSpan

STAYS = timedelta(days=1)
USUAL = 3
"""How many times a letter offers, unless somebody chooses."""


class WindowGone(OutreachError):
    """A letter names a time that is free no longer."""

    status = 409

    def __init__(self, words: str) -> None:
        super().__init__(
            f"{words} is not free any more, so the letter was not sent. Choose the times again below, "
            "or take that one out of the letter."
        )


class WrongNumber(OutreachError):
    """Too few times to be a choice, or so many that they are work to read."""

    def __init__(self) -> None:
        super().__init__(
            f"Choose {FEWEST} to {MOST} times: one is a demand, and many are work for the reader."
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """One time chosen for a letter, as it reads there, and whether the letter still says it."""

    hold: Hold
    words: str
    is_said: bool


def windows_of(letter: Letter, account: Account, *, now: datetime) -> list[TimeSpan]:
    """The times that a letter offers: those chosen for it while they hold, or else the best there are now.

    Whoever noted them down finds them again for a day, as long as all are free;
    after that they must also lie far enough ahead to be named.
    """
    offers = Offers.of(account, letter.interview, now=now)
    chosen = [hold.span for hold in Hold.chosen_for(letter)]
    is_fresh = now - letter.drafted_at < STAYS
    if not chosen or not set(chosen) <= set(
        offers.times if is_fresh else choosable(offers, letter.interview)
    ):
        chosen = suggested(offers, letter.interview)
        Hold.choose(letter, chosen)
    return chosen


def suggested(offers: Offers, interview: Interview, *, count: int = USUAL) -> list[TimeSpan]:
    """The free times to name in a letter, spread over days, in the contact's working hours."""
    zone, now = interview.contact.timezone, offers.now
    off = public_holidays(zone, now, offers.times)
    return suggest_windows(offers.times, their_zone=zone, now=now, count=count, holidays=off)


def choosable(offers: Offers, interview: Interview) -> Sequence[TimeSpan]:
    """All free times that may be named in a letter, soonest first."""
    zone, now = interview.contact.timezone, offers.now
    off = public_holidays(zone, now, offers.times)
    return fit_to_offer(offers.times, their_zone=zone, now=now, holidays=off)


def to_move_to(offers: Offers, booking: Booking) -> Sequence[TimeSpan]:
    """All free times that an agreed one may be moved to: in their working hours, from their next working day on."""
    zone, now = booking.guest_timezone, offers.now
    off = public_holidays(zone, now, offers.times)
    free = fit_to_offer(offers.times, their_zone=zone, now=now, holidays=off, days_ahead=1)
    return [span for span in free if span.start != booking.starts_at]


def choose(
    letter: Letter, starts: Sequence[datetime], account: Account, *, lasts: timedelta = LASTS, now: datetime
) -> None:
    """Let the letter offer these times, and put them where it named the ones before.

    A letter that the person has changed keeps all its other words. Raises
    LetterHasLeft, WrongNumber, SlotTaken, NotOnOffer.
    """
    if letter.is_on_its_way:
        raise LetterHasLeft(letter)
    if not FEWEST <= len(set(starts)) <= MOST:
        raise WrongNumber
    offers = Offers.of(account, letter.interview, now=now)
    spans = [offers.accept(start) for start in sorted(set(starts))]
    before = [promise.words for promise in promises(letter)]
    Hold.choose(letter, spans, lasts=lasts if lasts in LASTS_CHOICES else LASTS)
    body = with_windows(letter.body, before, [promise.words for promise in promises(letter)])
    if body != letter.body:
        letter.body = body
        letter.revision += 1
        letter.edited_at = now


def with_windows(body: str, before: Sequence[str], after: Sequence[str]) -> str:
    """The text with the lines that name the old times replaced by as many as name the new ones.

    Where none of the old lines stands any more, the text stays as it is.
    """
    old = {f"- {words}" for words in before}
    lines = body.split("\n")
    places = [place for place, line in enumerate(lines) if line.strip() in old]
    if not places:
        return body
    kept = [line for line in lines if line.strip() not in old]
    kept[places[0] : places[0]] = [f"- {words}" for words in after]
    return "\n".join(kept)


def promises(letter: Letter) -> list[Promise]:
    """What the letter says of the times chosen for it, on the contact's clock."""
    zone, body = letter.interview.contact.timezone, " ".join(letter.body.split())
    worded = ((hold, in_words(hold.span, zone)) for hold in Hold.chosen_for(letter))
    return [Promise(hold, words, words in body) for hold, words in worded]


def keep_promised(
    letter: Letter, account: Account, *, now: datetime, leaves_at: datetime | None = None
) -> None:
    """Keep the times that the letter names free for its reader, in the transaction that sends it.

    How long is counted from ``leaves_at``, where that is later than now. What an
    earlier letter kept for them is let go. Raises WindowGone.
    """
    promised = [promise for promise in promises(letter) if promise.is_said]
    if not promised:
        return
    lock_calendar(account)
    Hold.release(letter.interview, outcome="replaced", now=now)
    offers = Offers.of(account, letter.interview, now=now)
    for promise in promised:
        _refuse_gone(promise, offers)
    for promise in promised:
        promise.hold.keep(now=leaves_at or now)
    db.session.flush()


def let_go(letter: Letter, *, now: datetime) -> None:
    """Keep the times of a letter that has left free no longer."""
    for hold in Hold.chosen_for(letter):
        if hold.expires_at is not None:
            hold.released_at, hold.outcome = now, "withdrawn"


def _refuse_gone(promise: Promise, offers: Offers) -> None:
    try:
        free = offers.accept(promise.hold.starts_at)
    except (SlotTaken, NotOnOffer):
        raise WindowGone(promise.words) from None
    if free != promise.hold.span:  # the conversation was made longer or shorter since
        raise WindowGone(promise.words)


def public_holidays(timezone: str, now: datetime, slots: Sequence[TimeSpan]) -> frozenset[date]:
    """The public holidays in the country of a zone, from now to the last of the slots; none if nobody knows."""
    last = slots[-1].start if slots else now
    years = range(now.year, last.year + 1)
    country = country_of(timezone)
    return frozenset(day for year in years for day in (holidays_of(country, year) if country else None) or ())
