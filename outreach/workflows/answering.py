"""What a contact answers on their page instead of choosing a time: another time, another way, another person."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from outreach.accounts.models import Account
from outreach.availability.windows import in_words
from outreach.bookings.announcing import tell_account
from outreach.bookings.calendar import lock_calendar
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.site import Site
from outreach.contacts.models import Contact
from outreach.errors import OutreachError
from outreach.followups.kinds import Event
from outreach.followups.planning import Circumstances, take_in
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry, note
from outreach.timespan import TimeSpan

MOST_TIMES = 3
MOST_ANSWERS = 12
"""How many answers of a kind one page takes; each is written to the account."""
FURTHEST = timedelta(days=366)


class NothingSaid(OutreachError):
    """Neither a time nor a word."""

    def __init__(self) -> None:
        super().__init__("Please name a time, or write a few words: what would suit you better?")


class ProposedTooEarly(OutreachError):
    """A proposed time has passed, or is a mistake in the year."""

    def __init__(self, instant: datetime, *, is_past: bool) -> None:
        self.instant = instant
        super().__init__(
            "One of those times has passed already. Please look at the date again."
            if is_past
            else "One of those times is more than a year ahead. Please look at the date again."
        )


class TimeAgreed(OutreachError):
    """There is a time agreed, so there is nothing to answer."""

    status = 409

    def __init__(self) -> None:
        super().__init__("You have a time agreed already. Move it or cancel it first.")


class AnsweredOften(OutreachError):
    """Every answer is a mail to somebody; somewhere it has to end."""

    status = 409

    def __init__(self, account: Account) -> None:
        super().__init__(
            f"{account.first_name} has many notes of yours from this page already. Please write to them directly."
        )


class WhoIsIt(OutreachError):
    """Somebody else would be better, but who?"""

    def __init__(self) -> None:
        super().__init__("Whom do you have in mind? A name is enough.")


def suggest(
    link: PersonalLink, words: str, times: Sequence[datetime] = (), *, site: Site, now: datetime
) -> None:
    """Keep the times and the words of a contact whom none of ours suits; the same again changes nothing.

    At most three times, each an aware instant. Raises NothingSaid,
    ProposedTooEarly, TimeAgreed, AnsweredOften.
    """
    times = sorted(set(times))[:MOST_TIMES]
    if not words and not times:
        raise NothingSaid
    for instant in times:
        if not now < instant <= now + FURTHEST:
            raise ProposedTooEarly(instant, is_past=instant <= now)
    _begin(link, "link.none_fits")
    if (link.guest_note, link.proposals) != (words, times):
        link.take_answer(words=words, times=times, now=now)
        note("link.none_fits", link.interview, at=now, words=words, times=len(times))
        _answered(link, _suggestion(link, words, times), site=site, now=now)


def offer_own_page(link: PersonalLink, address: str, *, site: Site, now: datetime) -> None:
    """Keep the address at which the contact would rather be booked. Raises TimeAgreed, AnsweredOften."""
    _begin(link, "link.own_page")
    if link.guest_booking_page != address:
        link.take_answer(booking_page=address, now=now)
        note("link.own_page", link.interview, at=now, address=address)
        told = (
            f"{link.interview.contact.name} would like you to choose a time on their own booking page:\n\n{address}\n\n"
            "Book there soon, then note the time on the page of the conversation."
        )
        _answered(link, told, site=site, now=now)


def refer(
    link: PersonalLink, named: str, *, email: str = "", reach: str = "", site: Site, now: datetime
) -> Contact:
    """Somebody else would be better: remember who, how to reach them, and who said so.

    ``reach`` is any words, ``email`` one address, and either may be empty.
    Raises WhoIsIt, TimeAgreed, AnsweredOften.
    """
    contact = link.interview.contact
    if not named or named.casefold() == contact.name.casefold():
        raise WhoIsIt
    _begin(link, "answer.somebody_else")
    person = Contact.named_by(contact, named, of=link.account, now=now)
    if person.created_at == now:
        note("contact.added", person, at=now, who=named, clock=person.timezone)
        _keep_way_to(person, contact, email, reach)
    if link.interview.reach(Stage.REDIRECTED, now=now):
        around = Circumstances(told={"person": named})
        take_in(link.interview, Event.SENT_ON, account=link.account, around=around, now=now)
    last = Entry.last_of(link.interview, "answer")
    if last is None or last.particulars.get("named") != named:
        note("answer.somebody_else", link.interview, at=now, named=named)
        told = f"{contact.name} thinks that {named} would be better to talk to" + (
            f", and says how to reach them: {reach}" if reach else "."
        )
        _release(link, told, subject=f"{contact.name} sends you to {named}", site=site, now=now)
    return person


def _begin(link: PersonalLink, kind: str) -> None:
    """Take one answer at a time, none where a time is agreed, and not without end."""
    lock_calendar(link.account)
    if Booking.live(link.interview) is not None:
        raise TimeAgreed
    if Entry.count_of(link.interview, kind) >= MOST_ANSWERS:
        raise AnsweredOften(link.account)


def _answered(link: PersonalLink, told: str, *, site: Site, now: datetime) -> None:
    """They did answer, if not with a time of ours: the silence is over."""
    link.interview.reach(Stage.ANSWERED, now=now)
    take_in(link.interview, Event.NONE_FITS, account=link.account, now=now)
    subject = f"{link.interview.contact.name} answered on their page"
    _release(link, told, subject=subject, site=site, now=now)


def _release(link: PersonalLink, told: str, *, subject: str, site: Site, now: datetime) -> None:
    """Keep nothing free for them any more, and tell the account what they said."""
    Hold.release(link.interview, outcome="answered", now=now)
    text = f"{told}\n\nThe page of this conversation: {site.page_url(link.interview)}"
    tell_account(link, subject, text, site=site, now=now)


def _suggestion(link: PersonalLink, words: str, times: Sequence[datetime]) -> str:
    """What they wrote, with the times on the account's clock and on theirs."""
    contact, account = link.interview.contact, link.account
    length = timedelta(minutes=link.interview.minutes)
    lines = [f"None of the times suits {contact.name}."]
    if times:
        lines += ["", f"{contact.first_name} proposes:"]
    for instant in times:
        span = TimeSpan(instant, instant + length)
        lines.append(f"- {in_words(span, account.timezone, other_zone=contact.timezone)}")
    if words:
        lines += ["", f"“{words}”"]
    if times:
        lines += ["", "You can accept one with a click on the page below."]
    return "\n".join(lines)


def _keep_way_to(person: Contact, introducer: Contact, email: str, reach: str) -> None:
    said = f"{introducer.name} suggested them" + (f". How to reach them: {reach}" if reach else "")
    person.found_where = said[:300]
    if email and not Contact.has_address(email, account_id=person.account_id):
        person.email = email
