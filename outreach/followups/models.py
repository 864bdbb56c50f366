"""What is due after each step."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Self

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, UniqueConstraint, exists, func, select
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.contacts.models import Contact, Referral
from outreach.database import Base, UtcDateTime, db, words
from outreach.followups.cadence import Planned, due_now
from outreach.followups.kinds import MOOT_ONCE_LATE, TO_INTRODUCER, FollowUpKind
from outreach.followups.whens import Due
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail.models import Suppression


class FollowUp(Owned, Base):
    """One thing that courtesy asks for, with the moment it is due and the moment it is late."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        UniqueConstraint("interview_id", "kind"),
        Index("ix_follow_ups_open", "account_id", "settled_at", "due_at"),
    )

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"))
    kind: Mapped[FollowUpKind] = mapped_column(words(FollowUpKind))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    late_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    """``done`` or ``dropped``, once settled."""
    times_done: Mapped[int] = mapped_column(default=0)
    """How often it was done; some things are done once and never again."""
    told: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """What its letter is to say beyond the facts of the interview, by slot, as the person told it."""

    interview: Mapped[Interview] = relationship(innerjoin=True)

    @classmethod
    def plan(cls, interview: Interview, kind: FollowUpKind, *, due_at: datetime, late_at: datetime) -> Self:
        """Put a follow-up on the calendar, or move the one of this kind that is there."""
        found = cls.one(interview, kind)
        if found is None:
            found = cls(
                account_id=interview.account_id, interview=interview, kind=kind, told={}, times_done=0
            )
            db.session.add(found)
        if found.settled_at is not None:
            found.told = {}  # what was told belonged to the last time
        found.due_at, found.late_at = due_at, late_at
        found.settled_at, found.outcome = None, ""
        return found

    @classmethod
    def one(cls, interview: Interview, kind: FollowUpKind) -> Self | None:
        """The interview's follow-up of this kind, open or settled; there is but one."""
        return db.session.scalar(select(cls).where(cls.interview_id == interview.id, cls.kind == kind))

    @classmethod
    def settle(cls, interview: Interview, *kinds: FollowUpKind, outcome: str, now: datetime) -> None:
        """Close the open follow-ups of these kinds; of every kind if none is named."""
        open_ones = select(cls).where(cls.interview_id == interview.id, cls.settled_at.is_(None))
        if kinds:
            open_ones = open_ones.where(cls.kind.in_(kinds))
        for follow_up in db.session.scalars(open_ones):
            follow_up.end(outcome=outcome, now=now)

    @classmethod
    def open_by_interview(
        cls, interviews: Sequence[Interview], *kinds: FollowUpKind
    ) -> dict[int, list[Self]]:
        """What is open of these kinds in each of the interviews, by its number, in one query."""
        numbers = [interview.id for interview in interviews]
        found = select(cls).where(
            cls.interview_id.in_(numbers), cls.settled_at.is_(None), cls.kind.in_(kinds)
        )
        by_interview: dict[int, list[Self]] = {}
        for follow_up in db.session.scalars(found) if numbers else ():
            by_interview.setdefault(follow_up.interview_id, []).append(follow_up)
        return by_interview

    @classmethod
    def leave(cls, contact: Contact, *, now: datetime) -> None:
        """Let go of all that is due to a contact, in whichever of their interviews."""
        open_ones = select(cls).join(cls.interview).where(cls.settled_at.is_(None))
        to_them = Interview.contact_id == contact.id, cls.kind.not_in(TO_INTRODUCER)
        for follow_up in db.session.scalars(open_ones.where(*to_them)):
            follow_up.end(outcome="dropped", now=now)

    def end(self, *, outcome: str, now: datetime) -> None:
        """Close this one: ``done`` counts, ``dropped`` does not."""
        self.settled_at, self.outcome = now, outcome
        self.times_done += outcome == "done"

    def reopen(self) -> None:
        """It was not done after all."""
        self.times_done -= self.outcome == "done"
        self.settled_at, self.outcome = None, ""

    @classmethod
    def of(cls, interview: Interview) -> list[Self]:
        """The interview's follow-ups, by the moment they are due."""
        return list(
            db.session.scalars(select(cls).where(cls.interview_id == interview.id).order_by(cls.due_at))
        )

    @classmethod
    def owed_to(cls, introducer: Contact, kind: FollowUpKind) -> list[Self]:
        """What of this kind is still to be said to somebody of the people that they led to."""
        led_to = select(Referral.contact_id).where(Referral.introducer_id == introducer.id)
        found = select(cls).join(cls.interview).where(cls.kind == kind, cls.settled_at.is_(None))
        return list(db.session.scalars(found.where(Interview.contact_id.in_(led_to))))

    @classmethod
    def find_whole(cls, number: int, *, of: Account) -> Self:
        """The follow-up with its interview, in one query. Raises NotFound."""
        return cls.find(number, of=of, options=(joinedload(cls.interview),))

    @classmethod
    def due(cls, account: Account, *, by: datetime, limit: int) -> list[Self]:
        """The account's open follow-ups that are due by then and still make sense, the most pressing first.

        At most one letter for each reader of an interview, and nothing at all to
        somebody who said no, whose address does not work or who wants to be left alone.
        """
        return cls._whole(cls._numbers_due(account, by=by, limit=limit))

    @classmethod
    def most_pressing(cls, account: Account, *, by: datetime, limit: int) -> list[Self]:
        """Of what is due, the most pressing one of each interview.

        First the numbers alone: one interview may have one due of every kind, and
        all but the first are not looked at.
        """
        first: dict[int, int] = {}
        for number, interview_id in cls._numbers_due(account, by=by, limit=limit * len(FollowUpKind)).items():
            first.setdefault(interview_id, number)
        return cls._whole(list(first.values())[:limit])

    @classmethod
    def _numbers_due(cls, account: Account, *, by: datetime, limit: int) -> dict[int, int]:
        """The numbers of what is due, the most pressing first, each with its interview's."""
        introducer = aliased(Contact)
        lines = (
            select(cls.id, cls.interview_id, cls.kind, cls.due_at, cls.late_at)
            .join(cls.interview)
            .join(Interview.contact)
            .outerjoin(Contact.referral)
            .outerjoin(introducer, introducer.id == Referral.introducer_id)
            .where(cls.account_id == account.id, cls.settled_at.is_(None), cls.due_at <= by)
            .where(cls.kind.not_in(MOOT_ONCE_LATE) | (cls.late_at > by))
            .where(_may_be_written_to(introducer))
        )
        rows = db.session.execute(lines.order_by(cls.late_at).limit(limit)).all()
        planned: dict[int, list[Planned]] = {}
        for _, interview_id, kind, due_at, late_at in rows:
            planned.setdefault(interview_id, []).append(Planned(kind, Due(due_at, late_at)))
        chosen = {
            (interview_id, one.kind) for interview_id, own in planned.items() for one in due_now(own, now=by)
        }
        return {row.id: row.interview_id for row in rows if (row.interview_id, row.kind) in chosen}

    @classmethod
    def _whole(cls, numbers: Collection[int]) -> list[Self]:
        """These follow-ups with everybody they concern, the most pressing first."""
        if not numbers:
            return []
        who = joinedload(cls.interview).joinedload(Interview.contact)
        found = select(cls).where(cls.id.in_(numbers)).order_by(cls.late_at)
        introducer = who.joinedload(Contact.referral).joinedload(Referral.introducer)
        return list(db.session.scalars(found.options(introducer)))

    @staticmethod
    def due_of(rows: "Sequence[FollowUp]", interview: Interview, *, now: datetime) -> "list[FollowUp]":
        """Which of an interview's follow-ups are to be done now, as ``due`` would list them."""
        open_ones = [row for row in rows if row.settled_at is None and row.due_at <= now]
        referral = interview.contact.referral
        return [
            row
            for row in _of_each_interview(open_ones, now=now)
            if (
                referral is not None and referral.introducer.left_alone_at is None
                if row.kind in TO_INTRODUCER
                else interview.contact.left_alone_at is None and interview.stage not in LEFT_ALONE
            )
        ]

    @property
    def planned(self) -> Planned:
        """Its kind and its moments, as the cadence reads them."""
        return Planned(self.kind, Due(self.due_at, self.late_at))

    def is_late(self, *, now: datetime) -> bool:
        return self.settled_at is None and now > self.late_at


