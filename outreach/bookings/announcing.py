"""Telling both calendars what was agreed, moved or called off.

The contact is sent an invitation with what both may know; the account's own
copy also holds the questions and the notes, and goes to no other address.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, Self

from outreach.accounts.models import Account
from outreach.bookings import invitations
from outreach.bookings.invitations import Packet, Reader
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.site import Site
from outreach.calendars.invitation import LONGEST_SUMMARY, Invitation, copy_text, ical_text, stored_text
from outreach.calendars.plain import one_line
from outreach.mail import outbox
from outreach.mail.models import OutgoingMessage


class Post(NamedTuple):
    """Between whom a mail about an agreed time goes: from which address, and after which letters."""

    sender: outbox.Sender
    thread: outbox.Thread

    @classmethod
    def of(cls, link: PersonalLink, *, site: Site) -> Self:
        letters = OutgoingMessage.thread_of(link.interview)
        sender = outbox.Sender.of(link.account, mail_domain=site.mail_domain)
        return cls(sender, outbox.Thread(tuple(sent for sent, _ in letters)))


def announce(
    booking: Booking,
    link: PersonalLink,
    packet: Packet,
    *,
    opening: str = "",
    news: str = "",
    post: Post | None = None,
    site: Site,
    now: datetime,
) -> None:
    """Queue the mails for both sides, in the transaction of what they announce.

    ``opening`` are the first words to the contact, where the usual ones do not say enough, and ``news`` the first
    of the subject; ``post`` is between whom it goes, if that was read already.
    """
    sender, thread = post or Post.of(link, site=site)
    invited = invitation(booking, link, sender, site=site)
    subject = _subject(news or _news(booking), invited)
    mails = [_copy(booking, link.account, sender, invited, subject, packet, site=site, now=now)]
    if link.interview.contact.email:
        words = opening or _opening(booking, link.account)
        mails.insert(0, _invite(booking, link, sender, thread, invited, subject, words, now=now))
    outbox.queue_all(mails)


def tell_account(link: PersonalLink, subject: str, text: str, *, site: Site, now: datetime) -> None:
    """Queue a notice for the account: what their contact did on their page, in words."""
    outbox.queue(
        link.account,
        outbox.Sender.of(link.account, mail_domain=site.mail_domain),
        to=None,
        about="notice",
        subject=one_line(subject, longest=LONGEST_SUMMARY),
        text=f"{text}\n",
        now=now,
        interview=link.interview,
    )


def invitation(booking: Booking, link: PersonalLink, sender: outbox.Sender, *, site: Site) -> Invitation:
    """The contact's version of the event: nothing private in it."""
    return invitations.invitation_for(
        booking, link.account, organizer=sender.address, guest_url=site.url_for_reader(link, sender)
    )


def private_copy(booking: Booking, account: Account, packet: Packet, *, site: Site) -> str:
    """The account's own version of the event as iCalendar text: questions and notes included."""
    event = _own_event(booking, account, site=site)
    return copy_text(event, description=_private_words(booking, account, packet, site=site))


def stored_copy(booking: Booking, account: Account, packet: Packet, *, site: Site) -> str:
    """The account's own version as it is written into a calendar on a server."""
    event = _own_event(booking, account, site=site)
    return stored_text(event, description=_private_words(booking, account, packet, site=site))


def _own_event(booking: Booking, account: Account, *, site: Site) -> Invitation:
    page_url = site.page_url(booking.interview)
    return invitations.invitation_for(
        booking, account, organizer=account.email, guest_url=page_url, reader=Reader.ACCOUNT
    )


def _invite(
    booking: Booking,
    link: PersonalLink,
    sender: outbox.Sender,
    thread: outbox.Thread,
    invited: Invitation,
    subject: str,
    opening: str,
    *,
    now: datetime,
) -> dict[str, Any]:
    interview = link.interview
    return outbox.ready(
        link.account,
        sender,
        to=interview.contact,
        about="invitation",
        subject=subject,
        text=f"{opening}\n\n{invited.description}\n\n{link.account.name}\n",
        now=now,
        interview=interview,
        thread=thread,
        calendar=ical_text(invited),
        calendar_method=str(invited.method),
        once=f"invitation/{_version(booking)}",
    )


def _copy(
    booking: Booking,
    account: Account,
    sender: outbox.Sender,
    invited: Invitation,
    subject: str,
    packet: Packet,
    *,
    site: Site,
    now: datetime,
) -> dict[str, Any]:
    private = _private_words(booking, account, packet, site=site)
    # The link in it is our own page of the conversation; the contact's is for them alone.
    place = invitations.place_in_words(booking, account, Reader.ACCOUNT)
    ours = replace(invited, url=site.page_url(booking.interview), location=place)
    return outbox.ready(
        account,
        sender,
        to=None,
        about="copy",
        subject=subject,
        text=private,
        now=now,
        interview=booking.interview,
        calendar=copy_text(ours, description=private),
        calendar_method="PUBLISH",
        once=f"copy/{_version(booking)}",
    )


def _private_words(booking: Booking, account: Account, packet: Packet, *, site: Site) -> str:
    interview = booking.interview
    return invitations.private_description(
        booking,
        account,
        page_url=site.page_url(interview),
        packet=packet,
        notes=[interview.contact.why_them, interview.connection],
    )


def _version(booking: Booking) -> str:
    return f"{booking.uid[:60]}/{booking.sequence}"


def _subject(news: str, invited: Invitation) -> str:
    return one_line(f"{news}: {invited.summary}", longest=LONGEST_SUMMARY)


def _news(booking: Booking) -> str:
    if booking.is_cancelled:
        return "Cancelled"
    return "New time" if booking.sequence else "Agreed"


def where_at_last(booking: Booking, account: Account) -> str:
    """The first words to a contact who is told where the two will talk; the time stands."""
    when = invitations.when_in_words(booking, account)
    place = invitations.place_in_words(booking, account, Reader.CONTACT)
    return f"Here is where we talk on {when}: {place}. The time stays as agreed."


def sorry_for_moving(booking: Booking, account: Account, *, again: bool) -> str:
    """The first words to a contact whose agreed time the account had to move."""
    when = invitations.when_in_words(booking, account)
    words = (
        f"I am sorry, but I have to move our conversation. The new time is {when}. "
        "If it does not suit you, the lines below say how to change it."
    )
    more = " It is not the first time; should you rather let it drop, I will understand." if again else ""
    return words + more


def talked_already(booking: Booking, account: Account) -> str:
    """The first words to a contact with whom the account talked earlier than agreed."""
    when = invitations.when_in_words(booking, account)
    return (
        f"As we have talked already, the time that we had agreed is free again: {when}. Thank you once more."
    )


def _opening(booking: Booking, account: Account) -> str:
    """The words above an invitation, with the time on both clocks."""
    when = invitations.when_in_words(booking, account)
    if booking.is_cancelled and booking.cancelled_by == "account":
        return f"The conversation on {when} is cancelled. {account.first_name} is sorry for the change."
    return {
        "Cancelled": f"The conversation on {when} is cancelled. Thank you for letting {account.first_name} know.",
        "New time": f"The conversation has a new time: {when}.",
        "Agreed": f"Thank you for making time. It is agreed for {when}.",
    }[_news(booking)]
