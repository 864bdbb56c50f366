"""The places to choose a time zone from, as people read them: the city, its country, and how far it is from UTC."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from markupsafe import Markup

from outreach import clock
from outreach.followups.working_days import country_names
from outreach.letters.coach.hours import country_of
from outreach.zones import known_zone, places

OPTION = Markup('<option value="{}">{}</option>')


def zone_options() -> Markup:
    """All of them, by region and city, for a field that is typed into."""
    return _options(clock.now().date())


@lru_cache(maxsize=2)
def _options(day: date) -> Markup:
    """Made once a day, since there are several hundred and some are put back or forward by an hour on it."""
    noon = datetime.combine(day, time(12), UTC)
    return Markup("").join(OPTION.format(name, in_words(name, noon)) for name in places())


def in_words(name: str, now: datetime) -> str:
    """ "Buenos Aires (Argentina), UTC−3" for America/Argentina/Buenos_Aires, as far as its country is known."""
    city = name.rsplit("/", 1)[-1].replace("_", " ")
    country = country_names().get(country_of(name), "")
    where = f"{city} ({country})" if country and country != city else city
    apart = from_utc(now.astimezone(known_zone(name)).utcoffset() or timedelta())
    return apart if city == "UTC" else f"{where}, {apart}"


def from_utc(offset: timedelta) -> str:
    """ "UTC", "UTC−3" or "UTC+5:45"."""
    if not offset:
        return "UTC"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"UTC{'−' if offset < timedelta() else '+'}{hours}" + (f":{minutes:02}" if minutes else "")
