"""Remarks of the coach that a person keeps on purpose, with the reason."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Self

from sqlalchemy import ForeignKey, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Owned
from outreach.database import Base, UtcDateTime, db, saved
from outreach.errors import NotFound
from outreach.letters.coach.findings import Finding
from outreach.letters.models import Letter

LONGEST_REASON = 300


class Kept(NamedTuple):
    """Of a kept remark what the page shows."""

    id: int
    reason: str


class KeptRemark(Owned, Base):
    """One remark that the person read and decided not to follow.

    It is known by its rule and the words it points at, so it stays kept while
    the rest of the letter changes, and the same fault elsewhere is told anew.
    """

    __tablename__ = "kept_remarks"
    __table_args__ = (
        UniqueConstraint("letter_id", "rule", "words", name="uq_kept_remarks_letter_id_rule_words"),
    )

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id, ondelete="CASCADE"))
    rule: Mapped[str] = mapped_column(String(3))
    words: Mapped[str] = mapped_column(String(200))
    """What the remark points at; empty where it is about something absent or counted."""
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, letter_id: int) -> "dict[tuple[str, str], Kept]":
        """The kept remarks on a letter, by what they are known by."""
        found = db.session.connection().execute(KEPT, {"letter": letter_id})
        return {(rule, words): Kept(number, reason) for rule, words, number, reason in found}

    @classmethod
    def keep(cls, letter: Letter, finding: Finding, *, reason: str, now: datetime) -> Self:
        """Keep a remark anyway, or give another reason for one that is kept."""
        rule, words = finding.known_by
        found = select(cls).where(cls.letter_id == letter.id, cls.rule == rule, cls.words == words)
        remark = db.session.scalar(found) or cls(
            account_id=letter.account_id, letter_id=letter.id, rule=rule, words=words
        )
        remark.reason, remark.kept_at = reason[:LONGEST_REASON], now
        return saved(remark)

    @classmethod
    def drop(cls, number: int, *, of: Letter) -> None:
        """Let the remark count again. Raises NotFound."""
        found = db.session.scalar(select(cls).where(cls.id == number, cls.letter_id == of.id))
        if found is None:
            raise NotFound
        db.session.delete(found)
        db.session.flush()


KEPT = select(KeptRemark.rule, KeptRemark.words, KeptRemark.id, KeptRemark.reason).where(
    KeptRemark.letter_id == bindparam("letter")
)
"""Put together once, as it is asked with every pause in the typing."""


A_PROMISE = "L45"


def not_of_ours(findings: tuple[Finding, ...], composed: Iterable[str]) -> tuple[Finding, ...]:
    """The findings without the promises in sentences that we composed: what those announce, we plan ourselves."""
    ours = "\n".join(composed)
    return tuple(f for f in findings if f.rule != A_PROMISE or f.text not in ours)


def told_apart(
    findings: tuple[Finding, ...], kept: Mapping[tuple[str, str], Kept]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, Kept], ...]]:
    """What is still to be mended, and what is kept on purpose, each worst first."""
    is_open = tuple(f for f in findings if f.known_by not in kept)
    is_kept = tuple((f, kept[f.known_by]) for f in findings if f.known_by in kept)
    return is_open, is_kept
