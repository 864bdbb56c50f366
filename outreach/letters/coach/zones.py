"""Where a letter greets, where it speaks, where it signs, and where it quotes. Pure."""

import re
from dataclasses import dataclass

from outreach.letters.coach.names import TITLES, fold, folded_parts
from outreach.letters.coach.phrases import words

Span = tuple[int, int]

OPENER = re.compile(
    r"\s*(?:<\w[^<>\n]{0,60}>\s*){0,6}"
    r"(dear|hello|hi|hey|hiya|howdy|kia ora|ol[áa]|hola|bonjour|bonsoir|salut|hallo|guten tag|ciao|buongiorno"
    r"|namaste|salaam|shalom|merhaba|aloha|g['’]day|ch[eè]re?|estimad[oa]|lieber?|car[oa]|sehr geehrter?|geachte|beste"
    r"|k[æä]re|greetings|salutations|good (?:morning|afternoon|evening|day)"
    r"|to whom(?: it may concern)?)(?=[\s,.:;!–—-]|$)",
    re.IGNORECASE,
)
NAME_LINE = re.compile(r"\s*((?:[A-Z][\w'’-]{0,30}\.?[ ]){0,3}[A-Z][\w'’-]{0,30})\s?[,:–—-][ \t]*(?:\n|$)")
NO_NAMES = re.compile(r"(?:Thank|Thanks|Please|Yes|No|Well|Sure|Great|Sorry|Congratulations|Best|Regards)\b")
GREETING_WORD = re.compile(r"[ \t]*([^\s,:;!?–—]{1,40})")
STAYS_SMALL = words("""
    and & or of the van von der den de la los las del di da do dos das ten ter zu zum bin ibn al el le team all
    everyone everybody there
    sir madam sirs again folks friend friends colleague colleagues hiring manager
""")
QUOTE = re.compile(
    r"^(?:[ \t]*>|On [^\n]{5,120} wrote:|-{2,}[ \t]*Original Message|From: [^\n]{3,})", re.MULTILINE
)
BEFORE_A_SIGN_OFF = re.compile(r"[\n.!?]")
"""A sign-off begins a line or follows a full stop; to look only there takes a fifth of looking everywhere."""
SIGN_OFF = re.compile(
    r"(?:^[ \t]*|(?<=[.!?]) {1,2})(?:"
    r"thank you(?: so much| very much)?(?: again| in advance| kindly)?"
    r"|(?:many |my |sincere )?thanks(?: again| so much| very much| in advance| a lot| and best wishes)?"
    r"|with (?:many |sincere |kind |warm |much |best |warmest |all good )?"
    r"(?:thanks|gratitude|appreciation|regards|wishes|respect)"
    r"|(?:my )?(?:very )?(?:best|kind|kindest|warm|warmest|sincere|good) (?:regards|wishes)|regards|best"
    r"|all (?:the|my) best"
    r"|(?:yours |very )?(?:sincerely|truly|faithfully|respectfully|cordially|warmly|gratefully)(?: yours)?"
    r"|yours|cheers|take care|until then)(?=[ \t]*[,.!–—-]|[ \t]*\n|[ \t]*$)[ \t]*[,.!–—-]*[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
POSTSCRIPT = re.compile(
    r"^[ \t]*(?:P\.?[ ]?){1,2}S\b[.:,;]*(?=[\s–—-])|^[ \t]*post ?script(?:um)?\b",
    re.MULTILINE | re.IGNORECASE,
)
SPOKEN = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|me|my|you|your|we|please|attached|are there|is there|let me|any)\b",
    re.IGNORECASE,
)
LINE_OF_A_SIGNATURE = re.compile(
    r"sent (?:from|via|with)\b|get outlook|confidential|this (?:e-?mail|message)|the information|[\w.+-]+@"
    r"|\(?(?:she|he|they|pronouns)\b|https?:|www\.|book (?:a|your)|(?:follow|find|connect with) me\b",
    re.IGNORECASE,
)
FEWEST_WORDS_SPOKEN = 4
LINE = re.compile(r"[^\n]+")
LONGEST_SIGNATURE = 600
SIGNED_NAME = re.compile(r"(?:[^\W\d_][\w'’.-]{0,40}(?:[ ]|$)){1,5}$")


@dataclass(frozen=True, slots=True)
class Greeting:
    """How the letter addresses its reader: its opener in lower case, and the name after it."""

    span: Span
    opener: str
    name: str
    name_at: int


@dataclass(frozen=True, slots=True)
class Zones:
    """The parts of a body; ``stretches`` is what the letter says, a postscript included.

    ``end`` is where the letter ends, before what it quotes.
    """

    greeting: Greeting | None
    stretches: tuple[Span, ...]
    signature: Span | None
    end: int


def zones_of(body: str, sender: str = "") -> Zones:
    """Divide a body; what is quoted below belongs to no part."""
    quote = QUOTE.search(body)
    end = quote.start() if quote else len(body)
    greeting = find_greeting(body[:end])
    start = greeting.span[1] if greeting else 0
    signs_at = find_signature(body, start, end, sender)
    if signs_at == end:
        return Zones(greeting, ((start, end),), None, end)
    more = _said_after(body, signs_at, end)
    signed_until = more[0][0] if more and more[-1][1] == end else end
    return Zones(greeting, ((start, signs_at), *more), (signs_at, signed_until), end)


