"""A stretch of time between two instants."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class TimeSpan:
    """A half-open stretch ``[start, end)`` between two aware datetimes.

    Half-open, as RFC 5545 §3.6.1 has it for DTEND: a meeting that ends at ten
    and one that begins at ten do not overlap. Raises ValueError if an end is
    naive, or if the stretch is empty or backwards.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a time span needs aware datetimes")
        if self.start >= self.end:
            raise ValueError(f"a time span must end after it starts, not {self.start} to {self.end}")

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: "TimeSpan") -> bool:
        """Whether the two share any instant; touching ends do not."""
        return self.start < other.end and other.start < self.end

    def padded(self, before: timedelta, after: timedelta) -> "TimeSpan":
        """The span made longer by ``before`` at its start and ``after`` at its end."""
        return TimeSpan(self.start - before, self.end + after)
