"""Taking back a step that was taken on the board or in the table, as far as nothing has happened since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.contacts.tags import Tag, Tagging
from outreach.database import locked
from outreach.enumeration import enumerated
from outreach.errors import OutreachError
from outreach.followups import silence
from outreach.followups.learning import relabel
from outreach.followups.models import FollowUp
from outreach.followups.planning import days_of
from outreach.followups.steps import Step, put_back, stands_as_left
from outreach.followups.touches import keep_in_touch
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail.incoming import IncomingMessage


class NothingToUndo(OutreachError):
    """It was undone already, or too much has happened since."""

    status = 409

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__(
            f"More has happened with {enumerated(names)} since, so that was left as it is."
            if names
            else "That is undone already."
        )


@dataclass(frozen=True, slots=True)
class Undone:
    """What could not be taken back: with whom more has happened since, and for whom times were kept free before."""

    moved_on: list[str]
    freed: list[str]


def undo(step: Step, *, account: Account, now: datetime) -> Undone:
    """Take a step back, but for what cannot be: times that were let go may be somebody else's by now.

    Raises NothingToUndo if nothing could be taken back at all.
    """
    if locked(step).undone_at is not None:
        raise NothingToUndo
    before, moved_on, freed = step.before, list[str](), list[str]()
    states = {int(number): state for number, state in before.get("interviews", {}).items()}
    for interview in Interview.numbered(states, of=account):
        if stands_as_left(interview, step.taken_at):
            _put_back(interview, states[interview.id], step, account=account, now=now)
            freed += [interview.contact.name] if states[interview.id].get("freed") else []
        else:
            moved_on.append(interview.contact.name)
    left_alone = before.get("left_alone", {})
    spoken, again = _undo_silence(left_alone, step, account=account, now=now)
    moved_on, freed = [*moved_on, *spoken], [*freed, *again]
    if moved_on and len(moved_on) == len(states) + len(left_alone):
        raise NothingToUndo(moved_on)
    if "tag" in before and (found := Tag.numbered(before["tag"], of=account)) is not None:
        Tagging.take(found, before["tagged"])
    step.undone_at = now
    return Undone(moved_on, freed)


def _put_back(
    interview: Interview, state: Mapping[str, Any], step: Step, *, account: Account, now: datetime
) -> None:
    """Let an ask and what depends on it stand as they did before the step."""
    was_thanked = interview.stage is Stage.THANKED
    put_back(interview, state, now=now)
    IncomingMessage.unsettle(interview, settled_at=step.taken_at)
    FollowUp.reopen_all(state["found"], of=account, settled_at=step.taken_at, outcome="done")
    relabel(interview.contact, days_of(interview.contact, account), now=now)
    if was_thanked:
        keep_in_touch(interview.contact, now=now)


def _undo_silence(
    left: Mapping[str, Mapping[str, Any]], step: Step, *, account: Account, now: datetime
) -> tuple[list[str], list[str]]:
    """Let those be written to again who were left alone by the step, with what was due to them.

    Answers the names of those who were heard from since, and of those for whom times were kept free before.
    """
    moved_on, freed = [], []
    for contact in Contact.numbered([int(number) for number in left], of=account):
        before = left[str(contact.id)]
        if silence.stands_since(contact, step.taken_at):
            FollowUp.reopen_all(before["dropped"], of=account, settled_at=step.taken_at, outcome="dropped")
            silence.take_back(contact, before["silenced"], now=now)
            freed += [contact.name] if before.get("freed") else []
        else:
            moved_on.append(contact.name)
    return moved_on, freed
