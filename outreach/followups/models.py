"""What is due after each step."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Self

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    bindparam,
    exists,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.contacts.models import Contact, Referral
from outreach.database import Base, UtcDateTime, db, words
from outreach.followups.cadence import Planned, due_now
from outreach.followups.kinds import TO_INTRODUCER, FollowUpKind
from outreach.followups.pausing import HELD
from outreach.followups.whens import Due
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage


class FollowUp(Owned, Base):
    """One thing that courtesy asks for, with the moment it is due and the moment it is late."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        UniqueConstraint("interview_id", "kind"),
        # With all that decides what is chosen, so that choosing reads nothing else.
        Index("ix_follow_ups_open", "account_id", "settled_at", "due_at", "kind", "late_at"),
        # For the look over all accounts, every minute: what is settled, nearly everything, is left out.
        Index(
            "ix_follow_ups_lies_open",
            "account_id",
            "due_at",
            "laid_out_at",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
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
    laid_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was last looked at for a letter to be laid ready before the person asks."""

    interview: Mapped[Interview] = relationship(innerjoin=True)

    @classmethod
    def plan(
        cls,
        interview: Interview,
        kind: FollowUpKind,
        *,
        due_at: datetime,
        late_at: datetime,
    ) -> Self:
        """Put a follow-up on the calendar, or move the one of this kind that is there."""
        found = cls.one(interview, kind) or cls.fresh(interview, kind)
        found.put_on_calendar(due_at=due_at, late_at=late_at)
        return found

    @classmethod
    def fresh(cls, interview: Interview, kind: FollowUpKind) -> Self:
        """A first follow-up of this kind, still without its moments."""
        made = cls(
            account_id=interview.account_id, interview_id=interview.id, interview=interview, kind=kind,
            told={}, times_done=0,
        )  # fmt: skip
        with db.session.no_autoflush:
            db.session.add(made)
        return made

    def put_on_calendar(self, *, due_at: datetime, late_at: datetime) -> None:
        """Let it be due then, whether it is new, open or was settled before."""
        if self.settled_at is not None:
            self.told = {}  # what was told belonged to the last time
        self.due_at, self.late_at = due_at, late_at
        self.settled_at, self.outcome, self.laid_out_at = None, "", None

    @classmethod
    def one(cls, interview: Interview, kind: FollowUpKind) -> Self | None:
        """The interview's follow-up of this kind, open or settled; there is but one."""
        return db.session.scalar(select(cls).where(cls.interview_id == interview.id, cls.kind == kind))

    @classmethod
    def write(
        cls, interview: Interview, planned: Mapping[FollowUpKind, Due], told: Mapping[str, str]
    ) -> None:
        """Put first follow-ups of these kinds on the calendar, all with one statement."""
        if planned and interview.id is None:
            db.session.flush()
        rows = [
            {
                "account_id": interview.account_id,
                "interview_id": interview.id,
                "kind": kind,
                "due_at": due.at,
                "late_at": due.late,
                "told": told,
            }
            for kind, due in planned.items()
        ]
        if rows:
            db.session.connection().execute(PLAN, rows)

    @classmethod
    def settle(cls, interview: Interview, *kinds: FollowUpKind, outcome: str, now: datetime) -> None:
        """Close the open follow-ups of these kinds; none if none is named."""
        open_ones = select(cls).where(cls.interview_id == interview.id, cls.settled_at.is_(None))
        for follow_up in db.session.scalars(open_ones.where(cls.kind.in_(kinds))) if kinds else ():
            follow_up.end(outcome=outcome, now=now)

    @classmethod
    def owed_around(cls, contact: Contact) -> "list[FollowUp]":
        """The open words to introducers that fall with a contact: owed to them, or about them."""
        open_ones = select(cls).join(cls.interview).join(Interview.contact).outerjoin(Contact.referral)
        to_them = Referral.introducer_id == contact.id
        about_them = (Contact.id == contact.id) & Referral.id.is_not(None)
        open_ones = open_ones.where(cls.settled_at.is_(None), cls.kind.in_(TO_INTRODUCER))
        return list(db.session.scalars(open_ones.where(to_them | about_them)))

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
        for follow_up in db.session.scalars(OPEN_TO, {"contact": contact.id}):
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
    def reopen_all(cls, numbers: Sequence[int], *, of: Account, settled_at: datetime, outcome: str) -> None:
        """Open those of the account's with these numbers again that were settled so at that very moment."""
        settled = select(cls).where(cls.account_id == of.id, cls.id.in_(numbers))
        settled = settled.where(cls.settled_at == settled_at, cls.outcome == outcome)
        for follow_up in db.session.scalars(settled) if numbers else ():
            follow_up.reopen()

    @classmethod
    def of(cls, interview: Interview) -> list[Self]:
        """The interview's follow-ups, by the moment they are due."""
        return list(db.session.scalars(OF_INTERVIEW, {"interview": interview.id}))

    @classmethod
    def owed_to(cls, introducer: Contact, kind: FollowUpKind) -> list[Self]:
        """What of this kind is still to be said to somebody of the people that they led to."""
        led_to = select(Referral.contact_id).where(Referral.introducer_id == introducer.id)
        found = select(cls).join(cls.interview).where(cls.kind == kind, cls.settled_at.is_(None))
        return list(db.session.scalars(found.where(Interview.contact_id.in_(led_to))))

    @staticmethod
    def due_of(
        rows: "Sequence[FollowUp]", interview: Interview, *, is_paused: bool = False, now: datetime
    ) -> "list[FollowUp]":
        """Which of an interview's follow-ups are to be done now, as ``pressing`` would list them.

        ``is_paused`` tells that somebody else helps where the contact works.
        """
        open_ones = [
            row
            for row in rows
            if row.settled_at is None and row.due_at <= now and not (is_paused and row.kind in HELD)
        ]
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


LEFT_ALONE = (Stage.DECLINED, Stage.BOUNCED)
"""Where nothing is due to the contact, whatever is on the calendar."""

# Put together once, as every page of an interview asks it.
OF_INTERVIEW = (
    select(FollowUp).where(FollowUp.interview_id == bindparam("interview")).order_by(FollowUp.due_at)
)
HAS_FOLLOW_UPS = exists().where(FollowUp.interview_id == Interview.id).correlate(Interview)
"""Whether anything was ever due in an interview: a column of a statement about interviews."""
PLAN = insert(FollowUp.__table__)  # type: ignore[arg-type]
OPEN_TO = (
    select(FollowUp)
    .join(FollowUp.interview)
    .where(FollowUp.settled_at.is_(None), Interview.contact_id == bindparam("contact"))
    .where(FollowUp.kind.not_in(TO_INTRODUCER))
)


def _of_each_interview(rows: Sequence[FollowUp], *, now: datetime) -> list[FollowUp]:
    """Of each interview what may be due at once."""
    chosen: list[FollowUp] = []
    for number in dict.fromkeys(row.interview_id for row in rows):
        own = {row.kind: row for row in rows if row.interview_id == number}
        chosen += [own[one.kind] for one in due_now([row.planned for row in own.values()], now=now)]
    return chosen
