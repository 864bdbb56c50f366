"""The stages of an interview, and which may follow which. Pure."""

from enum import StrEnum


class Milestone(StrEnum):
    """What an ask may have come to, each of which is counted."""

    ASKED = "asked"
    ANSWERED = "answered"
    BOOKED = "booked"
    MET = "met"
    THANKED = "thanked"

    @property
    def column(self) -> str:
        """Under which name its moment is kept."""
        return f"{self}_at"


class Stage(StrEnum):
    """How far one ask has come. The last five are ends, though some can be reopened."""

    FOUND = "found"
    DRAFTED = "drafted"
    ASKED = "asked"
    ANSWERED = "answered"
    BOOKED = "booked"
    MET = "met"
    THANKED = "thanked"
    DECLINED = "declined"
    LATER = "later"
    REDIRECTED = "redirected"
    NO_REPLY = "no_reply"
    BOUNCED = "bounced"

    @property
    def is_end(self) -> bool:
        """Whether the ask ended without a conversation."""
        return self in ENDS

    @property
    def proves(self) -> tuple[Milestone, ...]:
        """What must have come before somebody stands here: whoever was met did answer, though nobody noted it.

        That they were asked is no such thing, as one also meets people without a letter.
        """
        return PROVES.get(self, ())

    def follows(self, earlier: "Stage") -> bool:
        """Whether reaching this stage from ``earlier`` moves on; the road only leads forward.

        From an end one may come back into the road (they wrote again), and into
        an end from anywhere before the conversation was held.
        """
        if self.is_end:
            return earlier not in {Stage.MET, Stage.THANKED} and earlier is not self
        return earlier.is_end or ROAD.index(self) > ROAD.index(earlier)


ROAD = [Stage.FOUND, Stage.DRAFTED, Stage.ASKED, Stage.ANSWERED, Stage.BOOKED, Stage.MET, Stage.THANKED]
ENDS = frozenset({Stage.DECLINED, Stage.LATER, Stage.REDIRECTED, Stage.NO_REPLY, Stage.BOUNCED})

ANSWER = (Milestone.ANSWERED,)
PROVES: dict[Stage, tuple[Milestone, ...]] = {
    Stage.ASKED: (Milestone.ASKED,),
    Stage.ANSWERED: ANSWER,
    Stage.DECLINED: ANSWER,
    Stage.LATER: ANSWER,
    Stage.REDIRECTED: ANSWER,
    Stage.BOOKED: (*ANSWER, Milestone.BOOKED),
    Stage.MET: (*ANSWER, Milestone.BOOKED, Milestone.MET),
    Stage.THANKED: (*ANSWER, Milestone.BOOKED, Milestone.MET, Milestone.THANKED),
}
