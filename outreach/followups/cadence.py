"""When courtesy asks for what: what follows from each event, and what of it is to be done now. Pure.

Days of silence are counted in working days of the contact's country; what is
due on a day is due when that day's office hours begin there, and what has to be
said on the same day has until the asker's own day ends.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from outreach.followups.kinds import (
    DEEDS,
    IN_TOUCH,
    MOOT_ONCE_LATE,
    ORDER,
    TO_INTRODUCER,
    Event,
    FollowUpKind,
    Given,
)
from outreach.followups.rules import RULES
from outreach.followups.whens import Due, Moments
from outreach.followups.working_days import Days
from outreach.timespan import TimeSpan

NOTICE = timedelta(hours=24)
"""How long before a word on the day before a meeting must still be news."""
REPEATED = frozenset({Event.DEBRIEFED, Event.PROMISED, Event.NAMED})
"""What may be told again, in other words; it does not move what it has called for already."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an event does to the follow-ups of an interview: some are done, some needless, some planned."""

    done: frozenset[FollowUpKind]
    dropped: frozenset[FollowUpKind]
    planned: Mapping[FollowUpKind, Due] = field(default_factory=dict)


def consequences(
    event: Event,
    moments: Moments,
    days: Days,
    *,
    given: frozenset[Given] = frozenset(),
    spent: Mapping[FollowUpKind, int] | None = None,
    is_open: Collection[FollowUpKind] = (),
) -> Consequences:
    """What follows from an event.

    ``spent`` counts how often each kind was done for this interview already;
    ``is_open`` are those on the calendar. Keeping in touch is not planned here:
    it counts from the last touch, whoever made it.
    """
    spent = spent or {}
    stays = set(is_open) if event in REPEATED else set()
    planned = {
        kind: Due(rule.due.moment(moments, days), rule.late.moment(moments, days))
        for kind, rule in RULES.items()
        if event in rule.after
        and not rule.is_quiet
        and kind not in IN_TOUCH
        and kind not in stays
        and (rule.if_given is None or rule.if_given in given)
        and spent.get(kind, 0) < rule.cap
    }
    done = frozenset(kind for kind, rule in RULES.items() if event in rule.done_by)
    dropped = frozenset(kind for kind, rule in RULES.items() if event in rule.ends_with)
    return Consequences(done, dropped - done, planned)


def notice_of(meeting: TimeSpan, days: Days, *, now: datetime) -> frozenset[Given]:
    """NOTICE, if a word on the working day before a meeting would come a day or more after agreeing it."""
    return frozenset({Given.NOTICE}) if days.before(meeting.start) >= now + NOTICE else frozenset()


@dataclass(frozen=True, slots=True)
class Planned:
    """One open follow-up, as it stands on the calendar."""

    kind: FollowUpKind
    due: Due


class Dated(Protocol):
    """Whatever stands on the calendar: a kind of follow-up, and its moments."""

    @property
    def kind(self) -> FollowUpKind: ...
    @property
    def due(self) -> Due: ...


One = TypeVar("One", bound=Dated)


def due_now(planned: Iterable[One], *, now: datetime) -> list[One]:
    """What is to be done now for one interview, in order: at most one letter to each of its readers.

    What is moot is left out, and of several letters to one reader all but the
    first: two letters on one day would contradict each other, or at least crowd.
    """
    due = [p for p in planned if p.due.at <= now and not (p.kind in MOOT_ONCE_LATE and p.due.late <= now)]
    chosen: list[One] = []
    heard: set[str] = set()
    for one in sorted(due, key=lambda p: ORDER[p.kind]):
        reader = (
            "introducer" if one.kind in TO_INTRODUCER else str(one.kind) if one.kind in DEEDS else "contact"
        )
        if reader not in heard and not _is_overruled(one.kind, chosen):
            heard.add(reader)
            chosen.append(one)
    return chosen


def _is_overruled(kind: FollowUpKind, chosen: Iterable[Dated]) -> bool:
    """Whether what is due makes this pointless: no second person is looked for while the first is written to."""
    return kind is FollowUpKind.SECOND_PERSON and any(
        one.kind not in TO_INTRODUCER and one.kind not in DEEDS for one in chosen
    )
