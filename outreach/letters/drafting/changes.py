"""Draft the letters about a time that does not hold: moved, or missed, by one or the other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.interviews.kinds import Format
from outreach.letters.drafting.asks import lacking
from outreach.letters.drafting.draft import Draft
from outreach.letters.drafting.followups import MOST_WINDOWS
from outreach.letters.drafting.phrases import tidy
from outreach.letters.drafting.slots import ask_slots
from outreach.letters.drafting.writing import Manner, Pair, write


@dataclass(frozen=True, slots=True)
class NewTimes:
    """The times that are offered instead, worded in the reader's zone, and the page for any other."""

    windows: Sequence[str] = ()
    zone: str = ""
    link: str = ""
    minutes: int = 20
    format: Format = Format.PHONE


def draft_moved_by_me(pair: Pair, manner: Manner, times: NewTimes, *, again: bool = False) -> Draft:
    """I have to move it: one line of apology, new times, and the second time a way out."""
    return _offering("moved_by_me", pair, manner, times, last=("drop",) if again else ())


def draft_moved_by_them(pair: Pair, manner: Manner, times: NewTimes) -> Draft:
    """They moved it: no problem at all, and other times."""
    return _offering("moved_by_them", pair, manner, times)


def draft_missed_by_them(pair: Pair, manner: Manner, times: NewTimes) -> Draft:
    """They did not come: no blame, and other times."""
    return _offering("missed_by_them", pair, manner, times)


def draft_missed_by_me(pair: Pair, manner: Manner) -> Draft:
    """I missed it: an apology without excuses, any time of theirs, or none."""
    return write("missed_by_me", pair, manner, slots={}, paragraphs=[("sorry",), ("fit",)])


def _offering(kind: str, pair: Pair, manner: Manner, times: NewTimes, *, last: tuple[str, ...] = ()) -> Draft:
    offered = [tidy(window) for window in times.windows if tidy(window)][:MOST_WINDOWS]
    slots = ask_slots(times.minutes, times.format) | {"zone": times.zone.strip(), "link": times.link.strip()}
    if not offered:
        told = [("thanks",), ("only_link",), last]
        return write(kind, pair, manner, slots=slots, paragraphs=told, missing=[lacking("windows")])
    return write(
        kind, pair, manner, slots=slots,
        paragraphs=[("thanks", "offer"), ("windows",), ("otherwise", *last)],
        verbatim={"windows": "\n".join(f"- {window}" for window in offered)},
    )  # fmt: skip
