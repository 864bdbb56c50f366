"""The run-sheet of one talk: what comes when, what the clock says, what to drop when time runs short. Pure.

Durations are timedeltas from the moment the talk begins.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from itertools import groupby, pairwise

from outreach.questions.arcs import ARCS, Arc
from outreach.questions.timing import allow
from outreach.questions.topics import Topic

__all__ = ["FAREWELL", "Arc", "Cue", "Line", "Moment", "RunSheet", "Segment", "Shortened"]

FAREWELL = (Topic.REF, Topic.CLOSE)
THANKS = 1.0
"""Minutes that the thanks take where no closing question stands for them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question on the sheet, with the minutes it may take."""

    key: str
    topic: Topic
    text: str
    minutes: float
    starred: bool = False


class Part(StrEnum):
    """What a segment is for."""

    OPENING = "opening"
    CORE = "core"
    ROOM = "room"
    REFERRAL = "referral"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the talk ``[starts, ends)``, what to do in it, and its questions."""

    part: Part
    title: str
    cue: str
    starts: timedelta
    ends: timedelta
    lines: tuple[Line, ...] = ()

    def line_at(self, elapsed: timedelta) -> Line | None:
        """The question whose turn it is, each in proportion to its minutes."""
        share = (elapsed - self.starts) / (self.ends - self.starts) if self.ends > self.starts else 0
        turn = share * sum(line.minutes for line in self.lines)
        for line in self.lines:
            turn -= line.minutes
            if turn < 0:
                return line
        return self.lines[-1] if self.lines else None


