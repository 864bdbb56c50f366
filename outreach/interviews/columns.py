"""The columns of the board: which stages stand together, and for whom each waits. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from outreach.interviews.stages import ENDS, Stage


class Column(StrEnum):
    """One column of the board, from left to right."""

    TO_ASK = "to_ask"
    ASKED = "asked"
    ANSWERED = "answered"
    BOOKED = "booked"
    MET = "met"
    THANKED = "thanked"
    AT_REST = "at_rest"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that stand in it."""
        return tuple(stage for stage, column in COLUMN_OF.items() if column is self)

    @property
    def number(self) -> int:
        """Its place, from the left."""
        return tuple(Column).index(self)


COLUMN_OF: Mapping[Stage, Column] = {
    Stage.FOUND: Column.TO_ASK,
    Stage.DRAFTED: Column.TO_ASK,
    Stage.ASKED: Column.ASKED,
    Stage.ANSWERED: Column.ANSWERED,
    Stage.BOOKED: Column.BOOKED,
    Stage.MET: Column.MET,
    Stage.THANKED: Column.THANKED,
    **dict.fromkeys(sorted(ENDS), Column.AT_REST),
}


class WaitsFor(StrEnum):
    """Whose turn it is."""

    ME = "me"
    THEM = "them"
    DAY = "day"
    """The agreed day, or the one they named."""
    NOBODY = "nobody"


WAITS_FOR: Mapping[Stage, WaitsFor] = {
    Stage.FOUND: WaitsFor.ME,
    Stage.DRAFTED: WaitsFor.ME,
    Stage.ASKED: WaitsFor.THEM,
    Stage.ANSWERED: WaitsFor.ME,
    Stage.BOOKED: WaitsFor.DAY,
    Stage.MET: WaitsFor.ME,
    Stage.THANKED: WaitsFor.NOBODY,
    Stage.LATER: WaitsFor.DAY,
    Stage.REDIRECTED: WaitsFor.NOBODY,
    Stage.DECLINED: WaitsFor.NOBODY,
    Stage.NO_REPLY: WaitsFor.NOBODY,
    Stage.BOUNCED: WaitsFor.ME,
}