def _said_after(body: str, signs_at: int, end: int) -> tuple[Span, ...]:
    """What is said below the name: everything from a postscript on, and every line that speaks to the reader."""
    postscript = POSTSCRIPT.search(body, signs_at, end)
    until = postscript.start() if postscript else end
    lines = [line.span() for line in LINE.finditer(body, signs_at, until)][1:]
    spoken = [(start, stop) for start, stop in lines if _speaks(body[start:stop].strip())]
    if spoken and not body[spoken[-1][1] : until].strip():
        spoken[-1] = (spoken[-1][0], until)
    return (*spoken, (until, end)) if postscript else tuple(spoken)


def _speaks(line: str) -> bool:
    """Whether a line under a letter is a sentence to its reader, not a place, a degree or a motto's small print."""
    return (
        len(line.split(" ", FEWEST_WORDS_SPOKEN)) >= FEWEST_WORDS_SPOKEN
        and SPOKEN.search(line) is not None
        and not LINE_OF_A_SIGNATURE.match(line)
    )


def find_greeting(body: str) -> Greeting | None:
    """The greeting at the head of a letter: "Dear Ms. Osei," or a line "Ms. Osei,"."""
    opener = OPENER.match(body)
    if not opener:
        line = NAME_LINE.match(body)
        if not line or NO_NAMES.match(line[1]):
            return None
        return Greeting((line.start(1), line.end()), "", line[1], line.start(1))
    name_at, name_end = _name_after(body, opener.end())
    end = name_end
    while end < len(body) and body[end] in " \t,:;!.–—-":
        end += 1
    return Greeting((opener.start(1), end), opener[1].lower(), body[name_at:name_end], name_at)


def _name_after(body: str, at: int) -> Span:
    """Where the name begins and ends: it goes on while words are titles, capitalized or particles."""
    head = re.compile(r"[ \t]*").match(body, at)
    start = end = head.end() if head else at
    closed_by_comma = re.compile(r"(?:[^\s,]{1,40}[ \t]+){0,3}[^\s,]{1,40},").match(body, start)
    for _ in range(7):
        word = GREETING_WORD.match(body, end)
        if not word:
            break
        plain = word[1].rstrip(".").lower()
        if word[1] in {"-", "I", "I'm", "I’m"}:
            break
        belongs = word[1][0].isupper() or plain in TITLES or plain in STAYS_SMALL or closed_by_comma
        if word[1][0].isascii() and not belongs:
            break
        ends_here = word[1].endswith(".") and plain not in TITLES and len(plain) > 1
        end = word.end() - 1 if ends_here else word.end()
        if ends_here:
            break
    return start, end


def find_signature(body: str, start: int, end: int, sender: str) -> int:
    """Where the closing begins, sign-off included; ``end`` if the letter is not signed."""
    low = max(start, end - LONGEST_SIGNATURE)
    for sign_off in reversed(_sign_offs(body, low, end)):
        first, *_ = body[sign_off.end() : end].strip().split("\n")
        if not first.strip() or _looks_signed(first, sender):
            return sign_off.start() + (len(sign_off[0]) - len(sign_off[0].lstrip()))
    return _signed_without_sign_off(body, low, end, sender)


def _sign_offs(body: str, low: int, end: int) -> list[re.Match[str]]:
    """As a search from left to right finds them, looking only where one can begin."""
    found: list[re.Match[str]] = []
    until = low
    for at in (low, *(before.end() for before in BEFORE_A_SIGN_OFF.finditer(body, low, end))):
        if at >= until and (sign_off := SIGN_OFF.match(body, at, end)):
            found.append(sign_off)
            until = sign_off.end()
    return found


def _looks_signed(line: str, sender: str) -> bool:
    """Whether a line could be a name: the sender's, or a few capitalized words."""
    line = line.strip().rstrip(",.")
    names = folded_parts(sender)
    if names and fold(line.split(",")[0].split(" ")[0]) in names:
        return len(line) <= 80
    return bool(SIGNED_NAME.match(line)) and all(w[0].isupper() or not w[0].isascii() for w in line.split())


def _signed_without_sign_off(body: str, low: int, end: int, sender: str) -> int:
    """A name on a line of its own near the end, and a line with a comma before it."""
    names = set(folded_parts(sender))
    lines = [(m.start(), m.group()) for m in LINE.finditer(body, low, end) if m.group().strip()]
    for index in range(max(1, len(lines) - 8), len(lines)):
        at, line = lines[index]
        before_at, before = lines[index - 1]
        is_sender = bool(names) and set(folded_parts(line)) <= names and bool(folded_parts(line))
        after_comma = before.rstrip().endswith(",") and len(before.split()) <= 9
        if is_sender or (after_comma and _looks_signed(line, sender)):
            return before_at if after_comma and before_at > low else at
    return end
