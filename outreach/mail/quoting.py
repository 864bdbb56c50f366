"""What somebody wrote themselves in an answer, without what they quote and sign with. Pure.

Reads line by line, so that no text of a stranger takes longer than its length.
A library for this exists (mail-parser-reply); its patterns look ahead over the
whole text and can be made to take minutes, and it knows fewer programs.
"""

import re
from collections.abc import Iterator

from outreach.mail import quote_marks as marks
from outreach.mail.htmltext import CUT

MOST_LINES = 3000
LONGEST_LINE = 1000
LONGEST_TEXT = 400_000
SPANS = 5
"""The most further lines over which a program wraps “On …, … wrote:”."""
LONGEST_INTRODUCTION = 400
BLOCK = 8
"""How many lines a block of From, Sent, To and Subject may take."""
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
DASHES = re.compile(r"^\s*--\s*$")
LONG_RULE = re.compile(r"^\s*(?:_{5,}|-{5,}|={5,}|\*{5,})\s*$")
SHORT_RULE = re.compile(r"^\s*(?:-{3,4}|_{2,4}|={2,4}|\+{2,4})\s*$")
NAME_WITH_DASH = re.compile(r"^-[^\W\d][\w.’' -]{1,40}$")
LONGEST_SIGNATURE = 20
SHORT_SIGNATURE = 6
MOST_NAMES = 4


def visible_text(text: str) -> str:
    """The part of an answer that its writer wrote: no quotes, no signature, no “Sent from my phone”.

    An answer between the quoted lines is kept, the quoted lines are not. A text
    that is all quote comes back whole, as something has to be shown.
    """
    lines = _lines(text)
    written = _without_quotes(lines)
    shown = _tidy(_without_signature(written))
    return shown or _tidy(written) or _tidy(line for line in lines if line != CUT)


def _lines(text: str) -> list[str]:
    text = INVISIBLE.sub("", text[:LONGEST_TEXT]).replace("\xa0", " ").replace("\u3000", " ")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MOST_LINES]
    return [line.rstrip()[:LONGEST_LINE] for line in lines]


def _tidy(lines: "Iterator[str] | list[str]") -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")


