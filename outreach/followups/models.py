"""What is due after each step."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Self

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.contacts.kinds import Label
from outreach.contacts.models import Contact, Referral
from outreach.database import Base, UtcDateTime, db, is_one_of, words
from outreach.followups.asides import Aside
from outreach.followups.cadence import Planned, due_now
from outreach.followups.choosing import VALUE, weight
from outreach.followups.kinds import MOOT_ONCE_LATE, TO_INTRODUCER, FollowUpKind
from outreach.followups.pausing import HELD, is_held
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
        known: "Sequence[Self] | None" = None,
    ) -> Self:
        """Put a follow-up on the calendar, or move the one of this kind that is there.

        ``known`` are the interview's, if they were read already.
        """
        at_hand = [row for row in known or () if row.kind is kind]
        found = next(iter(at_hand), None) if known is not None else cls.one(interview, kind)
        found = found or cls.fresh(interview, kind)
        found.put_on_calendar(due_at=due_at, late_at=late_at)
        return found

    @classmethod
    def fresh(cls, interview: Interview, kind: FollowUpKind) -> Self:
        """A first follow-up of this kind, still without its moments."""
        made = cls(account_id=interview.account_id, interview=interview, kind=kind, told={}, times_done=0)
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
    def settle(cls, interview: Interview, *kinds: FollowUpKind, outcome: str, now: datetime) -> None:
        """Close the open follow-ups of these kinds; of every kind if none is named."""
        open_ones = select(cls).where(cls.interview_id == interview.id, cls.settled_at.is_(None))
        if kinds:
            open_ones = open_ones.where(cls.kind.in_(kinds))
        for follow_up in db.session.scalars(open_ones):
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

    @classmethod
    def find_whole(cls, number: int, *, of: Account) -> Self:
        """The follow-up with its interview, in one query. Raises NotFound."""
        return cls.find(number, of=of, options=(joinedload(cls.interview),))

    @classmethod
    def due(cls, account: Account, *, by: datetime, limit: int) -> list[Self]:
        """The account's open follow-ups that are due by then and still make sense, the most pressing first.

        At most one letter for each reader of an interview, and nothing at all to
        somebody who said no, whose address does not work or who wants to be left alone.
        What was put aside is left out, and what waits because somebody helps there already.
        """
        numbers = [line.id for line in cls.lines(account, by=by)[:limit]]
        place = {number: place for place, number in enumerate(numbers)}
        found = list(db.session.scalars(_whole(), {"numbers": numbers})) if numbers else []
        return sorted(found, key=lambda row: place[row.id])

    @classmethod
    def lines(cls, account: Account, *, by: datetime) -> Sequence[Any]:
        """What is due as lines of ``id, interview_id, kind, due_at, late_at``, the most pressing first.

        Looked at are the dearest few; all of them only where too many of those
        turn out not to be said now.
        """
        sought = {"account": account.id, "now": by}
        for lines in (lines_due(LOOKED_AT), lines_due(None)):
            rows = db.session.execute(lines, sought).all()
            if len({row.interview_id for row in rows}) >= A_FEW or not _are_more(rows):
                break
        return _in_order(rows, by=by)

    @staticmethod
    def due_of(
        rows: "Sequence[FollowUp]", interview: Interview, *, is_paused: bool = False, now: datetime
    ) -> "list[FollowUp]":
        """Which of an interview's follow-ups are to be done now, as ``due`` would list them.

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

    def is_late(self, *, now: datetime) -> bool:
        return self.settled_at is None and now > self.late_at


def _is_suppressed() -> ColumnElement[bool]:
    """Whether the contact's address is one that nobody writes to: they asked for that, or it does not work."""
    same = Suppression.account_id == Contact.account_id, Suppression.address == func.lower(Contact.email)
    return exists().where(*same).correlate(Contact)


LOOKED_AT, A_FEW = 30, 8
WORTH = " ".join(f"WHEN '{kind.value}' THEN {value}" for kind, value in VALUE.items())
ACCOUNT: Any = bindparam("account")
NOW: Any = bindparam("now")


@cache
def lines_due(most: int | None) -> Any:
    """What is due and may be said, as columns: half of what it costs would be making objects of it.

    Put together once, as Today asks it. Only the ``most`` dearest are looked at;
    ``are_more`` tells whether there were others.
    """
    introducer = aliased(Contact)
    due = (
        select(FollowUp.id)
        .where(FollowUp.account_id == ACCOUNT, FollowUp.settled_at.is_(None), FollowUp.due_at <= NOW)
        .where(~is_one_of(FollowUp.kind, MOOT_ONCE_LATE) | (FollowUp.late_at > NOW))
    )
    value: Any = literal_column(f"CASE follow_ups.kind {WORTH} ELSE 0 END")
    dearest = due.order_by(value.desc(), FollowUp.late_at).limit(most).subquery()
    others = due.offset(most).limit(1).scalar_subquery() if most else null()
    columns = FollowUp.id, FollowUp.interview_id, FollowUp.kind, FollowUp.due_at, FollowUp.late_at
    return (
        select(*columns, others.label("are_more"))
        .join(dearest, dearest.c.id == FollowUp.id)
        .join(FollowUp.interview)
        .join(Interview.contact)
        .outerjoin(Contact.referral)
        .outerjoin(introducer, introducer.id == Referral.introducer_id)
        .where(may_be_written_to(introducer), ~is_aside(FollowUp.kind, FollowUp.due_at))
        .where(~is_one_of(FollowUp.kind, HELD) | ~waits_for_booster())
        .order_by(value.desc(), FollowUp.late_at)
    )


