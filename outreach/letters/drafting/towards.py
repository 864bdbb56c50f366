"""Turn what was noted about the reader towards them: "send her the report" becomes "send you the report". Pure.

A promise is written down as it comes to mind, and in the letter it is read by the
very person it speaks of. A pronoun is turned where it can mean nobody else.
"""

import re

from outreach.letters.drafting.phrases import tidy

TO_SOMEBODY = (
    r"(?:send|tell|give|show|let|write|mail|e-?mail|call|ring|phone|text|keep|thank|introduce|invite|help|ask|meet|visit"
    r"|connect|forward|update|message|remind|pay|buy|bring|lend|to|with|for|from|by|about|after)"
)
OBJECT = re.compile(
    rf"\b(?P<verb>{TO_SOMEBODY})\s+(?:her|him|them)\b"
    r"(?=\s+(?:the|a|an|my|our|some|this|that|these|those|two|three|what|when|how|if|know|in|on|at|by|to|with|about"
    r"|for|from|back|again|once|as|and|or|posted|next|after|before|soon|another|more|informed)\b|\s*(?:[,.;:)]|$))",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(r"\b(?:her|his)\s+(?=\w)", re.IGNORECASE)
DID = re.compile(
    r"\b(?:she|he)\s+(?=(?:\w+ed|can|could|would|will|might|may|should|had|sent|gave|told|said|wrote|made|meant|spoke)\b)",
    re.IGNORECASE,
)
OF_THE_READER = re.compile(
    r"\b(?:she|he|her|hers|him|his|herself|himself)\b|\bto them\b|\bwith them\b", re.IGNORECASE
)
SOMEBODY_ELSE = re.compile(r"(?<!^)(?<!\bin )(?<!\bon )(?<!\bby )\b[A-Z][a-zà-ÿ]+|\bmy \w+")
HANDED = re.compile(
    r"\b(?:send|give|show|tell|lend|bring|forward|mail|e-?mail)\s+her\s+(?!own\b)\w", re.IGNORECASE
)


def towards(typed: str, *, reader: str) -> str:
    """What I will do, said to the one it is about; ``reader`` is their name.

    Where a pronoun may mean somebody else as well ("write to Ana and greet her"), the
    whole stands in double brackets: a place to fill in, with which no letter leaves.
    """
    text = _by_name(tidy(typed), reader)
    is_plain = not SOMEBODY_ELSE.search(text)
    turned = OBJECT.sub(r"\g<verb> you", text)
    if not HANDED.search(turned):  # "send her slides": slides for her, or slides of hers?
        turned = POSSESSIVE.sub("your ", turned)
    turned = DID.sub("you ", turned)
    turned = re.sub(r"\b(?:herself|himself)\b", "yourself", turned)
    if not OF_THE_READER.search(text):
        return turned
    return turned if is_plain and not OF_THE_READER.search(turned) else f"(({re.sub(r'[()]', '', text)}))"


def _by_name(text: str, reader: str) -> str:
    """The reader, called by name, is "you"."""
    names = [reader, *reader.split()[:1]]
    for name in filter(None, names):
        text = re.sub(rf"\b{re.escape(name)}['’]s\b", "your", text)
        text = re.sub(rf"\b{re.escape(name)}\b(?! [A-Z])", "you", text)
    return text
