"""The text of a mail that came as HTML alone. Pure.

What the program marks as quoted is marked in the text, too: line by line where
it is enclosed, and with one CUT where all that follows belongs to it.
"""

import html
import re

CUT = "\ue000"
"""A line of its own: all below it was quoted."""
LARGEST = 1024 * 1024
MOST_TAGS = 50_000

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})([^<>]{0,4000})>|<[!?/][^<>]{0,4000}>")
SILENT = ("script", "style", "head", "title", "template")
BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "li",
        "ul",
        "ol",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "hr",
        "section",
        "article",
        "header",
        "footer",
        "pre",
        "center",
        "dl",
        "dt",
        "dd",
    ]
)
PARAGRAPHS = frozenset(["p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre"])
QUOTED = re.compile(
    r"class\s*=\s*[\"']?[^\"'>]*\b(?:x_)?(?:gmail_quote|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|moz-cite-prefix"
    r"|ms-outlook-mobile-reference-message|gmail_extra_quote|hs_reply|freebirdFormviewerViewResponse)",
    re.IGNORECASE,
)
BEGINS_QUOTE = re.compile(
    r"id\s*=\s*[\"']?(?:x_)?(?:appendonsend|divRplyFwdMsg|stopSpelling|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container"
    r"|reply-intro|isForwardContent|isReplyContent|replySplit|_rc_sig_quote)"
    r"|border:\s*none;\s*border-top:\s*solid\s*(?:#?[0-9a-f]{3,6}|windowtext)"
    r"|border-top:\s*(?:#?[0-9a-f]{3,6}\s)?1(?:\.0)?p[tx]\s*solid|name\s*=\s*[\"']?_MailOriginal",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"(?:class|id)\s*=\s*[\"']?[^\"'>]*\b(?:x_)?(?:gmail_signature\b|moz-signature|ms-outlook-mobile-signature|Signature[\"'\s>]"
    r"|AppleMailSignature|lineBreakAtBeginningOfSignature|protonmail_signature_block)",
    re.IGNORECASE,
)
BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def text_of(source: str) -> str:
    """The text of an HTML document, in lines, its quotes marked. Linear in its length; never raises."""
    writer = _Writer()
    place = 0
    source = _without_silent(source[:LARGEST])
    for count, tag in enumerate(TAG.finditer(source)):
        writer.words(source[place : tag.start()])
        place = tag.end()
        if tag[2]:
            writer.tag(tag[2].lower(), tag[3] or "", closes=bool(tag[1]))
        if count > MOST_TAGS:
            break
    writer.words(source[place:] if "<" not in source[place : place + 1] else "")
    return writer.finished()


def _without_silent(source: str) -> str:
    """Leave out comments, and what is never shown."""
    source = _cut_out(source, "<!--", "-->")
    for name in SILENT:
        source = _cut_out(source, f"<{name}", f"</{name}>")
    return source


def _cut_out(source: str, begins: str, ends: str) -> str:
    small = source.lower()
    if len(small) != len(source) or begins not in small:
        return source
    kept, place = [], 0
    while (start := small.find(begins, place)) >= 0:
        after = small[start + len(begins) : start + len(begins) + 1]
        end = small.find(ends, start)
        if (begins != "<!--" and after not in {">", " ", "\n", "\t", "\r", "/"}) or end < 0:
            kept.append(source[place : start + 1])
            place = start + 1
            if end < 0:
                break
            continue
        kept.append(source[place:start])
        place = end + len(ends)
    return "".join([*kept, source[place:]])


class _Writer:
    """Collects lines; knows how deep in quotes it is."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._quotes: list[tuple[str, int]] = []
        self._depth: dict[str, int] = {}
        self._is_pre = 0

    def words(self, text: str) -> None:
        if not text:
            return
        text = html.unescape(text).replace("\xa0", " ").replace(CUT, " ")
        if self._is_pre:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._line += first
            for line in rest:
                self._break()
                self._line = line
            return
        text = BLANKS.sub(" ", text)
        self._line += text if self._line else text.lstrip(" ")

    def tag(self, name: str, attributes: str, *, closes: bool) -> None:
        if name in BLOCKS and (self._line.strip() or name == "br"):
            self._break()
        if closes:
            self._close(name)
            return
        self._is_pre += name == "pre"
        self._depth[name] = self._depth.get(name, 0) + 1
        if name == "li":
            self._line = "- "
        if name == "blockquote" or QUOTED.search(attributes):
            self._quotes.append((name, self._depth[name]))
        elif BEGINS_QUOTE.search(attributes):
            self._put(CUT)
        elif SIGNATURE.search(attributes):
            self._break()
            self._put("-- ")

    def _close(self, name: str) -> None:
        self._is_pre -= name == "pre" and self._is_pre > 0
        depth = self._depth.get(name, 0)
        if self._quotes and self._quotes[-1] == (name, depth):
            self._quotes.pop()
        self._depth[name] = max(0, depth - 1)
        if name in PARAGRAPHS:
            self._put("")

    def _break(self) -> None:
        line, self._line = self._line.rstrip(), ""
        self._put(line)

    def _put(self, line: str) -> None:
        if line != CUT and self._quotes:
            line = f"> {line}"
        self._lines.append(line)

    def finished(self) -> str:
        if self._line.strip():
            self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")
