"""Letters out of the octets of a mail, whatever they claim to be. Pure, and never raises."""

import binascii
import re

from outreach.calendars.plain import one_line

LONGEST = 2000
ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bq])\?([^?]{0,2000})\?=", re.IGNORECASE)
BETWEEN_WORDS = re.compile(r"(=\?[^?\s]{1,40}\?[bqBQ]\?[^?]{0,2000}\?=)\s+(?==\?)")
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
UNSAFE = frozenset(
    {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf_7", "utf-7", "undefined"}
)
"""Codecs that no mail needs: they take long, or read what was never written."""
ALIASES = {
    "ks_c_5601-1987": "cp949",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf8": "utf-8",
    "iso-2022-jp": "iso2022_jp_ext",
}


def decoded_text(octets: bytes, charset: str) -> str:
    """The octets as letters: in the charset they claim, else UTF-8, else Western European."""
    claimed = ALIASES.get(charset.strip().lower(), charset.strip().lower())
    if not claimed and b"\x1b$" in octets:
        claimed = "iso2022_jp_ext"
    for attempt in ("" if claimed in UNSAFE else claimed, "utf-8"):
        try:
            text = octets.decode(attempt) if attempt else None
        except (LookupError, ValueError):
            continue
        if isinstance(text, str):
            return text.replace("\0", "")
    return octets.decode("cp1252", "replace").replace("\0", "")


def decoded_body(octets: bytes, encoding: str) -> bytes:
    """The octets without their transfer encoding; as they are if it is unknown or broken."""
    how = encoding.partition(";")[0].strip().lower()
    if how == "quoted-printable":
        return binascii.a2b_qp(octets)
    return _from_base64(octets) if how == "base64" else octets


def _from_base64(octets: bytes) -> bytes:
    letters = NOT_BASE64.sub(b"", octets)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def decoded_header(value: str) -> str:
    """A header value in readable letters, on one line (RFC 2047), whatever it holds."""
    if "=?" in value:
        value = ENCODED_WORD.sub(_word, BETWEEN_WORDS.sub(r"\1", value[: 4 * LONGEST]))
    return one_line(value.encode("utf-8", "replace").decode("utf-8"), longest=LONGEST)


def _word(match: re.Match[str]) -> str:
    charset, how, text = match[1].partition("*")[0], match[2].lower(), match[3]
    octets = text.encode("utf-8", "replace")
    if how == "b":
        return decoded_text(_from_base64(octets), charset)
    return decoded_text(binascii.a2b_qp(octets.replace(b"_", b" "), header=True), charset)
