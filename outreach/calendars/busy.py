"""When the owner of a calendar is busy. Pure.

Whatever a calendar says, the answer errs on the side of busy: what is
understood in part blocks what it surely covers, and is counted as not
understood, so that a person can look. Free is only what was said to be free.

Times without a zone are those of the calendar (X-WR-TIMEZONE), else of its
owner; whole days are days of the owner. A zone that nobody knows counts like
none. Rules that are certain are worked out here; the rest is left to a library,
which is right more often than it is fast.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from outreach.calendars.moments import WHEN, Clocks, ForTheLibrary, Moment, NotUnderstood, length_of
from outreach.calendars.repeating import A_DAY, Refused, Rule, Unusual, days, rule_of
from outreach.calendars.scanning import NONE, Property, RawCalendar, RawEvent, scan, values
from outreach.calendars.times_only import for_library, times_only
from outreach.timespan import TimeSpan
from outreach.zones import known_zone

MARGIN = timedelta(days=2)
"""How far beyond the window a clock may show a time that is within it, with a day to spare."""
MOST_TIMES = 1000
"""Repetitions of one event within the window."""
MOST_SPANS = 10_000

Pair = tuple[datetime, datetime]
Found = tuple[date, date]
"""What a library found: two days, or two aware instants."""
Library = Callable[[str, TimeSpan], list[Found]]
"""Works out a small calendar the slow way. Raises ValueError if it cannot."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a calendar: its owner's zone and mail addresses, and the stretch that is wanted.

    ``ours`` are the UIDs of events that are known here already; they are left out.
    """

    timezone: str
    within: TimeSpan
    own: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BusyTimes:
    """What a calendar says. ``spans`` are in order, in UTC, and do not touch.

    ``events`` counts what was understood; ``not_understood`` what was not, or
    only by guessing. ``problem`` says why nothing could be read; then nothing
    else counts. ``kept`` is a calendar of the times alone, to be read again.
    """

    spans: tuple[TimeSpan, ...] = ()
    events: int = 0
    not_understood: int = 0
    name: str = ""
    problem: str = ""
    kept: str = field(default="", repr=False)


class Extent(NamedTuple):
    """From when to when an event lasts; both are days, or both are times."""

    start: Moment
    end: Moment

    @property
    def length(self) -> timedelta:
        """As the clock counts it."""
        return self.end.wall - self.start.wall


@dataclass(slots=True)
class Series:
    """The events of one UID: those that stand for themselves, and those that stand in for a repetition."""

    cores: list[RawEvent] = field(default_factory=list)
    changes: list[RawEvent] = field(default_factory=list)


def busy_times(
    raw: bytes, reading: Reading, *, library: Library, windows_zone: Callable[[str], str]
) -> BusyTimes:
    """The times that a calendar takes within ``reading.within``. Never raises on account of the text.

    ``windows_zone`` answers the IANA name of a zone by its Windows name, or an empty text.
    """
    calendar = scan(raw, own=reading.own)
    if not calendar.is_whole:
        return BusyTimes(problem=_why_not(raw))
    return _Work(calendar, reading, library, windows_zone).done()


def _why_not(raw: bytes) -> str:
    if not raw.strip():
        return "It came back empty: not even the first line of a calendar was there."
    if b"BEGIN:VCALENDAR" in raw[:4096].upper():
        return "The calendar breaks off in the middle."
    return "What came is no calendar. The address may lead to a page about it, or ask to sign in first."


class _Work:
    """The reading of one calendar."""

    def __init__(
        self, calendar: RawCalendar, reading: Reading, library: Library, windows_zone: Callable[[str], str]
    ) -> None:
        self.calendar, self.reading, self.library = calendar, reading, library
        self.home = known_zone(reading.timezone)
        self.clocks = Clocks(self.home, frozenset(calendar.zones), windows_zone)
        try:
            if calendar.timezone:
                self.clocks.floating = self.clocks.zone(calendar.timezone)
        except ForTheLibrary:
            pass  # it names a zone of its own making; the owner's is as good a guess
        self.clocks.is_guessing = False
        self.first = (reading.within.start - MARGIN).date()
        self.last = (reading.within.end + MARGIN).date()
        self.lowest, self.highest = f"{self.first:%Y%m%d}", f"{self.last:%Y%m%d}"
        self.pairs: list[Pair] = []
        self.doubtful = calendar.too_many

    def done(self) -> BusyTimes:
        kept: list[RawEvent] = []
        for uid, series in self._grouped().items():
            if uid in self.reading.ours:
                continue
            self._read(series)
            kept += [event for event in (*series.cores, *series.changes) if self._may_matter_later(event)]
        for period in self.calendar.periods:
            self._read_period(period)
        count = len(self.calendar.events) + len(self.calendar.periods) + self.calendar.too_many
        spans = self._spans()
        return BusyTimes(
            spans[:MOST_SPANS],
            max(0, count - self.doubtful),
            self.doubtful + max(0, len(spans) - MOST_SPANS),
            self.calendar.name,
            kept=times_only(kept, self.calendar, free_time=self.calendar.timezone),
        )

    def _grouped(self) -> dict[str, Series]:
        """The events by UID; one without stands alone."""
        grouped: dict[str, Series] = {}
        for number, event in enumerate(self.calendar.events):
            series = grouped.setdefault(event.uid or f"\n{number}", Series())
            (series.changes if "RECURRENCE-ID" in event.one else series.cores).append(event)
        return grouped

    def _read(self, series: Series) -> None:
        """Note when these are; what is not understood blocks as much as can be known."""
        self.clocks.is_guessing = False
        before = len(self.pairs)
        try:
            if len(series.cores) == 1 and not series.changes and not series.cores[0].many:
                self._read_single(series.cores[0])
            else:
                self._read_series(series)
        except (ForTheLibrary, Unusual):
            del self.pairs[before:]
            self._ask_library(series)
        except (NotUnderstood, Refused):
            del self.pairs[before:]
            self._read_what_is_sure(series)
        if self.clocks.is_guessing:
            self.doubtful += 1

    def _read_single(self, event: RawEvent) -> None:
        if event.is_free:
            return
        start = event.one.get("DTSTART", NONE).value
        # Most events are over, or far away; their dates tell without a look at the clock.
        if start[:8] > self.highest and WHEN.fullmatch(start):
            return
        end = event.one.get("DTEND", NONE).value
        if end and end[:8] < self.lowest and WHEN.fullmatch(end) and start[:8] < self.lowest:
            return
        self._block(self._extent(event, is_single=True))

    def _read_series(self, series: Series) -> None:
        if any(change.many or change.one["RECURRENCE-ID"].params.get("RANGE") for change in series.changes):
            raise Unusual("a change that repeats itself")
        newest = max((core.sequence for core in series.cores), default=-1)
        changed: dict[datetime, RawEvent] = {}
        taken: set[datetime] = set()
        cores = [core for core in series.cores if core.sequence == newest]
        extents = [self._extent(core, is_single=False) for core in cores]
        usual = extents[0].start.zone if extents else None
        for change in series.changes:
            keys = self._keys(self.clocks.moment(change.one["RECURRENCE-ID"], usual))
            taken.update(keys)
            standing = changed.get(keys[0])
            if standing is None or change.sequence > standing.sequence:
                changed[keys[0]] = change
        removed: set[datetime] = set()
        for core, extent in zip(cores, extents, strict=True):
            gone, gone_days = self._exceptions(core, extent)
            removed |= gone
            if not core.is_free:
                self._block_all(self._repeated(core, extent, gone | taken, gone_days), extent)
        for key, change in changed.items():
            if key not in removed and not change.is_free:
                self._block(self._extent(change, is_single=True))

    def _extent(self, event: RawEvent, *, is_single: bool) -> Extent:
        """When the event is, the first time. Raises NotUnderstood, ForTheLibrary, Unusual."""
        start = self.clocks.moment(event.one.get("DTSTART", NONE))
        end = self._end(event, start)
        if start.is_day != end.is_day:
            raise Unusual("from a day to a time")
        if start.is_day and end.wall == start.wall:
            end = Moment(end.wall + A_DAY, None)  # meant is the day, whatever the standard says
        if end.zone is not start.zone and not is_single:
            raise Unusual("it ends in another zone")
        if end.instant(self.home) < start.instant(self.home):
            if not is_single:
                raise Unusual("it ends before it begins")
            start, end = end, start
        return Extent(start, end)

    def _end(self, event: RawEvent, start: Moment) -> Moment:
        if "DTEND" in event.one:
            return self.clocks.moment(event.one["DTEND"], start.zone)
        if "DURATION" not in event.one:
            return Moment(start.wall + A_DAY, None) if start.is_day else start
        length = length_of(event.one["DURATION"])
        if start.is_day and length % A_DAY:
            raise Unusual("a day and some hours")
        try:
            return Moment(start.wall + length, start.zone)
        except OverflowError:
            raise NotUnderstood("it never ends") from None

    def _exceptions(self, core: RawEvent, extent: Extent) -> tuple[set[datetime], set[date]]:
        """The repetitions that are taken out: as keys, and as whole days."""
        keys: set[datetime] = set()
        gone_days: set[date] = set()
        lowest = self._lowest_for(extent)
        for said, value in values(core.many.get("EXDATE", ())):
            if lowest <= value[:8] <= self.highest:
                moment = self.clocks.moment(Property(said.params, value), extent.start.zone)
                if moment.is_day:
                    gone_days.add(moment.wall.date())
                elif extent.start.is_day:
                    raise Unusual("a time taken out of days")
                keys.update(self._keys(moment))
        return keys, gone_days

    def _repeated(
        self, core: RawEvent, extent: Extent, gone: set[datetime], gone_days: set[date]
    ) -> Iterator[Moment]:
        """Every beginning near the window that was not taken out."""
        for moment in self._beginnings(core, extent):
            if moment.wall.date() not in gone_days and not any(key in gone for key in self._keys(moment)):
                yield moment

    def _beginnings(self, core: RawEvent, extent: Extent) -> Iterator[Moment]:
        start = extent.start
        rules, until = core.many.get("RRULE", []), None
        if len(rules) > 1:
            raise Unusual("several rules")
        at = (start.wall.hour, start.wall.minute, start.wall.second)
        rule = rule_of(rules[0].value, at=at) if rules else None
        if rule is not None and rule.until:
            until = self._until(rule, start)
        if until is None or start.instant(self.home) <= until:
            yield start
        for said, value in values(core.many.get("RDATE", ())):
            if value[:8] > self.highest or value[:8] < self._lowest_for(extent):
                continue
            moment = self._extra(Property(said.params, value), start)
            yield moment
        if rule is not None:
            yield from self._by_rule(rule, extent, until)

    def _by_rule(self, rule: Rule, extent: Extent, until: datetime | None) -> Iterator[Moment]:
        start = extent.start
        first = self.first - timedelta(days=extent.length.days + 1)
        clock = start.wall.time()
        for day in days(rule, start.wall.date(), first, self.last):
            moment = Moment(datetime.combine(day, clock), start.zone)
            if moment.wall == start.wall:
                continue  # it counts already, whether it fits the rule or not
            if until is not None and moment.instant(self.home) > until:
                return
            yield moment

    def _extra(self, said: Property, start: Moment) -> Moment:
        if "/" in said.value:
            raise Unusual("a period")
        moment = self.clocks.moment(said, start.zone)
        if moment.is_day != start.is_day:
            raise Unusual("a day among times")
        return moment

    def _until(self, rule: Rule, start: Moment) -> datetime:
        """The last instant at which it may begin; in the owner's zone for days. Raises Unusual."""
        found = WHEN.fullmatch(rule.until)
        if found is None or (found[4] is None and not start.is_day):
            raise Unusual("it ends on a day, but begins at a time")
        if start.is_day:
            return self.clocks.moment(Property({}, rule.until[:8])).instant(self.home)
        return self.clocks.moment(Property({}, rule.until.rstrip("Z") + "Z")).instant(self.home)

    def _keys(self, moment: Moment) -> tuple[datetime, ...]:
        """What two ways of writing one moment have in common: the instant, or the clock."""
        if moment.is_day:
            return (moment.wall,)
        return moment.instant(self.home).replace(tzinfo=None), moment.wall

    def _lowest_for(self, extent: Extent) -> str:
        return f"{max(self.first - extent.length - A_DAY, date(1000, 1, 1)):%Y%m%d}"

    def _block(self, extent: Extent) -> None:
        start, end = extent.start.instant(self.home), extent.end.instant(self.home)
        if start < end and end > self.reading.within.start and start < self.reading.within.end:
            self.pairs.append((start, end))

    def _block_all(self, beginnings: Iterator[Moment], extent: Extent) -> None:
        length = extent.length
        for moment in islice(beginnings, MOST_TIMES):
            self._block(Extent(moment, Moment(moment.wall + length, moment.zone)))
        if next(beginnings, None) is not None:
            self.doubtful += 1

    def _ask_library(self, series: Series) -> None:
        try:
            text = for_library((*series.cores, *series.changes), self.calendar, self.clocks)
            for start, end in self.library(text, self.reading.within):
                self._block(Extent(self._as_moment(start), self._as_moment(end)))
        except (ValueError, ArithmeticError):
            self._read_what_is_sure(series)

    def _as_moment(self, found: date) -> Moment:
        if isinstance(found, datetime):
            return Moment(found.replace(tzinfo=None), found.tzinfo or self.clocks.floating)
        return Moment(datetime(found.year, found.month, found.day), None)  # noqa: DTZ001

    def _read_what_is_sure(self, series: Series) -> None:
        """An event that is not understood as a whole still takes its own time."""
        self.doubtful += 1
        self.clocks.is_guessing = False
        for event in (*series.cores, *series.changes):
            try:
                if not event.is_free:
                    self._block(self._extent(event, is_single=True))
            except (NotUnderstood, ForTheLibrary, Unusual):
                continue

    def _read_period(self, period: str) -> None:
        try:
            start, _, end = period.strip().partition("/")
            begins = self.clocks.moment(Property({}, start))
            is_length = end[:1] in {"P", "+", "-"}
            length = length_of(Property({}, end)) if is_length else timedelta()
            ends = (
                Moment(begins.wall + length, begins.zone)
                if is_length
                else self.clocks.moment(Property({}, end))
            )
            self._block(Extent(begins, ends))
        except (ValueError, OverflowError, ForTheLibrary):
            self.doubtful += 1

    def _may_matter_later(self, event: RawEvent) -> bool:
        """Whether to keep it for the weeks to come: single events that are over are let go."""
        if event.many or "RECURRENCE-ID" in event.one:
            return True
        ends = event.one.get("DTEND", event.one.get("DTSTART", NONE)).value
        return not event.is_free and (ends[:8] >= self.lowest or "DURATION" in event.one)

    def _spans(self) -> tuple[TimeSpan, ...]:
        """The times in order, cut to the window, and made one where they touch."""
        within = self.reading.within
        merged: list[list[datetime]] = []
        for start, end in sorted(self.pairs):
            start, end = max(start, within.start), min(end, within.end)
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        return tuple(TimeSpan(start, end) for start, end in merged)
