"""What a list of questions is asked for with. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Level
from outreach.interviews.kinds import Purpose
from outreach.questions.bank import BankQuestion
from outreach.questions.topics import OPT_IN, Aim, Topic

AIM_OF = {
    Situation.STUDENT: Aim.EXPLORING,
    Situation.GRADUATE: Aim.PREPARING,
    Situation.CHANGER: Aim.TRANSITIONING,
    Situation.NEWCOMER: Aim.TRANSITIONING,
    Situation.VETERAN: Aim.TRANSITIONING,
    Situation.RETURNING: Aim.TRANSITIONING,
}


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question the asker wrote; its topic decides where in the talk it comes, and what it usually costs."""

    key: str
    text: str
    topic: Topic = Topic.ROLE
    minutes: float = 0

    def as_question(self) -> BankQuestion:
        return BankQuestion(self.key, self.topic, self.text, minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One talk to prepare.

    ``minutes`` is the length agreed, 0 where none is. ``occupation`` is the
    contact's title as found, ``soc`` a SOC 2018 major group that overrides what
    the title says; ``programme`` the asker's own studies or work. ``facts`` holds
    what the homework brought, by question key; ``asked`` the keys this person has
    answered before; ``pinned`` the questions that everybody is asked, so that
    answers can be compared. ``also`` opens the topics that are closed unless wished for. ``seed`` settles ties.
    """

    minutes: float
    purpose: Purpose | None = None
    level: Level = Level.UNKNOWN
    situation: Situation | None = None
    programme: str = ""
    aim: Aim | None = None
    occupation: str = ""
    soc: str = ""
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    asked: frozenset[str] = frozenset()
    pinned: tuple[str, ...] = ()
    own: tuple[OwnQuestion, ...] = ()
    also: frozenset[Topic] = frozenset()
    seed: str = ""

    @property
    def aims(self) -> frozenset[Aim]:
        """How far the asker has come: as they say, or as their situation and purpose suggest."""
        return _aims(self.aim, self.situation, self.purpose)


@cache
def _aims(aim: Aim | None, situation: Situation | None, purpose: Purpose | None) -> frozenset[Aim]:
    if aim:
        return frozenset({aim})
    suggested = {AIM_OF[situation]} if situation else set()
    if purpose is Purpose.COMPANY:
        suggested.add(Aim.TARGETING)
    return frozenset(suggested)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the asker can choose for a list: the field if the title does not tell it, how far they have come,
    and topics that are closed otherwise.
    """

    soc: str = ""
    aim: Aim | None = None
    also: frozenset[Topic] = frozenset()

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Wishes":
        """As ``written`` gave them; what is not known any more is left out."""
        return cls(
            soc=str(kept.get("soc", "")),
            aim=next((aim for aim in Aim if aim == kept.get("aim")), None),
            also=frozenset(topic for topic in OPT_IN if topic in kept.get("also", ())),
        )

    @property
    def written(self) -> dict[str, Any]:
        return {"soc": self.soc, "aim": str(self.aim or ""), "also": sorted(map(str, self.also))}


NO_WISHES = Wishes()