@cache
def _whole() -> Any:
    who = joinedload(FollowUp.interview).joinedload(Interview.contact).joinedload(Contact.referral)
    numbers: Any = bindparam("numbers", expanding=True)
    return select(FollowUp).where(FollowUp.id.in_(numbers)).options(who.joinedload(Referral.introducer))


def paused_for_good(*, now: datetime, limit: int = 100) -> list[FollowUp]:
    """Reminders of any account that waited for a booster until their latest moment had passed."""
    booster = aliased(Contact)
    helps = exists().where(
        booster.organization_id == Contact.organization_id,
        booster.account_id == Contact.account_id,
        booster.label == Label.BOOSTER,
    )
    late = (
        select(FollowUp)
        .join(FollowUp.interview)
        .join(Interview.contact)
        .where(FollowUp.kind == FollowUpKind.NUDGE, FollowUp.settled_at.is_(None), FollowUp.late_at <= now)
        .where(helps, _can_wait())
        .limit(limit)
    )
    return list(db.session.scalars(late))


def _are_more(rows: Sequence[Any]) -> bool:
    return not rows or rows[0].are_more is not None


def _in_order(rows: Sequence[Any], *, by: datetime) -> Sequence[Any]:
    """Of these lines what may be due at once, by weight."""
    planned: dict[int, list[Planned]] = {}
    for row in rows:
        planned.setdefault(row.interview_id, []).append(Planned(row.kind, Due(row.due_at, row.late_at)))
    chosen = {
        (interview_id, one.kind) for interview_id, own in planned.items() for one in due_now(own, now=by)
    }
    due = [row for row in rows if (row.interview_id, row.kind) in chosen]
    return sorted(
        due, key=lambda row: (-weight(VALUE[row.kind], Due(row.due_at, row.late_at), now=by), row.late_at)
    )


def is_aside(kind: Any, due_at: Any) -> ColumnElement[bool]:
    """Whether this thing of the interview was put aside, as it is due now, and stays so at ``now``."""
    return (
        exists()
        .where(Aside.interview_id == Interview.id, Aside.kind == cast(kind, String), Aside.due_at == due_at)
        .where(or_(Aside.until.is_(None), Aside.until > NOW))
        .correlate(FollowUp, Interview)
    )


def waits_for_booster() -> ColumnElement[bool]:
    """Whether the contact waits because a colleague of theirs helps already, as ``pausing`` tells it."""
    booster = aliased(Contact)
    helped = select(booster.organization_id).where(
        booster.account_id == ACCOUNT, booster.label == Label.BOOSTER, booster.organization_id.is_not(None)
    )
    return Contact.organization_id.in_(helped) & _can_wait()


def _can_wait() -> ColumnElement[bool]:
    """Whether the contact may wait at all: nobody led to them, they help not, and the person did not say otherwise."""
    is_plain = or_(Contact.label.is_(None), Contact.label != Label.BOOSTER)
    is_referred = exists().where(Referral.contact_id == Contact.id).correlate(Contact)
    return is_plain & ~is_referred & Contact.unpaused_at.is_(None)


def booster_beside(contact: Contact, step: FollowUpKind | Stage) -> Contact | None:
    """Who helps where this contact works, if this step towards them waits for that reason."""
    if contact.organization_id is None or not is_held(
        step,
        contact.label,
        has_booster=True,
        is_referred=contact.referral is not None,
        is_unpaused=contact.unpaused_at is not None,
    ):
        return None
    return db.session.scalar(
        select(Contact)
        .where(Contact.account_id == contact.account_id, Contact.label == Label.BOOSTER)
        .where(Contact.organization_id == contact.organization_id, Contact.id != contact.id)
        .order_by(Contact.id)
        .limit(1)
    )


LEFT_ALONE = (Stage.DECLINED, Stage.BOUNCED)
"""Where nothing is due to the contact, whatever is on the calendar."""


def may_be_written_to(introducer: type[Contact]) -> ColumnElement[bool]:
    """Whether whoever it is meant for, the contact or the one who led to them, may be written to."""
    is_there = introducer.id.is_not(None) & introducer.left_alone_at.is_(None)
    to_introducer = is_one_of(FollowUp.kind, TO_INTRODUCER) & is_there
    to_contact = (
        ~is_one_of(FollowUp.kind, TO_INTRODUCER)
        & Contact.left_alone_at.is_(None)
        & ~_is_suppressed()
        & ~is_one_of(Interview.stage, LEFT_ALONE)
    )
    return to_introducer | to_contact


# Put together once, as every page of an interview asks it.
OF_INTERVIEW = (
    select(FollowUp).where(FollowUp.interview_id == bindparam("interview")).order_by(FollowUp.due_at)
)


def _of_each_interview(rows: Sequence[FollowUp], *, now: datetime) -> list[FollowUp]:
    """Of each interview what may be due at once."""
    chosen: list[FollowUp] = []
    for number in dict.fromkeys(row.interview_id for row in rows):
        own = {row.kind: row for row in rows if row.interview_id == number}
        chosen += [own[one.kind] for one in due_now([row.planned for row in own.values()], now=now)]
    return chosen
