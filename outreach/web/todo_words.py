"""What Today says of a thing beside its title: how its time stands, who it is about, and why it may be let go."""

from datetime import datetime

from outreach.contacts.kinds import Label
from outreach.followups.agenda import Coming
from outreach.followups.asides import Reason
from outreach.followups.choosing import Standing, standing
from outreach.followups.kinds import FollowUpKind
from outreach.followups.todos import Todo
from outreach.followups.whens import Due
from outreach.web.moments import clock_time, day
from outreach.web.words import FOLLOW_UPS
from outreach.workflows.following_up import Wait

WAITS = {
    Wait.TOMORROW: "Tomorrow",
    Wait.THREE_DAYS: "In three days",
    Wait.NEXT_WEEK: "Next Monday",
}
REASONS = {
    Reason.DONE: "It is done already",
    Reason.NOT_FITTING: "It does not fit them",
    Reason.TOO_MUCH: "It would be one word too many",
    Reason.RATHER_NOT: "I would rather not",
}
CAN_BE_DONE = {"stage.met"}
"""Of what has no date, what may have been done elsewhere; a first letter sent elsewhere is told on its own page."""
LABELS = {
    Label.BOOSTER: "{name} helps gladly",
    Label.OBLIGATE: "{name} answers in their own time",
    Label.SILENT: "{name} has not answered so far",
}


def todo_when(todo: Todo, now: datetime, zone: str) -> str:
    """Until when a thing is best done: today by the clock, else by the day; never as a reproach."""
    return best_by(todo.due, now, zone) if todo.due else ""


def best_by(due: Due, now: datetime, zone: str) -> str:
    """Until when something whose best time has begun is best done."""
    latest = day(due.late, zone)
    if standing(due, now=now) is Standing.LATE:
        return f"Best by {latest}, and still welcome"
    if latest == day(now, zone):
        return f"Best by {clock_time(due.late, zone)} today"
    return f"Best by {latest}"


def reasons_for(todo: Todo) -> dict[Reason, str]:
    """Why this may be let go."""
    if todo.due is None and todo.kind not in CAN_BE_DONE:
        return {reason: text for reason, text in REASONS.items() if reason is not Reason.DONE}
    return REASONS


def label_words(label: Label, name: str) -> str:
    """How somebody answers, in words; nothing that would hurt if they read it."""
    return LABELS[label].replace("{name}", name)


LABEL_REASONS = {
    Label.BOOSTER: "Heard from within three working days, or led you to somebody. Begin with people like this.",
    Label.OBLIGATE: "Heard from, after more than three working days.",
    Label.SILENT: "Seven working days without a word. It is rarely about you.",
}


def label_reason(label: Label) -> str:
    """By which facts somebody is called so."""
    return LABEL_REASONS[label]


def coming_title(line: Coming) -> str:
    """A courtesy whose time begins in the coming days."""
    return f"{line.name}: {FOLLOW_UPS[FollowUpKind(line.what)].lower()}"
