"""When a letter leaves: the choice below the letter, and what it means."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, g, request
from wtforms import SelectField

from outreach import clock
from outreach.accounts.models import Account
from outreach.availability.reading import UnclearHours, minute_of
from outreach.letters.models import Letter
from outreach.mail.rules import SendingRules
from outreach.web.forms import Day, Form, Line
from outreach.workflows.sending import Leaving, UnclearMoment, moment_of

bp = Blueprint("when", __name__)

NOW, HOURS, CHOSEN = "now", "hours", "chosen"


class WhenForm(Form):
    """It is part of the letter's own form, so its names begin with ``leaves``."""

    leaves = SelectField("When it leaves", choices={NOW: "", HOURS: "", CHOSEN: ""}, validate_choice=False)
    leaves_on = Day("On", wrong="Please give a date, such as 2026-12-01.")
    leaves_at = Line("At", most=20)


class Choice(NamedTuple):
    """The choice as it is shown: which of the three, and the day and the time of one's own, as typed."""

    leaves: str
    day: str
    time: str
    rules: SendingRules


def choice_of_moment(account_id: int, *, has_rules: bool) -> Choice:
    """As it was made, or as the account's rules have it, if there are any of its own."""
    rules, made = (SendingRules.of if has_rules else SendingRules.usual)(account_id), request.form
    leaves = made.get("leaves") or (HOURS if rules.keeps_hours else NOW)
    return Choice(leaves, made.get("leaves_on", ""), made.get("leaves_at", ""), rules)


@bp.app_template_global()
def working_moment(letter: Letter, rules: SendingRules) -> datetime:
    """When the letter would leave if it waited for the working hours of whoever reads it."""
    return moment_of(Leaving(keeps_hours=True), letter.reader, now=clock.now(), rules=rules)


def leaving(account: Account) -> Leaving:
    """What was chosen below the letter. Raises UnclearMoment, in words for the person.

    The day and the time are on the clock of ``account``: it is the one that the person reads.
    """
    form = WhenForm()
    if form.leaves.data == HOURS:
        return Leaving(keeps_hours=True)
    return Leaving(at=_chosen(form, account.timezone)) if form.leaves.data == CHOSEN else Leaving()


def _chosen(form: WhenForm, timezone: str) -> datetime:
    if form.leaves_on.errors or not form.leaves_on.data or not form.leaves_at.data:
        raise UnclearMoment("Choose the day and the time at which the letter is to leave, or send it now.")
    try:
        minute = minute_of(form.leaves_at.data)
        wall = datetime.combine(form.leaves_on.data, datetime.min.time()) + timedelta(minutes=minute)
        return wall.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)
    except UnclearHours as unclear:
        raise UnclearMoment(str(unclear)) from unclear
    except OverflowError:
        raise UnclearMoment("That day is not on any calendar. Choose a nearer one.") from None


@bp.app_template_filter()
def is_elsewhere(timezone: str, at: datetime) -> bool:
    """Whether the clocks of a zone show something else than the account's own at that moment."""
    ours = at.astimezone(ZoneInfo(g.account.timezone)).utcoffset()
    return at.astimezone(ZoneInfo(timezone)).utcoffset() != ours