def _is_suppressed() -> ColumnElement[bool]:
    """Whether the contact's address is one that nobody writes to: they asked for that, or it does not work."""
    same = Suppression.account_id == Contact.account_id, Suppression.address == func.lower(Contact.email)
    return exists().where(*same).correlate(Contact)


LEFT_ALONE = (Stage.DECLINED, Stage.BOUNCED)
"""Where nothing is due to the contact, whatever is on the calendar."""


def _may_be_written_to(introducer: type[Contact]) -> ColumnElement[bool]:
    """Whether whoever it is meant for, the contact or the one who led to them, may be written to."""
    to_introducer = FollowUp.kind.in_(TO_INTRODUCER) & introducer.left_alone_at.is_(None)
    to_contact = (
        FollowUp.kind.not_in(TO_INTRODUCER)
        & Contact.left_alone_at.is_(None)
        & ~_is_suppressed()
        & Interview.stage.not_in(LEFT_ALONE)
    )
    return to_introducer | to_contact


def _of_each_interview(rows: Sequence[FollowUp], *, now: datetime) -> list[FollowUp]:
    """Of each interview what may be due at once."""
    chosen: list[FollowUp] = []
    for number in dict.fromkeys(row.interview_id for row in rows):
        own = {row.kind: row for row in rows if row.interview_id == number}
        chosen += [own[one.kind] for one in due_now([row.planned for row in own.values()], now=now)]
    return chosen