@dataclass(frozen=True, slots=True)
class Cue:
    """What the clock says, from ``at`` on."""

    at: timedelta
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the talk is: the segment, its question if it has any, and the latest cue if one has come.

    ``left`` is below nought once the time agreed is over.
    """

    segment: Segment
    line: Line | None
    cue: Cue | None
    left: timedelta

    @property
    def is_over(self) -> bool:
        return self.left <= timedelta(0)


@dataclass(frozen=True, slots=True)
class Shortened:
    """What still fits, in order, and what is dropped."""

    kept: tuple[Line, ...]
    dropped: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RunSheet:
    """The segments of a talk of ``length``, without gaps, and the cues of the clock."""

    length: timedelta
    segments: tuple[Segment, ...]
    cues: tuple[Cue, ...]

    @classmethod
    def plan(cls, minutes: float, lines: Sequence[Line], arc: Arc = Arc.STORY) -> "RunSheet":
        """Lay the questions out over the minutes, phase by phase of the arc.

        The opening comes first, the referral and the thanks last, whatever the
        arc; between them an order of one's own counts more than the arc's. Time
        that no question claims lies before the referral. Where the questions
        need more than there is, each part but the opening and the farewell gives
        way in proportion. Nought minutes stand for twenty, as in ``timing.allow``.
        """
        allowance = allow(minutes)
        total = max(minutes, allowance.minutes)
        parts = _stretches(lines, arc, allowance.opening)
        return cls(
            length=timedelta(minutes=total),
            segments=_timed(parts, total),
            cues=_cues(timedelta(minutes=total), lines),
        )

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every question in the order of the sheet."""
        return tuple(line for segment in self.segments for line in segment.lines)

    @property
    def starred(self) -> tuple[Line, ...]:
        """The questions not to leave without."""
        return tuple(line for line in self.lines if line.starred)

    def at(self, elapsed: timedelta) -> Moment:
        """Where the talk should be after so much time; before the start it is at the start."""
        segment = next((s for s in self.segments if elapsed < s.ends), self.segments[-1])
        cue = next((cue for cue in reversed(self.cues) if cue.at <= elapsed), None)
        return Moment(segment, segment.line_at(elapsed), cue, self.length - elapsed)

    def shortened(self, left: timedelta, *, asked: Collection[str] = ()) -> Shortened:
        """What to ask in the time that is left, when ``asked`` are the keys that are done.

        The referral and the close stay, however short it gets; then the starred
        questions, then the others, each kind in the order of the sheet.
        """
        open_lines = [line for line in self.lines if line.key not in asked]
        farewell = [line for line in open_lines if line.topic in FAREWELL]
        others = [line for line in open_lines if line.topic not in FAREWELL]
        budget = left / timedelta(minutes=1) - sum(line.minutes for line in farewell)
        kept = {line.key for line in farewell}
        for line in sorted(others, key=lambda line: not line.starred):
            if line.minutes <= budget:
                budget -= line.minutes
                kept.add(line.key)
        return Shortened(
            kept=tuple(line for line in open_lines if line.key in kept),
            dropped=tuple(line for line in open_lines if line.key not in kept),
        )


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A segment that has no place on the clock yet."""

    part: Part
    title: str
    cue: str
    minutes: float = 0
    lines: tuple[Line, ...] = ()


FIXED = (Part.OPENING, Part.REFERRAL, Part.THANKS)
"""The parts that keep their minutes when there are more questions than time."""

OPENING = _Stretch(
    Part.OPENING, "Opening", "Thank them, confirm the minutes, say in a sentence or two who you are."
)
ROOM = _Stretch(Part.ROOM, "Room", "Go back to what was most interesting, or end early.")
REFERRAL = _Stretch(Part.REFERRAL, "Referral", "Ask who to meet next, and whether you may use their name.")
LAST = "Say what will stay with you, ask whether you may report back, and thank them."


def _stretches(lines: Sequence[Line], arc: Arc, opening: float) -> list[_Stretch]:
    thanks = _holding(_Stretch(Part.THANKS, "Thanks", LAST), _about(lines, [Topic.CLOSE]))
    return [
        replace(OPENING, minutes=opening),
        *_core([line for line in lines if line.topic not in FAREWELL], arc),
        ROOM,
        _holding(REFERRAL, _about(lines, [Topic.REF])),
        replace(thanks, minutes=thanks.minutes or THANKS),
    ]


def _core(lines: Sequence[Line], arc: Arc) -> list[_Stretch]:
    """The phases of the arc that have a question; of a list that somebody put in an order of their own, that order.

    A phase that such a list comes back to is there again.
    """
    phases = [(_Stretch(Part.CORE, phase.title, phase.cue), phase.topics) for phase in ARCS[arc]]
    if _is_as_made(lines):
        held = [(phase, _about(lines, topics)) for phase, topics in phases]
        return [_holding(phase, own) for phase, own in held if own]
    runs = groupby(lines, key=lambda line: next(phase for phase, topics in phases if line.topic in topics))
    return [_holding(phase, list(own)) for phase, own in runs]


def _is_as_made(lines: Sequence[Line]) -> bool:
    """Whether the questions still go from general to specific, as a list is made."""
    return all(one.topic.position <= other.topic.position for one, other in pairwise(lines))


def _about(lines: Sequence[Line], topics: Collection[Topic]) -> list[Line]:
    return [line for line in lines if line.topic in topics]


def _holding(stretch: _Stretch, lines: Sequence[Line]) -> _Stretch:
    return replace(stretch, lines=tuple(lines), minutes=sum(line.minutes for line in lines))


def _timed(parts: list[_Stretch], total: float) -> tuple[Segment, ...]:
    """The parts one after the other: what is over goes to the room, what is missing comes off the rest."""
    fixed = sum(part.minutes for part in parts if part.part in FIXED)
    others = sum(part.minutes for part in parts) - fixed
    room = total - fixed - others
    squeeze = min(1, max(0, total - fixed) / others) if others else 1
    give = min(1, total / fixed) if fixed else 1
    segments, clock = [], 0.0
    for part in parts:
        share = give if part.part in FIXED else squeeze
        ends = clock + (max(0, room) if part.part is Part.ROOM else part.minutes * share)
        if ends > clock or part.lines:
            span = timedelta(minutes=clock), timedelta(minutes=ends)
            segments.append(Segment(part.part, part.title, part.cue, *span, part.lines))
        clock = ends
    return tuple(segments)


def _cues(length: timedelta, lines: Sequence[Line]) -> tuple[Cue, ...]:
    """What the clock says, for as long as the talk is long enough for it."""
    stars = sum(line.starred for line in lines)
    must = f" Which of your {stars} starred questions is still open?" if stars else ""
    cues = [
        Cue(length / 2, "Half time."),
        Cue(length - timedelta(minutes=5), f"5 minutes left.{must}"),
        Cue(length - timedelta(minutes=2), "2 minutes left: referral and thanks."),
        Cue(length, "Time is up: say so, and offer to stop."),
    ]
    wanted = [cue for cue in cues if cue.at >= length / 2]
    return tuple(sorted(wanted, key=lambda cue: cue.at))
