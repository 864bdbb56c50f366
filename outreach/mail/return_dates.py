"""The day on which somebody says that they are back. Pure.

Out-of-office notes name it in the language of their writer: “back on 12 January”,
“bis zum 12.01.”, “de retour le 12 janvier”, “1月12日まで”. A date after a word for
coming back is the day itself; after a word for lasting it is the day before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FURTHEST = timedelta(days=400)
NEAR = 60
"""How many characters may stand between the word and its date."""
LONGEST = 4000

NAMES = (
    "january jan januar jän jänner janvier janv enero ene gennaio gen janeiro januari tammikuu tammikuuta stycznia sty styczeń января янв ledna leden január ocak",
    "february feb februar février févr fév febrero febbraio fevereiro fev februari helmikuu helmikuuta lutego lut февраля фев února február şubat",
    "march mar märz mär mars marzo março maart mrt maaliskuu maaliskuuta marca marzec марта мар března marts mart",
    "april apr avril avr abril abr aprile huhtikuu huhtikuuta kwietnia kwi апреля апр dubna április nisan",
    "may mai mayo maggio mag maio mei maj toukokuu toukokuuta maja мая květn května május mayıs",
    "june jun juni juin junio giugno giu junho kesäkuu kesäkuuta czerwca cze июня июн června június haziran",
    "july jul juli juillet juil julio luglio lug julho heinäkuu heinäkuuta lipca lip июля июл července július temmuz",
    "august aug août agosto ago augustus augusti elokuu elokuuta sierpnia sie августа авг srpna augusztus ağustos",
    "september sep sept septembre septiembre settembre set setembro syyskuu syyskuuta września wrz сентября сен září szeptember eylül",
    "october oct oktober okt octobre octubre ottobre ott outubro out lokakuu lokakuuta października paź октября окт října október ekim",
    "november nov novembre noviembre novembro marraskuu marraskuuta listopada lis ноября ноя listopadu kasım",
    "december dec dezember dez desember décembre déc diciembre dic dicembre dezembro joulukuu joulukuuta grudnia gru декабря дек prosince aralık",
)
MONTHS = {name: number for number, names in enumerate(NAMES, start=1) for name in names.split()}
MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"

DATES = re.compile(
    r"(?P<iso>\b(20\d\d)-(\d\d)-(\d\d)\b)"
    r"|(?P<cjk>(?:(20\d\d)\s?年\s?)?(\d{1,2})\s?月\s?(\d{1,2})\s?日)"
    rf"|(?P<dm>(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|°|:?e)?\.?\s?(?:of |de |di |den |d[’'])?{MONTH}(?:,? (?:de |del )?(20\d\d))?)"
    rf"|(?P<md>(?<![^\W\d_]){MONTH}\s(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:)(?:,? (20\d\d))?)"
    r"|(?P<dotted>(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(20\d\d|\d\d)(?!\d|:))?)"
    r"|(?P<slashed>(?<![\d/])(\d{1,2})[/-](\d{1,2})(?:[/-](20\d\d|\d\d))?(?![\d/]))",
    re.IGNORECASE,
)
BACK = re.compile(
    r"return(?:ing|s)?|\bback\b|be back|resume|again (?:from|on)|available (?:again )?(?:from|on|as of)|in the office (?:again )?(?:on|from)|starting (?:from )?"
    r"|wieder|zurück|ab (?:dem|montag|dienstag|mittwoch|donnerstag|freitag)|retour|reviens|reviendrai|rentre|regres[oa]|vuelv[oa]|volver[ée]|retorn|reincorpor|de vuelta"
    r"|rientr[oa]|torner[òo]|tornerò|ritorn|di nuovo|volto|voltarei|regresso|de volta|terug|weer (?:aanwezig|bereikbaar|op|vanaf)|tilbage|tilbake|tillbaka|åter|igen"
    r"|takaisin|palaan|tavoitettavissa|wracam|wrócę|powrót|powróc|ponownie|верн[уё]|возвращ|буду на|выйду|с \d|zpět|vrátím|visszatér|geri dön|戻り|復帰|出社|再開|以降",
    re.IGNORECASE,
)
UNTIL = re.compile(
    r"\buntil|\btill\b|through|thru|\bto\b|up to|and including|\bbis\b|einschlie(?:ß|ss)lich|jusqu|au\b|hasta|fino|\bal\b|até|tot|t/m|\btil\b|\btill\b|t\.o\.m|og med|asti|saakka|\bdo\b|\bдо\b|\bпо\b|az|kadar|まで|[–—-]\s?$",
    re.IGNORECASE,
)
FROM = re.compile(
    r"\b(?:from|vom|ab|du|desde|del|dal|de|van|fra|från|od|с|since|starting|between)\b\s*(?:\w+,?\s*){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    day: date
    before: str
    after: str


def back_on(text: str, *, sent_on: date) -> date | None:
    """The first day on which they say they are there again, None if they do not say.

    ``sent_on`` is the day of the note: a date without a year is the next one
    after it, and what lies before it or more than a year ahead is no answer.
    """
    text = " ".join(text[:LONGEST].split())
    back, lasts = list[date](), list[date]()
    for found in _dates(text, sent_on):
        word = _nearest(found)
        if word == "back":
            back.append(found.day)
        elif word == "until":
            lasts.append(found.day)
    if back:
        return max(back)
    return max(lasts) + timedelta(days=1) if lasts else None


def _nearest(found: _Found) -> str:
    """Whether the word closest before the date is one of coming back or of lasting."""
    backs = [match.end() for match in BACK.finditer(found.before)]
    untils = [match.end() for match in UNTIL.finditer(found.before)]
    if not backs and not untils:
        follows = found.after.lstrip()[:24]
        return (
            "until"
            if UNTIL.match(follows)
            else "back"
            if BACK.search(follows) and not FROM.search(found.before)
            else ""
        )
    if max(untils, default=0) > max(backs, default=0):
        return "until"
    return "back" if not (FROM.search(found.before) and untils) else ""


def _dates(text: str, sent_on: date) -> Iterator[_Found]:
    ends = 0
    for match in DATES.finditer(text):
        day = _day(match, sent_on)
        before = re.split(r"[.!?;。]\s(?=[^\d])", text[max(ends, match.start() - NEAR) : match.start()])[-1]
        ends = match.end()
        if day is not None and sent_on <= day <= sent_on + FURTHEST:
            yield _Found(day, before, text[match.end() : match.end() + NEAR])


def _day(match: re.Match[str], sent_on: date) -> date | None:
    groups = match.groupdict()
    kind = next(name for name, value in groups.items() if value)
    whole = [value for value in match.groups() if value][1:]
    if kind == "iso":
        return _date(int(whole[0]), int(whole[1]), int(whole[2]))
    if kind == "cjk":
        *said, month, day = (int(value) for value in whole)
        return _next(said[0] if said else None, month, day, sent_on)
    if kind in {"dm", "md"}:
        numbers = [int(value) for value in whole if value.isdigit()]
        month = next(MONTHS[value.lower()] for value in whole if not value.isdigit())
        return _next(numbers[1] if len(numbers) > 1 else None, month, numbers[0], sent_on)
    first, second, *years = (int(value) for value in whole)
    year = years[0] + 2000 if years and years[0] < 100 else years[0] if years else None
    in_order = _next(year, second, first, sent_on)
    turned = _next(year, first, second, sent_on)
    if kind == "dotted" or turned is None:
        return in_order
    near = [day for day in (in_order, turned) if day is not None and sent_on <= day]
    return min(near, default=in_order)


def _next(year: int | None, month: int, day: int, sent_on: date) -> date | None:
    """The date, in the year that was said or else the next one that comes."""
    if year is not None:
        return _date(year, month, day)
    this_year = _date(sent_on.year, month, day)
    return this_year if this_year and this_year >= sent_on else _date(sent_on.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
