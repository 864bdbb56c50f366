"""The letters of an interview."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, joinedload, lazyload, load_only, mapped_column, relationship

from outreach.accounts.models import LARGEST_NUMBER, Account, Owned
from outreach.contacts.models import Contact, Referral
from outreach.database import Base, UtcDateTime, db, saved, words
from outreach.errors import NotFound, OutreachError
from outreach.interviews.models import Interview
from outreach.letters.channels import Channel
from outreach.letters.drafting.draft import Draft, Voice
from outreach.letters.kinds import LetterKind, Origin
from outreach.mail.models import Delivery, OutgoingMessage


class LetterChanged(OutreachError):
    """Somebody else, or another tab, saved the letter in the meantime."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "This letter was changed in another window since you opened it here. "
            "What you typed is still below, and what stands there now is above it: "
            "copy what you need, then go on with that one."
        )


class LetterHasLeft(OutreachError):
    """A letter that is on its way cannot be edited or sent again."""

    status = 409

    def __init__(self, letter: "Letter") -> None:
        super().__init__(
            f"The letter to {letter.reader.name} is on its way already. "
            "Take it back while you still can, or write another one."
        )


class PartIsTheirs(OutreachError):
    """The person has changed this part of the letter, and no draft replaces what they wrote."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "You have changed this part of the letter, so it is left as you wrote it. Change it by hand."
        )


def is_leaving_by(delivery: Delivery | None) -> bool:
    """Whether a letter is queued, leaving or gone by what became of its message; None is none at all."""
    return delivery not in {None, Delivery.TAKEN_BACK, Delivery.FAILED}


class Letter(Owned, Base):
    """One letter to the contact of an interview, from the draft to the sent mail."""

    __tablename__ = "letters"

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    kind: Mapped[LetterKind] = mapped_column(words(LetterKind))
    subject: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    voice: Mapped[Voice] = mapped_column(words(Voice), default=Voice.WARM)
    turns: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """How often another wording was asked for, by the name of the part."""
    parts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    """What our latest draft said in each part that has another wording, by the name of the part."""
    is_edited: Mapped[bool] = mapped_column(default=False)
    """Whether the person changed the words; then no new draft ever replaces them."""
    revision: Mapped[int] = mapped_column(default=1)
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    message_id: Mapped[int | None] = mapped_column(
        ForeignKey(OutgoingMessage.id, ondelete="SET NULL"), index=True
    )
    reader_id: Mapped[int | None] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"), index=True)
    """Whom it is written to, where that is not the contact of the interview but who led to them."""
    template: Mapped[str] = mapped_column(String(80), default="")
    """The name of the person’s own template that its words began from."""
    channel: Mapped[Channel | None] = mapped_column(words(Channel))
    """How the person sent it by hand; nothing for a letter that leaves through the outbox."""
    sent_by_hand_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    interview: Mapped[Interview] = relationship(lazy="joined", innerjoin=True)
    message: Mapped[OutgoingMessage | None] = relationship(lazy="joined")
    other_reader: Mapped[Contact | None] = relationship()

    @classmethod
    def begin(
        cls, interview: Interview, kind: LetterKind, *, reader: Contact | None = None, now: datetime
    ) -> Self:
        """An empty letter, ready to take its first draft; ``reader`` is given if it is not for the contact."""
        letter = cls(account_id=interview.account_id, interview=interview, kind=kind, turns={}, revision=0)
        letter.other_reader = reader
        letter.voice, letter.is_edited, letter.subject, letter.body = Voice.WARM, False, "", ""
        letter.drafted_at = letter.edited_at = now
        return saved(letter)

    @classmethod
    def find_whole(cls, number: int, *, of: Account) -> Self:
        """The letter with its interview, its contact and who introduced them, in one query. Raises NotFound."""
        return cls.find(number, of=of, by=WHOLE)

    @classmethod
    def of(cls, interview: Interview) -> "list[Letter]":
        """The interview's letters, oldest first, and of their messages no more than what became of them."""
        return list(db.session.scalars(LETTERS, {"interview": interview.id}))

    @classmethod
    def open_one(cls, interview: Interview, kind: LetterKind) -> Self | None:
        """The latest letter of a kind that has not left yet."""
        found = select(cls).where(cls.interview_id == interview.id, cls.kind == kind).order_by(cls.id.desc())
        return next((letter for letter in db.session.scalars(found) if not letter.is_on_its_way), None)

    @classmethod
    def latest(cls, interview: Interview, kind: LetterKind, *, besides: Self) -> Self | None:
        """The last letter of this kind, but for one."""
        found = select(cls).where(cls.interview_id == interview.id, cls.kind == kind, cls.id != besides.id)
        return db.session.scalar(found.order_by(cls.id.desc()).limit(1))

    @classmethod
    def carried_by(cls, message: OutgoingMessage) -> Self | None:
        return db.session.scalar(select(cls).where(cls.message_id == message.id))

    @property
    def reader(self) -> Contact:
        """Whom the letter is written to."""
        return self.other_reader or self.interview.contact

    @property
    def is_on_its_way(self) -> bool:
        """Whether the letter is queued, leaving or gone, and so cannot change any more."""
        delivery = self.message.delivery if self.message else None
        return self.sent_by_hand_at is not None or is_leaving_by(delivery)

    @property
    def is_sent(self) -> bool:
        if self.sent_by_hand_at is not None:
            return True
        return self.message is not None and self.message.delivery in {Delivery.SENT, Delivery.UNSURE}

    def redraft(self, draft: Draft, *, now: datetime) -> None:
        """Take a new draft, unless the person has changed the words: theirs are never replaced."""
        if self.is_edited or self.is_on_its_way:
            return
        self.parts = draft.rephrasable
        if (draft.subject, draft.body) == (self.subject, self.body):
            return
        self.subject, self.body = draft.subject, draft.body
        self.revision += 1
        self.drafted_at = now
        Revision.of_now(self, Origin.DRAFTED, at=now)

    def rewrite(
        self, subject: str, body: str, *, revision: int, now: datetime, origin: Origin = Origin.TYPED
    ) -> None:
        """Keep what the person typed, or took over from somewhere else.

        ``revision`` is the one their page was opened at. Raises LetterChanged if
        that is not the latest, LetterHasLeft if the letter is on its way.
        """
        if self.is_on_its_way:
            raise LetterHasLeft(self)
        if (subject, body) == (self.subject, self.body):
            return
        if revision != self.revision:
            raise LetterChanged
        self.subject, self.body = subject, body
        self.is_edited = True
        self.revision += 1
        self.edited_at = now
        Revision.of_now(self, origin, at=now)

    def ours_in(self, subject: str, body: str) -> dict[str, str]:
        """The parts of our draft that stand untouched in these words, and could be said in another way."""
        return standing_in(subject, body, self.parts)

    def rephrase(self, part: str, draft: Draft, *, now: datetime) -> None:
        """Take one part anew from a draft and leave every other word, typed or drafted, as it is.

        Raises LetterHasLeft, and PartIsTheirs where the part no longer stands as it was drafted.
        """
        before, after = self.ours_in(self.subject, self.body).get(part), draft.rephrasable.get(part)
        if before is None or after is None:
            raise PartIsTheirs
        subject = after if part == "subject" else self.subject
        body = self.body if part == "subject" else self.body.replace(before, after)
        self.rewrite(subject, body, revision=self.revision, now=now, origin=Origin.DRAFTED)
        self.parts = {**self.parts, part: after}

    def restore(self, earlier: "Revision", *, now: datetime) -> None:
        """Go back to earlier words; that is a new revision, so nothing is ever lost. Raises LetterHasLeft."""
        self.rewrite(earlier.subject, earlier.body, revision=self.revision, now=now, origin=Origin.RESTORED)


