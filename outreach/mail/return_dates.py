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
    "january jan januar jän jänner janvier janv enero ene gennaio gen janeiro januari tammikuu tammikuuta stycznia sty styczeń января янв ledna leden január ocak oca",
    "february feb februar février févr fév febrero febbraio fevereiro fev februari helmikuu helmikuuta lutego lut февраля фев února február şubat febr şub",
    "march mar märz mär mars marzo março maart mrt maaliskuu maaliskuuta marca marzec марта мар března marts mart márc",
    "april apr avril avr abril abr aprile huhtikuu huhtikuuta kwietnia kwi апреля апр dubna április nisan ápr nis",
    "may mai mayo maggio mag maio mei maj toukokuu toukokuuta maja мая květn května május mayıs máj",
    "june jun juni juin junio giugno giu junho kesäkuu kesäkuuta czerwca cze июня июн června június haziran jún haz",
    "july jul juli juillet juil julio luglio lug julho heinäkuu heinäkuuta lipca lip июля июл července július temmuz júl",
    "august aug août agosto ago augustus augusti elokuu elokuuta sierpnia sie августа авг srpna augusztus ağustos ağu",
    "september sep sept septembre septiembre settembre set setembro syyskuu syyskuuta września wrz сентября сен září szeptember eylül szept eyl",
    "october oct oktober okt octobre octubre ottobre ott outubro out lokakuu lokakuuta października paź октября окт října október ekim eki",
    "november nov novembre noviembre novembro marraskuu marraskuuta listopada lis ноября ноя listopadu kasım kas",
    "december dec dezember dez desember décembre déc diciembre dic dicembre dezembro joulukuu joulukuuta grudnia gru декабря дек prosince aralık ara",
)


def _plain(name: str) -> str:
    """In small letters, with one i: a pattern that ignores case takes İ, I, ı and i for each other, as Turks do not."""
    return name.lower().replace("ı", "i").replace("\u0307", "")


MONTHS = {_plain(name): number for number, names in enumerate(NAMES, start=1) for name in names.split()}
MONTH = (
    "("
    + "|".join(sorted({name for names in NAMES for name in names.split()}, key=len, reverse=True))
    + r")(?![^\W\d_])\.?"
)

DATES = re.compile(
    r"(?P<iso>\b(20\d\d)-(\d\d)-(\d\d)\b)"
    r"|(?P<ymd>(?<![\d./])(20\d\d)[./]\s?(\d{1,2})[./]\s?(\d{1,2})(?!\d)\.?)"
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
    r"|takaisin|palaan|tavoitettavissa|wracam|wrócę|powrót|powróc|ponownie|верн[уё]|возвращ|буду на|выйду|с \d|zpět|vrátím|visszatér|geri dön|戻り|復帰|出社|再開|以降|복귀|返回|回来|上班",
    re.IGNORECASE,
)
UNTIL = re.compile(
    r"\buntil|\btill\b|through|thru|\bto\b|up to|and including|\bbis\b|einschlie(?:ß|ss)lich|jusqu|au\b|hasta|fino|\bal\b|até|tot|t/m|\btil\b|\btill\b|t\.o\.m|og med|asti|saakka|\bdo\b|\bдо\b|\bпо\b|az|kadar|まで|까지|为止|為止|[–—-]\s?$",
    re.IGNORECASE,
)
FROM = re.compile(
    r"\b(?:from|vom|ab|du|desde|del|dal|de|van|fra|från|od|с|since|starting|between)\b\s*(?:\w+,?\s*){0,2}$",
    re.IGNORECASE,
)
# Hungarian and Turkish say it behind the date: “12-ig”, “12-től ismét”, “5 Ocak’a kadar”, “5 Ocak’ta döneceğim”.
DAY_OF_WEEK = (
    r"(?:\s*\(?(?:hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar)"
    r"\w*\)?)?"
)
UNTIL_BEHIND = re.compile(
    rf"^{DAY_OF_WEEK}\s?(?:\.?-?é?ig\b|\.?\s(?:bezárólag|között)"
    r"|(?:[’']\w{1,4})?\s?(?:(?:tarihine|gününe|günü|sabahına|akşamına|mesai bitimine)\s)*(?:dahil\s)?kadar\b|\s?tarihleri\s(?:arasında|arası)|\s?arasında\b)",
    re.IGNORECASE,
)
BACK_BEHIND = re.compile(
    rf"^{DAY_OF_WEEK}\s?(?:\.?-?(?:j?[áaeé]?t[óőöo]l|[áaée]n|j[áaeé]n)\b[^.!?\d]{{0,40}}?(?:vissza|ismét|újra|megint|elérhető|munkába|dolgoz|irodában leszek)"
    r"|(?:[’']\w{1,4})?\s?(?:(?:tarihinde|tarihinden|günü|sabahı|itibar[ıi]yla|itibaren|sonra)\s)*[^.!?]{0,40}?\b(?:döneceğ|dönüyor|döner|dönmüş|işba|iş başı|tekrar|yeniden|ofiste olaca|ofisteyim))",
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
    """Whether the word closest to the date, before it in most languages, is one of coming back or of lasting."""
    if UNTIL_BEHIND.match(found.after):
        return "until"
    if BACK_BEHIND.match(found.after):
        return "back"
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
    if kind in {"iso", "ymd"}:
        return _date(int(whole[0]), int(whole[1]), int(whole[2]))
    if kind == "cjk":
        *said, month, day = (int(value) for value in whole)
        return _next(said[0] if said else None, month, day, sent_on)
    if kind in {"dm", "md"}:
        numbers = [int(value) for value in whole if value.isdigit()]
        month = next(MONTHS[_plain(value)] for value in whole if not value.isdigit())
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
