"""Who watches the season: notes what each side did, in words of its own, and finds fault.

It knows nothing of how follow-ups are planned. What courtesy asks for is stated
here once more, in plain sums over days, so that a mistake there is not repeated here.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.contacts.kinds import Label
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.workflows.following_up import Todo
from tests.season.manners import Deed

DAY = timedelta(days=1)
YEAR = 365 * DAY

ANSWERED = {
    Deed.YES, Deed.LATER, Deed.SOMEBODY_ELSE, Deed.QUESTIONS, Deed.NONE_FITS, Deed.CHOOSE, Deed.NO,
    Deed.NO_ON_THE_PAGE, Deed.LEAVE_ME_ALONE,
}  # fmt: skip
FINAL = {Deed.NO, Deed.NO_ON_THE_PAGE, Deed.LEAVE_ME_ALONE, Deed.BOUNCE}
UNASKED_FOR = {
    LetterKind.OUTREACH, LetterKind.NUDGE, LetterKind.ADVICE_UPDATE, LetterKind.IN_TOUCH_1M,
    LetterKind.IN_TOUCH_3M, LetterKind.IN_TOUCH_6M,
}  # fmt: skip

ABOUT_SILENCE = {LetterKind.NUDGE, LetterKind.CLOSE}


@dataclass
class Life:
    """What happened between Ada and one person in one interview, each with its moment, oldest first."""

    did: list[tuple[str, datetime]] = field(default_factory=list)

    def last(self, *names: str) -> datetime | None:
        return max((at for name, at in self.did if name in names), default=None)

    def has(self, *names: str, since: datetime | None = None) -> bool:
        last = self.last(*names)
        return last is not None and (since is None or last > since)


def weekdays_between(earlier: datetime, later: datetime) -> int:
    """How many Mondays to Fridays begin after one moment and by the other."""
    days = (later.date() - earlier.date()).days
    return sum((earlier + n * DAY).weekday() < 5 for n in range(1, days + 1))


@dataclass
class Judge:
    """Keeps the lives of all interviews, and a list of the faults it found."""

    lives: dict[int, Life] = field(default_factory=lambda: defaultdict(Life))
    letters_to: dict[int, list[tuple[LetterKind, datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    written_off: dict[int, datetime] = field(default_factory=dict)
    heard_from: dict[int, datetime] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    items_seen: int = 0

    def heard(self, deed: Deed, interview: Interview, *, now: datetime) -> None:
        self.lives[interview.id].did.append((str(deed), now))
        if deed not in {Deed.BOUNCE, Deed.AWAY}:
            self.heard_from[interview.contact_id] = now
        if deed in FINAL:
            self.written_off[interview.contact_id] = now

    def did(self, what: str, interview: Interview, *, now: datetime) -> None:
        self.lives[interview.id].did.append((what, now))

    def sent(self, letter: Letter, *, now: datetime) -> None:
        """A letter has left: was it one too many?"""
        reader, kind = letter.reader, letter.kind
        self.lives[letter.interview_id].did.append((f"wrote {kind}", now))
        earlier = self.letters_to[reader.id]
        if reader.id in self.written_off:
            self._blame(f"{kind} to {reader.name}, who is not to be written to", now)
        asked = self.lives[letter.interview_id].last("wrote outreach")
        if kind in ABOUT_SILENCE and asked and self.heard_from.get(reader.id, asked) > asked:
            self._blame(f"{kind} to {reader.name}, who has answered", now)
        since = max(now - YEAR, self.heard_from.get(reader.id, now - YEAR))
        unanswered = [at for k, at in earlier if k in UNASKED_FOR and at > since]
        if kind in UNASKED_FOR and len(unanswered) >= 3:
            self._blame(f"a fourth letter within a year to {reader.name}, who answers none", now)
        if kind in UNASKED_FOR and any(k in UNASKED_FOR and at > max(since, now - DAY) for k, at in earlier):
            self._blame(f"two letters within a day to {reader.name}", now)
        earlier.append((kind, now))

    def look_at(self, todos: list[Todo], *, now: datetime) -> None:
        """Read Today over Ada's shoulder."""
        if len(todos) > 5:
            self._blame("more than five things on one day", now)
        for todo in todos:
            self.items_seen += 1
            life, name = self.lives[todo.interview_id], todo.whom.name
            is_right = RIGHT.get(todo.kind)
            if is_right is None:
                self._blame(f"{todo.kind} for {name} is nothing a season calls for", now)
            elif not is_right(life, now):
                self._blame(f"{todo.kind} for {name} out of place after {life.did[-4:]}", now)
            if not todo.kind.startswith("referral_") and _contact_of(todo) in self.written_off:
                self._blame(f"{todo.kind} for {name}, who is not to be written to", now)

    def at_the_end(self, interviews: list[Interview], *, now: datetime) -> None:
        """What should have happened by now, and did not."""
        for interview in interviews:
            life, name = self.lives[interview.id], interview.contact.name
            met, thanked = life.last("talked"), life.last("wrote thanks")
            if met and not (thanked and thanked - met <= DAY):
                self._blame(f"{name} was not thanked within a day", now)
            asked, silent = life.last("wrote outreach"), not life.has(*map(str, ANSWERED | {Deed.BOUNCE}))
            silent = silent and not _is_helped_beside(interview, interviews)
            if asked and silent and weekdays_between(asked, now) > 11 and not life.has("wrote nudge"):
                self._blame(f"{name} never answered and was never reminded", now)
            if asked and silent and weekdays_between(asked, now) > 25 and not life.has("rested"):
                self._blame(f"the ask to {name} never came to rest", now)
            self._owed_to_introducer(interview, life, now)

    def _owed_to_introducer(self, interview: Interview, life: Life, now: datetime) -> None:
        referral = interview.contact.referral
        if referral is None or referral.introducer_id in self.written_off:
            return
        name = f"{referral.introducer.name} was not told"
        for deed, news, within in (
            ("wrote outreach", ("wrote referral_wrote", "wrote referral_update"), 3 * DAY),
            ("talked", ("wrote referral_update",), 4 * DAY),
        ):
            at = life.last(deed)
            overtaken = deed == "wrote outreach" and life.has("choose", "bounce", *map(str, FINAL), since=at)
            if at and now - at > within and not overtaken and not life.has(*news, since=at - DAY):
                self._blame(f"{name} after {deed} ({interview.contact.name})", now)

    def _blame(self, fault: str, now: datetime) -> None:
        self.faults.append(f"{now:%a %d %b %H:%M}: {fault}")


