"""Steps that a person took on the board or in the table, and how things stood before, so that each can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import JSON, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.contacts.kinds import Advocacy
from outreach.database import Base, UtcDateTime, db, rows_of
from outreach.errors import OutreachError
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Milestone, Stage
from outreach.journal.models import Entry, note

COLUMNS = ("stage_at", "heard_at", *(milestone.column for milestone in Milestone))
MOMENTS = ("due_at", "late_at", "settled_at")

State = dict[str, Any]


class NothingChosen(OutreachError):
    """Something was to be done with many, and none was ticked."""

    def __init__(self) -> None:
        super().__init__("Nobody is ticked yet. Tick the people it is for, then press the button again.")


class Taken(NamedTuple):
    """A step as the page tells of it."""

    id: int
    words: str


class Step(Owned, Base):
    """One thing done by hand, with the state before it of each interview that it moved, and of what was due there."""

    __tablename__ = "steps"

    words: Mapped[str] = mapped_column(String(200))
    """What was done, as a sentence."""
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def keep(cls, account_id: int, words: str, before: State, *, now: datetime) -> Self:
        """Remember a step that was just taken; it has a number once it is written."""
        step = cls(account_id=account_id, words=words[:200], before=before, taken_at=now)
        db.session.add(step)
        return step

    @classmethod
    def latest(cls, account: Account, *, since: datetime) -> Taken | None:
        """The account's last step, if it was taken since then and can still be undone."""
        row = next(iter(rows_of(LATEST, {"account": account.id})), None)
        if row is None or row.undone_at is not None or row.taken_at < since:
            return None
        return Taken(row.id, row.words)

    @classmethod
    def forget(cls, *, before: datetime) -> int:
        """Throw away what nobody will undo any more. How many there were."""
        gone = db.session.execute(delete(cls).where(cls.taken_at < before))
        return int(gone.rowcount)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done with several, and who was left as they were, each with the reason."""

    step: Step | None
    count: int
    refused: list[str] = field(default_factory=list)


def people(count: int) -> str:
    """How many, in words that begin a sentence."""
    return "One person" if count == 1 else f"{count} people"


LATEST = (
    select(Step.id, Step.words, Step.taken_at, Step.undone_at)
    .where(Step.account_id == bindparam("account"))
    .order_by(Step.id.desc())
    .limit(1)
)
"""Put together once, as the board and the table ask it."""


def as_it_stands(interview: Interview, known: Sequence[FollowUp]) -> State:
    """An interview and what is due around it, as a table that JSON can hold."""
    return {
        "stage": str(interview.stage),
        "later_on": interview.later_on.isoformat() if interview.later_on else None,
        **{column: _written(getattr(interview, column)) for column in COLUMNS},
        "asked_weekday": interview.asked_weekday,
        "advocacy": _good_will(interview),
        "due": {str(row.id): _due(row) for row in known},
    }


def _good_will(interview: Interview) -> list[int] | None:
    """The number of their place of work and how well one is thought of there."""
    place = interview.contact.organization
    return [place.id, int(place.advocacy)] if place is not None else None


def _put_good_will_back(interview: Interview, kept: Sequence[int] | None) -> None:
    """Take back what their answer told of the place, unless somebody else there has answered as well."""
    place = interview.contact.organization
    if kept is None or place is None or place.id != kept[0] or place.advocacy is not Advocacy.ANSWERS:
        return
    if kept[1] < Advocacy.ANSWERS and not Interview.has_heartened(place, besides=interview):
        place.advocacy = Advocacy(kept[1])


def _due(row: FollowUp) -> State:
    plain = {"outcome": row.outcome, "times_done": row.times_done, "told": row.told}
    return plain | {name: _written(getattr(row, name)) for name in MOMENTS}


def stands_as_left(interview: Interview, taken_at: datetime) -> bool:
    """Whether nothing has happened in the interview since the step was taken, as far as anybody can tell."""
    settled = select(FollowUp.id).where(FollowUp.interview_id == interview.id, FollowUp.settled_at > taken_at)
    if interview.stage_at != taken_at or db.session.scalar(settled.limit(1)) is not None:
        return False
    return not Entry.has_any(interview, after=taken_at)


def put_back(interview: Interview, before: Mapping[str, Any], *, now: datetime) -> None:
    """Let an interview stand as it did, with everything that was due then, and nothing that was planned since."""
    interview.stage = Stage(before["stage"])
    interview.later_on = date.fromisoformat(before["later_on"]) if before["later_on"] else None
    interview.asked_weekday = before["asked_weekday"]
    for column in COLUMNS:
        setattr(interview, column, _read(before[column]))
    _put_good_will_back(interview, before["advocacy"])
    for row in FollowUp.of(interview):
        kept = before["due"].get(str(row.id))
        if kept is None:
            db.session.delete(row)
        else:
            row.outcome, row.times_done, row.told = kept["outcome"], kept["times_done"], kept["told"]
            for name in MOMENTS:
                setattr(row, name, _read(kept[name]))
    note("step.undone", interview, at=now, undone=before["undone"])


def _written(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