def standing_in(subject: str, body: str, parts: Mapping[str, str]) -> dict[str, str]:
    """Those parts that are found in these words just as they are, and nowhere twice."""
    return {
        name: said
        for name, said in parts.items()
        if (said == subject if name == "subject" else body.count(said) == 1)
    }


FATE = (
    OutgoingMessage.delivery,
    OutgoingMessage.via,
    OutgoingMessage.trouble,
    OutgoingMessage.attempts,
    OutgoingMessage.queued_at,
    OutgoingMessage.send_after,
    OutgoingMessage.handed_at,
    OutgoingMessage.sent_at,
    OutgoingMessage.bounced_at,
    OutgoingMessage.answered_at,
)
"""What tells what became of a message."""


class Revision(Owned, Base):
    """The words of a letter as they were kept at one moment. None is ever changed or thrown away."""

    __tablename__ = "letter_revisions"
    __table_args__ = (UniqueConstraint("letter_id", "number", name="uq_letter_revisions_letter_id_number"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id, ondelete="CASCADE"))
    number: Mapped[int]
    """The letter’s own count; sending and taking back count too, so some numbers are skipped."""
    origin: Mapped[Origin] = mapped_column(words(Origin))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of_now(cls, letter: Letter, origin: Origin, *, at: datetime) -> Self:
        """Remember the letter’s words as they stand."""
        return saved(
            cls(
                account_id=letter.account_id,
                letter_id=letter.id,
                number=letter.revision,
                origin=origin,
                subject=letter.subject,
                body=letter.body,
                kept_at=at,
            )
        )

    @classmethod
    def all_of(cls, letter: Letter) -> list[Self]:
        """Every state of a letter that was kept, newest first."""
        found = select(cls).where(cls.letter_id == letter.id).order_by(cls.number.desc())
        return list(db.session.scalars(found))

    @classmethod
    def numbered(cls, number: int, *, of: Letter) -> Self:
        """One state of a letter. Raises NotFound."""
        found = select(cls).where(cls.letter_id == of.id, cls.number == number)
        revision = db.session.scalar(found) if 0 < number <= LARGEST_NUMBER else None
        if revision is None:
            raise NotFound
        return revision


WHOLE = (
    select(Letter)
    .where(Letter.id == bindparam("number"), Letter.account_id == bindparam("account"))
    .options(
        joinedload(Letter.interview)
        .joinedload(Interview.contact)
        .joinedload(Contact.referral)
        .joinedload(Referral.introducer),
        joinedload(Letter.other_reader),
    )
)
SHOWN = (
    select(Letter)
    .where(Letter.id == bindparam("number"), Letter.account_id == bindparam("account"))
    .options(
        joinedload(Letter.message).load_only(*FATE),
        joinedload(Letter.interview).options(
            load_only(
                Interview.relationship_kind, Interview.purpose, Interview.minutes, Interview.format,
                Interview.connection, Interview.narrow, Interview.broad,
            ),
            joinedload(Interview.contact).joinedload(Contact.referral).options(
                load_only(Referral.may_use_name),
                joinedload(Referral.introducer).options(load_only(Contact.name), lazyload(Contact.organization)),
            ),
        ),
    )
)  # fmt: skip
"""As ``WHOLE``, for a look at a letter: without what nobody sees of it."""
LETTERS = (
    select(Letter)
    .where(Letter.interview_id == bindparam("interview"))
    .order_by(Letter.id)
    .options(lazyload(Letter.interview), joinedload(Letter.message).load_only(*FATE))
)
"""Put together once, as every page of an interview asks it; the interview is here already."""
