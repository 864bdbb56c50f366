"""Why a message that is due has to wait a little: the limit of the day, the gap, the hours, the brake.

Asked while one worker holds the account, so what is counted here is exact,
however many workers there are. All counts come from the table, and so survive
a restart.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import and_, bindparam, select

from outreach.database import db
from outreach.mail.claiming import Due, Held, Hold
from outreach.mail.hours import next_allowed
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.pace import A_DAY, over_limit_until, too_soon_until
from outreach.mail.rules import SendingRules

HolidayOn = Callable[[date, str], str]
"""The name of the public holiday on a date in a time zone; empty if there is none."""

MOST_LETTERS_TO_ONE, MOST_TO_ONE, MOST_TO_ONESELF = 3, 12, 60
"""In any twenty-four hours, to one address. What brakes here is a loop, never a person."""

MOMENT = timedelta(seconds=20)
HANDED = (Delivery.DATA, Delivery.SENT, Delivery.UNSURE)


def hold_for(due: Due, *, now: datetime, holiday_on: HolidayOn) -> Hold | None:
    """What keeps this message for now; None if nothing does.

    What stays in the built-in mailbox reaches nobody and never waits. The
    limit, the gap and the hours are for letters: an invitation answers what
    the contact has just done.
    """
    message = due.message
    if due.mail_account is None or (message.contact is not None and message.contact.is_sample):
        return None
    if not due.mail_account.lets_in(now=now):
        return Hold(
            now + MOMENT, "It waits for your provider to renew the permission you gave.", Held.ACCOUNT
        )
    brake = _brake(message, now=now)
    if brake is not None or message.about != "letter":
        return brake
    rules = SendingRules.of(message.account_id)
    return _in_their_hours(message, rules, now=now, holiday_on=holiday_on) or _pace(message, rules, now=now)


def _in_their_hours(
    message: OutgoingMessage, rules: SendingRules, *, now: datetime, holiday_on: HolidayOn
) -> Hold | None:
    if not message.keeps_hours or message.contact is None:
        return None
    zone = message.contact.timezone
    until = next_allowed(now, rules.hours, timezone=zone, is_day_off=lambda day: bool(holiday_on(day, zone)))
    if until <= now:
        return None
    return Hold(until, f"It waits for the working hours of {message.contact.first_name}.")


def _pace(message: OutgoingMessage, rules: SendingRules, *, now: datetime) -> Hold | None:
    handed = _handed_letters(message.account_id, now=now, limit=rules.most_a_day + 1)
    over = over_limit_until([at for at, _ in handed], now=now, most_a_day=rules.most_a_day)
    if over is not None:
        return Hold(
            over,
            f"Your limit of {rules.most_a_day} letters in twenty-four hours is reached. "
            "It leaves when the first of them is a day old.",
            Held.LETTERS,
        )
    soon = too_soon_until(handed[0] if handed else None, now=now, spacing=rules.spacing)
    return (
        Hold(soon, "Letters leave one after another, with a little time between them.", Held.LETTERS)
        if soon
        else None
    )


def _handed_letters(account_id: int, *, now: datetime, limit: int) -> list[tuple[datetime, str]]:
    """When the account's last letters were given to a server, and their Message-IDs, the latest first.

    One that another worker has just claimed counts as given now; one that is given
    between the two looks is seen by both, and counts once.
    """
    sought = {"account": account_id, "now": now, "since": now - A_DAY, "most": limit}
    claimed = list(db.session.scalars(CLAIMED, sought))
    given = [(moment, message_id) for moment, message_id in db.session.execute(GIVEN, sought) if moment]
    seen_again = {message_id for _, message_id in given}
    return [*((now, message_id) for message_id in claimed if message_id not in seen_again), *given]


def _brake(message: OutgoingMessage, *, now: datetime) -> Hold | None:
    """Stop what looks like a loop: very many messages to one address within a day."""
    if message.about == "test":
        return None
    is_letter = message.about == "letter"
    most = MOST_LETTERS_TO_ONE if is_letter else MOST_TO_ONE if message.contact_id else MOST_TO_ONESELF
    sought = {
        "account": message.account_id,
        "address": message.to_address,
        "since": now - A_DAY,
        "most": most,
    }
    given = db.session.scalars(LETTERS_TO_ONE if is_letter else OTHERS_TO_ONE, sought)
    until = over_limit_until([at for at in given if at], now=now, most_a_day=most)
    who = message.to_name or message.to_address
    return (
        Hold(until, f"Enough has gone to {who} for one day, so this waits until tomorrow.") if until else None
    )


_OURS = OutgoingMessage.account_id == bindparam("account")
_LATELY = and_(OutgoingMessage.delivery.in_(HANDED), OutgoingMessage.handed_at > bindparam("since"))

CLAIMED = (
    select(OutgoingMessage.message_id)
    .where(_OURS, OutgoingMessage.about == "letter")
    .where(OutgoingMessage.delivery == Delivery.QUEUED, OutgoingMessage.lease_until > bindparam("now"))
    .limit(bindparam("most"))
)
GIVEN = (
    select(OutgoingMessage.handed_at, OutgoingMessage.message_id)
    .where(_OURS, OutgoingMessage.about == "letter", _LATELY)
    .order_by(OutgoingMessage.handed_at.desc())
    .limit(bindparam("most"))
)
_TO_ONE = (
    select(OutgoingMessage.handed_at)
    .where(_OURS, OutgoingMessage.to_address == bindparam("address"), _LATELY)
    .order_by(OutgoingMessage.handed_at.desc())
    .limit(bindparam("most"))
)
LETTERS_TO_ONE = _TO_ONE.where(OutgoingMessage.about == "letter")
OTHERS_TO_ONE = _TO_ONE.where(OutgoingMessage.about != "letter")