def _without_quotes(lines: list[str]) -> list[str]:
    """The lines that were written: up to where the quote begins, and after it if it is marked line by line."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line == CUT:
            break
        before, length = _attribution(lines, at)
        if length:
            kept.extend([before] if before else [])
            at += length
            if not _is_quoted_next(lines, at):
                return _or_what_follows(kept, lines[at:])
            continue
        if _is_quote(line):
            at += 1
            continue
        kept.append(line)
        at += 1
    return kept


def _or_what_follows(kept: list[str], rest: list[str]) -> list[str]:
    """A quote without marks takes all the rest; if nothing stands above it, the rest is the answer."""
    return kept if any(line.strip() for line in kept) else rest


def _is_quote(line: str) -> bool:
    return line.lstrip().startswith((">", "&gt;"))


def _is_quoted_next(lines: list[str], at: int) -> bool:
    """Whether marked lines follow, maybe after a gap."""
    following = next((line for line in lines[at : at + 4] if line.strip()), "")
    return _is_quote(following)


def _attribution(lines: list[str], at: int) -> tuple[str, int]:
    """How many lines from here introduce a quote, 0 if none; and what was written before it on its line."""
    line = lines[at]
    if marks.BETWEEN_ARROWS.match(line) or marks.AND_GOES_ON.match(line):
        return "", 1
    if not line.strip() or _is_quote(line):
        return "", 0
    if at and marks.ABOVE_THIS.match(line):
        return "", 1
    if marks.FORWARDED.match(line) or _is_ruler(line):
        return "", 1 + _fields(lines, at + 1)
    if fields := _fields(lines, at):
        return "", fields
    if LONG_RULE.match(line) and (fields := _fields(lines, at + 1)):
        return "", 1 + fields
    if "wrote" in line and (found := marks.IN_THE_LINE.match(line)):
        return found["before"].rstrip(" -"), 1
    return "", _who_wrote(lines, at)


def _is_ruler(line: str) -> bool:
    found = marks.RULER.match(line) if len(line) < 100 else None
    return bool(found and (marks.MESSAGE_WORDS.search(found["words"]) or _wrote(found["words"])))


def _wrote(text: str) -> bool:
    """Whether a ruler’s words tell who wrote, with a date or with nothing behind the verb."""
    dated = marks.WROTE.search(text) and marks.DATED.search(text)
    return bool(dated or marks.ENDS_WITH_WROTE.search(text))


def _who_wrote(lines: list[str], at: int) -> int:
    """The length of “On …, … wrote:” or “2026-01-12 … <address>:”, over up to four lines."""
    line = lines[at]
    if marks.VIA.match(line) or marks.ON_THE.match(line) or marks.QUOTING.match(line):
        return 1
    if not (marks.OPENS.match(line) or marks.DATED.search(line) or marks.HAS_ADDRESS.search(line)):
        return 0
    joined = ""
    for length, following in enumerate(lines[at : at + SPANS + 2], start=1):
        if not following.strip():
            continue  # some programs leave a gap between the date and the name
        is_quote = _is_quote(following) and not marks.REST_OF_ADDRESS.match(following)
        if length > 1 and (is_quote or _opens_anew(following)):
            return 0
        joined = f"{joined} {following.strip()}".strip()
        if _introduces(joined, starts_with=line):
            return length
        if len(joined) > LONGEST_INTRODUCTION or length > SPANS:
            return 0
    return 0


def _opens_anew(line: str) -> bool:
    """Whether a line could itself begin an introduction, so that the one above is mere text."""
    return bool(marks.OPENS.match(line) and marks.DATED.search(line) and marks.ENDS_WITH_COLON.search(line))


def _introduces(text: str, *, starts_with: str) -> bool:
    if marks.DATE_AND_ADDRESS.search(text) and marks.DATED.search(text):
        return True
    if marks.BEGINS_WITH_DATE.match(text) and marks.ENDS_WITH_ADDRESS.search(text):
        return True
    if not marks.ENDS_WITH_COLON.search(text) or not marks.WROTE.search(text):
        return False
    opens = marks.OPENS.match(starts_with) and (marks.DATED.search(text) or marks.HAS_ADDRESS.search(text))
    return bool(opens or (marks.HAS_ADDRESS.search(text) and marks.DATED.search(text)))


def _fields(lines: list[str], at: int) -> int:
    """The length of a block of header fields (From, Sent, To, Subject in any language); 0 if there is none."""
    while at < len(lines) and not lines[at].strip():
        at += 1
        if at >= len(lines) or not marks.FIELD.match(lines[at]):
            return 0
    begin = at
    names = set[str]()
    last = at
    for place in range(at, min(at + BLOCK, len(lines))):
        found = marks.FIELD.match(lines[place])
        if found:
            names.add(found["name"].casefold())
            last = place
        elif place == at or (not lines[place].strip() and len(names) > 1):
            break
    if len(names) >= 2:
        return last - begin + 1
    alone = marks.FROM_FIELD.match(lines[at]) if at < len(lines) else None
    is_set_apart = at == 0 or not lines[at - 1].strip() or bool(LONG_RULE.match(lines[at - 1]))
    return 1 if alone and is_set_apart and marks.HAS_ADDRESS.search(alone["value"]) else 0


def _without_signature(lines: list[str]) -> list[str]:
    lines = [line for line in lines if not marks.DEVICE.match(line)]
    lines = lines[: min(_signature_begins(lines), _disclaimer_begins(lines))]
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) > 2 and NAME_WITH_DASH.match(lines[-1].strip()) and not lines[-2].strip():
        lines.pop()
    return _without_contact_details(lines)


def _signature_begins(lines: list[str]) -> int:
    """Where “-- ” or a rule sets the signature apart; the end of the lines if nothing does."""
    for place, line in enumerate(lines):
        below = sum(1 for following in lines[place + 1 :] if following.strip())
        if DASHES.match(line) and below <= LONGEST_SIGNATURE:
            return place
        if (SHORT_RULE.match(line) or LONG_RULE.match(line)) and below <= SHORT_SIGNATURE:
            return place
    return len(lines)


def _disclaimer_begins(lines: list[str]) -> int:
    """Where the small print begins that a company puts below, set apart by an empty line; the end if there is none."""
    for place in range(2, len(lines)):
        if not lines[place - 1].strip() and marks.DISCLAIMER.match(lines[place]):
            return place
    return len(lines)


def _without_contact_details(lines: list[str]) -> list[str]:
    """Keep “Best regards, Grace”, and leave out the card with telephones below it."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 16), -1):
        if marks.CLOSING.match(lines[place]):
            below = [at for at in range(place + 1, len(lines)) if lines[at].strip()]
            has_details = any(marks.CONTACT_LINE.search(lines[at]) for at in below[1:])
            return lines[: below[0] + 1] if len(below) > 2 and has_details else lines
    return _without_card(lines)


def _without_card(lines: list[str]) -> list[str]:
    """Keep the name of a card at the end: a line of few words, and below it only ways to reach them."""
    begins = next((at + 1 for at in range(len(lines) - 1, -1, -1) if not lines[at].strip()), 0)
    name, *ways = lines[begins:] or [""]
    is_card = (
        len(ways) > 1 and len(name.split()) <= MOST_NAMES and not name.rstrip().endswith((":", ",", "?", "."))
    )
    return lines[: begins + 1] if begins and is_card and all(map(marks.CONTACT_LINE.search, ways)) else lines
