"""Text from people, made safe for a calendar. Pure.

What a person typed may hold line breaks that programs disagree about, control
characters, lone surrogates from a broken paste, and the invisible marks that
turn the direction of writing around (so that a name reads differently from
what it is). None of them belongs into another person's calendar.
"""

import re

LINE_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls; tab and the line breaks are handled before
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, Unicode Annex #9 §2
    "\ufeff\ufffe\uffff\ud800-\udfff]"  # byte-order marks, non-characters, lone surrogates
)
BLANKS = re.compile(r"\s+")
ELLIPSIS = "…"


def one_line(text: str, *, longest: int) -> str:
    """The text on one line, without invisible characters, at most ``longest`` characters."""
    if text.isprintable() and "  " not in text:  # as nearly all text is, and then there is nothing to do
        return _cut(text.strip(), longest)
    spaced = LINE_BREAKS.sub(" ", text)
    return _cut(BLANKS.sub(" ", INVISIBLE.sub("", spaced)).strip(), longest)


def paragraphs(text: str, *, longest: int) -> str:
    r"""The text with its lines kept, each ending in ``\n``, at most ``longest`` characters."""
    if text.isprintable():
        return _cut(text.strip(), longest)
    lines = LINE_BREAKS.sub("\n", text).replace("\t", " ")
    return _cut(INVISIBLE.sub("", lines).strip(), longest)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + ELLIPSIS
