"""How one reader reads a clock: in which zone, and in twelve hours or twenty-four. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from outreach.zones import known_zone

# From the Unicode locale data: where people who write dates in these languages read "3:00 PM".
TWELVE_HOURS = frozenset({
    "en-us", "en-ca", "en-au", "en-nz", "en-in", "en-ph", "en-pk", "en-sg", "en-my", "en-hk", "en-jm", "en-bd",
    "es-us", "es-mx", "es-co", "es-pr", "es-pe", "hi", "bn", "ur", "ta", "te", "ml", "mr", "gu", "kn", "pa", "ne",
    "si", "ar", "ko", "am", "so", "sq", "fil", "el", "zh-tw", "zh-hk",
})  # fmt: skip
SUNDAY_FIRST = frozenset({
    "en-us", "en-ca", "en-in", "en-ph", "en-jm", "es-us", "es-mx", "es-co", "pt-br", "ja", "ko", "he", "hi", "zh-tw",
})  # fmt: skip


def reads_twelve_hours(locale: str) -> bool:
    """Whether readers of this locale, such as ``en-US``, are used to AM and PM; False for an unknown one."""
    return _is_among(TWELVE_HOURS, locale)


def begins_on_sunday(locale: str) -> bool:
    """Whether weeks begin on Sunday on the calendars of this locale, rather than on Monday."""
    return _is_among(SUNDAY_FIRST, locale)


def _is_among(locales: frozenset[str], locale: str) -> bool:
    wanted = locale.lower().replace("_", "-")
    return wanted in locales or wanted.split("-")[0] in locales


@dataclass(frozen=True, slots=True)
class ClockFace:
    """The clock of one zone, as somebody reads it. Raises UnknownZone for a zone that is none."""

    timezone: str
    twelve_hours: bool = False

    def __post_init__(self) -> None:
        known_zone(self.timezone)

    @property
    def zone(self) -> ZoneInfo:
        return known_zone(self.timezone)

    @property
    def city(self) -> str:
        """ "New York", by which people know the zone."""
        return self.timezone.rsplit("/", 1)[-1].replace("_", " ")

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def time(self, instant: datetime) -> str:
        """ "15:00" or "3:00 PM"; an hour that comes twice tells its two times apart by their offset."""
        return reading(self.local(instant), twelve_hours=self.twelve_hours)

    def day(self, instant: datetime) -> str:
        """ "Tuesday 8 December"."""
        return day_name(self.local(instant).date())

    def moment(self, instant: datetime) -> str:
        """ "Tuesday 8 December, 15:00"."""
        return f"{self.day(instant)}, {self.time(instant)}"

    def beside(self, instant: datetime, other: "ClockFace") -> str:
        """The time here as it is noted beside that of another zone: "20:00", "1:00 next day"; "" if both agree."""
        here, there = self.local(instant), other.local(instant)
        if here.utcoffset() == there.utcoffset():
            return ""
        return self.time(instant) + ANOTHER_DAY[(here.date() - there.date()).days]


ANOTHER_DAY = {0: "", 1: " next day", -1: " day before", 2: " in two days", -2: " two days before"}
"""Clocks can be 26 hours apart, so that even two dates lie between them."""


def reading(local: datetime, *, twelve_hours: bool = False) -> str:
    """The time of an aware datetime as its clock shows it."""
    if twelve_hours:
        shown = f"{local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"
    else:
        shown = f"{local.hour:02}:{local.minute:02}"
    ambiguous = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{shown} ({local:%z})" if ambiguous else shown


@lru_cache(maxsize=4096)
def day_name(day: date) -> str:
    """ "Tuesday 8 December"."""
    return f"{day:%A} {day.day} {day:%B}"
