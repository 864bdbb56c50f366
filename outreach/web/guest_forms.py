"""What a contact typed on their page, read into values, or refused in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import request

from outreach.bookings.models import PersonalLink
from outreach.bookings.wishes import Wish
from outreach.errors import OutreachError
from outreach.interviews.kinds import Format
from outreach.web.forms import Form, Line, is_address, is_web_address, one_line, paragraphs
from outreach.web.guest_page import slot_of

LONGEST_WORDS = 2000
LONGEST_PLACE = 200
TALKS = (Format.PHONE, Format.VIDEO, Format.IN_PERSON)
"""The ways to talk that a contact can choose."""


class FormTooOld(OutreachError):
    """The page was open for days, or the form is not ours."""

    def __init__(self) -> None:
        super().__init__("This page was open for a long time. Here it is afresh; please choose once more.")


class UnclearTime(OutreachError):
    """What was typed is no date and time, or none that a clock ever shows."""

    place = 0
    """In which of the fields for a time it was typed, from 0."""


class NotAnAddress(OutreachError):
    """The address of a booking page cannot be one."""


class OwnPageForm(Form):
    address = Line(
        "The address", most=300, required="Please give the address of your page.", validators=[is_web_address]
    )


class ReferralForm(Form):
    name = Line("Their name", most=120)
    reach = Line("How to reach them", most=300)


class _Address(Form):
    """Whether a line is one mail address, by the rules of every form that asks for one."""

    email = Line("", most=254, validators=[is_address])


def wish(link: PersonalLink, timezone: str) -> Wish:
    """When and how they would like to talk. Raises NotOnOffer."""
    by_phone = _format(link) is Format.PHONE
    guest_calls = by_phone and request.form.get("calls") == "guest" and bool(link.account.phone)
    place = (one_line(request.form.get("place")) or "")[:LONGEST_PLACE]
    return Wish(
        starts_at=slot_of(request.form.get("slot", "")),
        timezone=timezone,
        form_key=request.form.get("key", ""),
        format=_format(link),
        place=link.account.phone if guest_calls else place,
        guest_calls=guest_calls,
    )


def _format(link: PersonalLink) -> Format:
    """How they want to talk, where that is theirs to choose."""
    chosen = request.form.get("format", "")
    if link.interview.format is Format.THEIR_CHOICE and chosen in {str(talk) for talk in TALKS}:
        return Format(chosen)
    return link.interview.format


def words() -> str:
    return (paragraphs(request.form.get("words")) or "")[:LONGEST_WORDS]


def proposed(zone: ZoneInfo) -> dict[int, datetime]:
    """The times they propose, typed on the clock of ``zone``, by the place of their field. Raises UnclearTime."""
    typed = enumerate(request.form.getlist("time")[:6])
    return {place: _typed_in(place, time, zone) for place, time in typed if time.strip()}


def _typed_in(place: int, typed: str, zone: ZoneInfo) -> datetime:
    try:
        return instant_of(typed, zone)
    except UnclearTime as unclear:
        unclear.place = place
        raise


def instant_of(typed: str, zone: ZoneInfo) -> datetime:
    """The instant at which a clock of ``zone`` shows the date and time typed. Raises UnclearTime.

    Of an hour that comes twice it is the first.
    """
    try:
        local = datetime.fromisoformat(typed.strip())
    except ValueError:
        raise UnclearTime(
            f"“{typed[:30]}” is not a date and a time. Write it like 2027-01-31 15:00."
        ) from None
    if local.tzinfo is not None or not 2000 <= local.year < 9000:
        raise UnclearTime(f"“{typed[:30]}” is not a date that we can meet on. Please look at the year.")
    instant = local.replace(tzinfo=zone, second=0, microsecond=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(second=0, microsecond=0):
        raise UnclearTime(
            f"The clocks are put forward on {local:%A} {local.day} {local:%B}, and never show {local:%H:%M}. "
            "Please choose a time before or after."
        )
    return instant


def own_page() -> str:
    """The address of their own booking page. Raises NotAnAddress."""
    form = OwnPageForm()
    if not form.validate():
        raise NotAnAddress(form.problems[0][1])
    return str(form.address.data)


def referral() -> dict[str, str]:
    """Whom they name, and how to reach that person: an address where it is one, and the words as typed."""
    form = ReferralForm()
    reach = (form.reach.data or "")[:300]
    one = _Address(formdata=None, data={"email": reach})
    email = str(one.email.data) if "@" in reach and one.validate() else ""
    return {"named": (form.name.data or "")[:120], "email": email, "reach": reach}
