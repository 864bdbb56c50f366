"""The instance that the journeys visit, and what only time can do to it."""

import time
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from types import TracebackType

from sqlalchemy import create_engine, delete, func, select, update
from sqlalchemy.orm import Session

from outreach import clock
from outreach.accounts.models import Account
from outreach.accounts.sign_ins import SignIn
from outreach.bookings.models import Booking
from outreach.database import prepare
from outreach.followups.models import FollowUp
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.migrating import upgrade
from outreach.notebook.jottings import Jotting
from tests.databases import emptied
from tests.examples import Examples, examples
from tests.running import Program, environment, free_port

A_WHILE = 15.0
"""Seconds that the worker may take for a round."""


class House(AbstractContextManager["House"]):
    """A running instance, and its database beside it."""

    def __init__(self, folder: Path) -> None:
        address = f"sqlite:///{folder / 'outreach.db'}"
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        """Statuses of refusals that are part of the story: browsers log them on the console."""
        self._engine = create_engine(address)
        prepare(self._engine)
        upgrade(self._engine)  # the program would take another start of a program for it
        self._program = Program(environment(address, public_url=self.url, open_signup="yes"), port=port)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.dispose()
        self._program.__exit__()

    def everybody_leaves(self) -> None:
        """Nothing is kept of anybody, as on the day when the house was opened."""
        emptied(self._engine)
        self.complaints.clear()
        self.expected = set()

    @property
    def unexpected(self) -> list[str]:
        """What pages complained of, but for the refusals that the story is about."""
        return [
            complaint
            for complaint in self.complaints
            if not any(f" {status} " in complaint for status in self.expected)
        ]

    def half_a_minute_passes(self) -> None:
        """What waits to be taken back has waited long enough; the worker delivers it."""
        with Session(self._engine) as session:
            waiting = update(OutgoingMessage).where(OutgoingMessage.delivery == Delivery.QUEUED)
            session.execute(waiting.values(send_after=clock.now()))
            session.commit()
        last_moment = time.monotonic() + A_WHILE
        while self._is_something_waiting():
            assert time.monotonic() < last_moment, "the worker did not deliver"
            time.sleep(0.1)

    def the_conversation_is_over(self) -> None:
        """Every agreed time is a day in the past, and what surrounds it is due accordingly."""
        with Session(self._engine) as session:
            ahead = session.scalars(select(Booking).where(Booking.cancelled_at.is_(None))).all()
            for booking in ahead:
                distance = booking.ends_at - (clock.now() - timedelta(hours=1))
                booking.starts_at, booking.ends_at = booking.starts_at - distance, booking.ends_at - distance
                surrounding = select(FollowUp).where(FollowUp.interview_id == booking.interview_id)
                for follow_up in session.scalars(surrounding):
                    follow_up.due_at, follow_up.late_at = (
                        follow_up.due_at - distance,
                        follow_up.late_at - distance,
                    )
            session.commit()

    def keeps_a_note_of(self, words: str) -> bool:
        """Whether these words are among the notes of a talk within a while."""
        last_moment = time.monotonic() + A_WHILE
        while time.monotonic() < last_moment:
            with Session(self._engine) as session:
                if session.scalar(select(func.count()).where(Jotting.text == words)):
                    return True
            time.sleep(0.1)
        return False

    def every_session_ends(self) -> None:
        """Nobody is signed in any more."""
        with Session(self._engine) as session:
            session.execute(delete(SignIn))
            session.commit()

    def outbox(self) -> list[OutgoingMessage]:
        """Every message that was ever queued, oldest first."""
        with Session(self._engine, expire_on_commit=False) as session:
            return list(session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))

    def examples(self) -> Examples:
        """What can stand in an address of the first account."""
        with Session(self._engine) as session:
            return examples(session, session.scalars(select(func.min(Account.id))).one())

    def _is_something_waiting(self) -> bool:
        return any(message.delivery in {Delivery.QUEUED, Delivery.DATA} for message in self.outbox())
