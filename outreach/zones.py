"""Time zones by name: only those that are really places, looked up in a fixed list. Pure."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from outreach.errors import OutreachError

NOT_PLACES = {"Factory", "localtime", "posixrules", "leapseconds", "tzdata.zi"}
REGIONS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/",
    "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/",
)  # fmt: skip


class UnknownZone(OutreachError, ValueError):
    """The name is not that of a time zone."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name[:60]}” is not a time zone we know. Choose one from the list, such as Europe/Berlin."
            if name
            else "Please choose a time zone from the list, such as Europe/Berlin."
        )


@cache
def zone_names() -> frozenset[str]:
    """Every name that we accept, among them the old spellings that browsers still send."""
    return frozenset(available_timezones() - NOT_PLACES)


@cache
def places() -> tuple[str, ...]:
    """The names to choose from, by region and city."""
    return ("UTC", *sorted(name for name in zone_names() if name.startswith(REGIONS)))


@cache
def known_zone(name: str) -> ZoneInfo:
    """The zone of this name. Raises UnknownZone; never looks further than the list."""
    if name not in zone_names():
        raise UnknownZone(name)
    return ZoneInfo(name)
