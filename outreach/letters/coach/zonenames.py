"""Whether a text says in whose time zone its hours are. Pure."""

from datetime import UTC, datetime
from functools import lru_cache

from outreach.letters.coach.moments import CLOCK, zone_named
from outreach.letters.coach.names import fold
from outreach.letters.coach.phrases import saying, words
from outreach.letters.coach.prose import Prose

THEIRS = saying(r"""
    (your|yours) (local )?(time|zone|time zone|timezone|end|clock|morning|afternoon|evening)
    (time|times|all times|hours) (are |is )?(yours|in yours)
    (times?|eastern|central|mountain|pacific|atlantic)~3 yours
    (where you are|in your city)
""")
PLACE_TIME = saying(r"(?P<place>[^ \n]+) (standard |daylight |summer |local )?time")
NO_PLACE = words("""
    my the of same any some that this what which long free your full spare on in first more a much little
    no his her our
    their next last each every right good best convenient suitable different another short great real
    ªname local
    standard daylight summer appreciate for have
""")
ABBREVIATIONS = words("""
    est edt cst cdt mst mdt pst pdt akst hst ast adt nst gmt bst utc ist cet cest eet eest wet west msk
    jst kst hkt sgt
    aest aedt acst awst nzst nzdt sast eat wat cat brt art clt pkt bdt ict wib pht gst et ct mt pt
""")
ZONE_WORDS = {"e": "eastern", "c": "central", "m": "mountain", "p": "pacific", "a": "atlantic"}


def zone_is_shown(prose: Prose, contact: str, sender: str) -> bool:
    """Whether any time is marked as the contact's; another zone than theirs does not count."""
    if prose.first(THEIRS):
        return True
    shown = {w.low for w in prose.words if w.low in ABBREVIATIONS and w.text.isupper()}
    shown |= {w.low for w in prose.words if w.low in ZONE_WORDS.values() and w.text[0].isupper()}
    shown |= {"utc" for w in prose.words if w.text[:3] in {"UTC", "GMT"}}
    places = {p.match["place"] for p in prose.find(PLACE_TIME)} - NO_PLACE
    if not zone_named(contact):
        return bool(shown or places)
    own = names_of(contact)
    named = {fold(w.text) for w in prose.words if w.text[0].isupper() and len(w.text) > 3}
    if prose.first(CLOCK) and named & {name for name in own if len(name) > 3}:
        return True  # "15:00 (Toronto)"
    if (shown | places | {fold(place) for place in places}) & own:
        return True
    return bool(places - names_of(sender) - shown) or bool({"utc", "gmt"} & shown)


@lru_cache(maxsize=512)
def names_of(timezone: str) -> frozenset[str]:
    """What people call a zone: its abbreviations, its city, and "Eastern" and its like."""
    zone = zone_named(timezone)
    if not zone:
        return frozenset()
    names = {fold(part) for part in timezone.rpartition("/")[2].split("_")}
    for month in (1, 7):
        short = (datetime(2026, month, 1, tzinfo=UTC).astimezone(zone).tzname() or "").lower()
        names.add(short)
        if timezone.startswith(("America/", "US/", "Canada/")) and len(short) == 3:
            names |= {short[0] + "t", ZONE_WORDS.get(short[0], short)}
    return frozenset(names)


def same_clock(one: str, other: str, now: datetime | None) -> bool:
    """Whether two zones show the same time, now or all the year."""
    first, second = zone_named(one), zone_named(other)
    if not first or not second:
        return False
    moments = [now] if now and now.tzinfo else [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7)]
    return all(m.astimezone(first).utcoffset() == m.astimezone(second).utcoffset() for m in moments)
