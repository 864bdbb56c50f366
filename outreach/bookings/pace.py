"""How often a personal page may be used, so that nobody can keep an instance busy through one."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, bindparam, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.bookings.models import PersonalLink
from outreach.database import Base, UtcDateTime, db, rows_of
from outreach.errors import OutreachError

MOST_POSTS = 60
WINDOW = timedelta(minutes=10)


class TooManyPosts(OutreachError):
    """A page is used more often than any person would."""

    status = 429

    def __init__(self) -> None:
        super().__init__(
            "This page was used very often in the last few minutes. "
            "Wait ten minutes, then try again; what you typed is still here."
        )


class GuestPost(Base):
    """One form that came in through a personal link, whatever became of it; kept only to be counted."""

    __tablename__ = "guest_posts"
    __table_args__ = (Index("ix_guest_posts_link_id_at", "link_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey(PersonalLink.id, ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    @classmethod
    def refuse_flood(cls, link: PersonalLink, *, now: datetime) -> None:
        """Raise TooManyPosts when this link was used too often of late.

        What is refused for that is not counted, so a page comes back by itself.
        """
        (posts,) = rows_of(LATELY, {"link": link.id, "since": now - WINDOW})[0]
        if posts >= MOST_POSTS:
            raise TooManyPosts

    @classmethod
    def count(cls, link_id: int, *, now: datetime) -> None:
        db.session.connection().execute(COUNT, {"link_id": link_id, "at": now})

    @classmethod
    def forget(cls, *, now: datetime) -> int:
        """Delete what is not counted any more; how many there were."""
        old = db.session.execute(delete(cls).where(cls.at <= now - WINDOW))
        return int(old.rowcount)  # type: ignore[attr-defined]


COUNT = insert(GuestPost.__table__)  # type: ignore[arg-type]
LATELY = select(func.count()).where(GuestPost.link_id == bindparam("link"), GuestPost.at > bindparam("since"))