def _is_helped_beside(interview: Interview, interviews: list[Interview]) -> bool:
    """Whether somebody else helps where they work: then nobody there is reminded, and the ask waits quietly."""
    place = interview.contact.organization_id
    colleagues = (one.contact for one in interviews if one.contact_id != interview.contact_id)
    is_recommended = interview.contact.referral is not None
    return not is_recommended and any(
        one.organization_id == place and one.label is Label.BOOSTER for one in colleagues
    )


SPOKE = tuple(map(str, ANSWERED))

Right = Callable[[Life, datetime], bool]
"""Whether something on the list is right, given what happened with a person, at a moment."""


def _silent_since(asked: str, least: int, most: int) -> Right:
    """Whether nothing came back since a letter, and so many weekdays passed; away notes give more time."""

    def judge(life: Life, now: datetime) -> bool:
        at = life.last(asked)
        if at is None or life.has(*SPOKE, "bounce", since=at):
            return False
        return least <= weekdays_between(at, now) <= most + (15 if life.has("away") else 0)

    return judge


def _after(*names: str, unless: tuple[str, ...] = ()) -> Right:
    """Whether one of these happened, and none of those since."""

    def judge(life: Life, _now: datetime) -> bool:
        at = life.last(*names)
        return at is not None and not life.has(*unless, since=at)

    return judge


def _in_touch(days: int) -> Right:
    """Whether they were thanked, and so many days went by without a word in either direction."""

    def judge(life: Life, now: datetime) -> bool:
        last = max((at for _, at in life.did), default=None)
        return life.has("wrote thanks") and last is not None and now - last >= days * DAY

    return judge


RIGHT: Mapping[str, Right] = {
    "stage.found": lambda life, _: not life.has("wrote outreach"),
    "stage.drafted": lambda life, _: not life.has("wrote outreach"),
    "first_letter": lambda life, _: not life.has("wrote outreach"),
    "second_person": _silent_since("wrote outreach", 3, 7),
    "nudge": _silent_since("wrote outreach", 7, 14),
    "close_no_reply": _silent_since("wrote nudge", 10, 18),
    "proposal": _after("yes", "none_fits", unless=("wrote proposal", "choose")),
    "questions": _after("questions", unless=("wrote questions",)),
    "later": _after("later", unless=("wrote later",)),
    "write_again": _after("wrote later", unless=("wrote outreach",)),
    "redirect": _after("somebody_else", unless=("wrote redirect",)),
    "moved_by_them": _after("cancel", "decline_invitation", unless=("wrote moved_by_them", "choose")),
    "missed_by_them": _after("absent", unless=("wrote missed_by_them", "choose")),
    "confirmation": _after("choose", "move", "propose", "accepted", unless=("talked", "cancel")),
    "debrief": _after("talked", unless=("debriefed",)),
    "thanks": _after("talked", unless=("wrote thanks",)),
    "card": _after("talked"),
    "advice_update": lambda life, now: (
        life.has("wrote thanks") and not life.has("talked", since=now - 30 * DAY)
    ),
    "in_touch_1m": _in_touch(30),
    "in_touch_3m": _in_touch(60),
    "referral_thanks": lambda life, _: not life.has("talked"),
    "referral_wrote": _after("wrote outreach", unless=("talked",)),
    "referral_update": _after("talked", "debriefed", unless=("wrote referral_update",)),
    "referral_failed": _after("rested", *map(str, FINAL), unless=("wrote referral_failed",)),
}
"""When each thing that Today may say is right."""


def _contact_of(todo: Todo) -> int:
    return db.session.get_one(Interview, todo.interview_id).contact_id
