"""The rule against blanks of a template that nobody filled in. Pure."""

import re

from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import words
from outreach.letters.coach.rules import EVERY, Rule, Verdicts

BLANK_WORDS = (
    r"(?:name|company|organi[sz]ation|school|university|college|title|role|position|field|industry|date"
    r"|time|topic|your|their|insert"
    r"|first|last|contact|recipient|program(?:me)?|link|number|event|city|here|subject|department|employer"
    r"|firm|add|mention|specific)"
)
CERTAIN = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\$?\{[^{}\n]{0,80}[^\W\d_]{2}[^{}\n]{0,80}\}|\(\([^()\n]{1,80}\)\)|%[A-Za-z][A-Za-z_]{1,30}%"
    rf"|\[[^\[\]\n]{{0,60}}?\b{BLANK_WORDS}\b[^\[\]\n]{{0,60}}\](?!\()"
    rf"|<{{1,2}}\s?(?:[a-z' ]{{0,30}}\b)?{BLANK_WORDS}\b[a-z' _-]{{0,30}}>{{1,2}}"
    r"|«[^«»\n]{0,20}_[^«»\n]{0,20}»"
    rf"|\*(?:your|the|company|first|last|contact|school|job|event|article|full) {BLANK_WORDS}\*"
    rf"|\((?:insert|your|company|first|last|contact|job|event|article|full) (?:\w+ )?{BLANK_WORDS}\)",
    re.IGNORECASE,
)
IN_CAPITALS = re.compile(
    r"(?<![\w$])X{3,}(?!\w|-[a-z])|\b(?:Company|Organi[sz]ation|Contact|Recipient|Your|First|Last|School"
    r"|University|Firm)(?:[’']s)? Name\b"
    r"|\b(?:YOUR|COMPANY|FIRST|LAST|CONTACT|SCHOOL|JOB|FULL)[ _](?:NAME|TITLE|COMPANY|SCHOOL|UNIVERSITY)\b"
    r"|\b[A-Z]{2,}_[A-Z_]{2,40}\b"
    r"|<[A-Z][A-Z _-]{2,30}>|\[[A-Z][A-Z _-]{2,30}\](?!\()|\bLorem ipsum\b|\bTODO\b"
)
UNDERLINE = re.compile(r"(?<![\w/_])_{3,}(?![\w/_])")
INSERT = re.compile(
    rf"\binsert\s+(?:(?:the|your|a|their|an|his|her)\s+)?(?:\w+\s+)?{BLANK_WORDS}\b", re.IGNORECASE
)
DOUBTFUL = re.compile(
    r"\bTBD\b|\[(?=[^\]\d\n]{0,60}[^\W\d_])[^\[\]\n]{1,60}\](?!\()|<[A-Za-z][A-Za-z '_-]{2,40}>"
)
NO_BLANK = re.compile(r"\[(?:sic|at|dot|…|\.\.\.|external|ext|re|fwd)\]", re.IGNORECASE)
HTML = re.compile(
    r"</?(?:a|b|i|u|p|br|hr|div|span|img|table|tr|td|th|font|em|strong|ul|ol|li|h[1-6]|html|body|head"
    r"|style|blockquote|pre|center|meta)"
    r"\b[^<>\n]{0,200}>",
    re.IGNORECASE,
)
NAMED_BLANK = re.compile(rf"(?<![^\W_]){BLANK_WORDS}(?![^\W_])", re.IGNORECASE)
NUMERAL = re.compile(r"(?:vol|volume|chapter|bowl|part|section|no|world war)\.?\s$", re.IGNORECASE)


def no_blanks(page: Page) -> Verdicts:
    """L27: nothing left that a template wanted filled in."""
    for where, text in (("body", page.reading.body), ("subject", page.manuscript.subject[:1000])):
        taken: list[tuple[int, int]] = []
        for pattern, severity, needed in PATTERNS:
            for match in pattern.finditer(text) if any(sign in text for sign in needed) else ():
                if _is_new(match, taken) and _is_blank(text, match) and not _is_quoted(text, match, severity):
                    taken.append(match.span())
                    fix = f"Fill in “{match[0]}”, or take the sentence out."
                    yield Remark(
                        severity, fix, match[0], match.span(), "body" if where == "body" else "subject"
                    )


PATTERNS = (
    (CERTAIN, Severity.E, words("{ % [ < « * (( (i (y (c (f (l (j (e (a (I (Y (C (F (L (J (E (A")),
    (IN_CAPITALS, Severity.E, words("XXX Name NAME TITLE _ < [ Lorem TODO COMPANY UNIV SCHOOL")),
    (UNDERLINE, Severity.E, words("___")),
    (INSERT, Severity.E, words("nsert NSERT")),
    (DOUBTFUL, Severity.W, words("[ < TBD")),
)
"""Each with what a text must contain at all, so that most texts are not searched."""


def _is_new(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return not any(start < match.end() and match.start() < end for start, end in taken)


def _is_quoted(text: str, match: re.Match[str], severity: Severity) -> bool:
    """Whether brackets stand in somebody else's words, where they mark what was put in: “[they] were late”."""
    if severity is Severity.E:
        return False
    before = text[max(0, match.start() - 120) : match.start()].rpartition("\n")[2]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _is_in_link(text: str, match: re.Match[str]) -> bool:
    """Whether it is a piece of an address: capitals there are chance, as in the word that makes a page private."""
    word = text[max(0, match.start() - 300) : match.start()].split(" ")[-1].split("\n")[-1]
    return "://" in word


def _is_blank(text: str, match: re.Match[str]) -> bool:
    """Not a web tag, a footnote, a Roman numeral, an address, or a line drawn above the signature."""
    found = match[0]
    if HTML.fullmatch(found) or NO_BLANK.fullmatch(found) or "@" in found or "://" in found:
        return False
    if match.re is IN_CAPITALS and not NAMED_BLANK.search(found) and _is_in_link(text, match):
        return False
    if found.startswith("X") and NUMERAL.search(text[max(0, match.start() - 12) : match.start()]):
        return False
    if found.startswith("___"):
        line_start = text.rfind("\n", 0, match.start()) + 1
        line_end = text.find("\n", match.end())
        return bool(text[line_start : line_end if line_end >= 0 else len(text)].strip("_ \t\r"))
    return True


RULES = (
    Rule(
        "L27", "No blanks left", EVERY,
        why="One unfilled blank tells the reader that the same letter went to many.",
        source="a researcher on letters that are not meant (Andrew Fowlie)",
        check=no_blanks,
        needs_english=False,
    ),
)  # fmt: skip
