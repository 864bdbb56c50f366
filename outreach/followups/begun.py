"""Letters that are begun, as far as a list of things to do shows them: rows of columns, never objects."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from outreach.contacts.models import Contact, first_name_of
from outreach.database import rows_of
from outreach.interviews.models import Interview
from outreach.letters.filling import places_in
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter, is_leaving_by
from outreach.mail.models import Delivery, OutgoingMessage


class Begun(NamedTuple):
    """One letter with whom it is written to, and what has become of it."""

    id: int
    interview_id: int
    kind: LetterKind
    subject: str
    body: str
    revision: int
    by_hand_at: datetime | None
    delivery: Delivery | None
    reader: str
    address: str | None
    called: str

    @property
    def first_name(self) -> str:
        return first_name_of(self.reader, self.called)

    @property
    def is_on_its_way(self) -> bool:
        """Whether it is queued, leaving or gone, as ``Letter`` has it."""
        return self.by_hand_at is not None or is_leaving_by(self.delivery)

    @property
    def is_leaving(self) -> bool:
        """Whether it is on its way, and not gone yet, as far as anybody knows."""
        return self.by_hand_at is None and self.delivery in {Delivery.QUEUED, Delivery.DATA, Delivery.UNSURE}

    @property
    def is_ready(self) -> bool:
        """Whether it can leave as it stands: nothing is left open in it, and it has somewhere to go."""
        if not self.address or not (self.subject.strip() and self.body.strip()):
            return False
        return not places_in(f"{self.subject}\n{self.body}")


def latest(wanted: Iterable[tuple[int, LetterKind]]) -> Mapping[tuple[int, LetterKind], Begun]:
    """The latest letter of each of these kinds in each of these interviews: one statement."""
    pairs = list(wanted)
    if not pairs:
        return {}
    sought = {"numbers": [number for number, _ in pairs], "kinds": list({kind for _, kind in pairs})}
    rows = map(Begun._make, rows_of(_latest(), sought))
    return {(begun.interview_id, begun.kind): begun for begun in rows}


@cache
def _latest() -> Any:
    """Put together once."""
    numbers: Any = bindparam("numbers", expanding=True)
    kinds: Any = bindparam("kinds", expanding=True)
    newest = (
        select(func.max(Letter.id))
        .where(Letter.interview_id.in_(numbers), Letter.kind.in_(kinds))
        .group_by(Letter.interview_id, Letter.kind)
    )
    return (
        select(*COLUMNS)
        .join(Interview, Interview.id == Letter.interview_id)
        .join(READER, IS_READER)
        .outerjoin(OutgoingMessage, OutgoingMessage.id == Letter.message_id)
        .where(Letter.id.in_(newest))
    )


READER = aliased(Contact)
"""Whoever a letter is written to."""
IS_READER = READER.id == func.coalesce(Letter.reader_id, Interview.contact_id)
COLUMNS = (
    Letter.id, Letter.interview_id, Letter.kind, Letter.subject, Letter.body, Letter.revision,
    Letter.sent_by_hand_at, OutgoingMessage.delivery, READER.name, READER.email,
    READER.called,
)  # fmt: skip
"""What ``Begun`` is made of, in its order."""
