"""A received message taken apart: headers, and the parts that hold something. Pure.

Strangers write what arrives here, so this is a reader of its own and not the
library's: it goes through the bytes once, without recursion, stops at an amount
that no honest message reaches, and never raises. What breaks the rules is read
as well as can be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from outreach.mail.decoding import decoded_body, decoded_header, decoded_text

LARGEST = 2 * 1024 * 1024
"""Octets that are looked at; what comes after them is left alone."""
DEEPEST = 20
MOST_PARTS = 100
MOST_HEADERS = 1000
LONGEST_VALUE = 8000
CALENDARS = frozenset({"text/calendar", "application/ics", "text/x-vcalendar", "application/calendar"})
HOLDS_A_MESSAGE = frozenset({"message/rfc822", "message/global"})

FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
BOUNDARY = re.compile(r"boundary\s*=\s*(?:\"([^\"]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
CHARSET = re.compile(r"charset\*?\s*=\s*\"?(?:[\w-]*'[\w-]*')?([^\s;\"]{1,60})", re.IGNORECASE)
FILE_NAME = re.compile(
    r"(?:file)?name\*?\d?\*?\s*=\s*(?:\"([^\"]{0,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE
)
IDS = re.compile(r"<[^<>\s]{1,998}>")
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,200}@[^\s<>()\[\],;:\"@]{1,250}")

Headers = dict[str, list[str]]


@dataclass(frozen=True)
class Part:
    """One leaf of a message, or a whole message that it carries.

    ``content_type`` is in small letters, and what the sender claims; ``body`` is
    free of its transfer encoding.
    """

    headers: Headers = field(repr=False)
    content_type: str = "text/plain"
    body: bytes = field(default=b"", repr=False)

    @property
    def disposition(self) -> str:
        return first(self.headers, "content-disposition").partition(";")[0].strip().lower()

    @property
    def file_name(self) -> str:
        said = first(self.headers, "content-disposition") + ";" + first(self.headers, "content-type")
        found = FILE_NAME.search(said)
        return decoded_header(found[1] or found[2] or "") if found else ""

    @property
    def is_file(self) -> bool:
        """Whether it is meant to be kept beside the message rather than read in it."""
        return self.disposition == "attachment" or bool(self.file_name)

    @property
    def is_calendar(self) -> bool:
        return self.content_type in CALENDARS or self.file_name.lower().endswith((".ics", ".vcs"))

    @cached_property
    def text(self) -> str:
        """The body in letters, with plain line ends."""
        charset = CHARSET.search(first(self.headers, "content-type"))
        return (
            decoded_text(self.body, charset[1] if charset else "").replace("\r\n", "\n").replace("\r", "\n")
        )


@dataclass(frozen=True)
class Opened:
    """A message: its headers by name in small letters, and its parts in order."""

    headers: Headers = field(repr=False)
    parts: tuple[Part, ...] = ()
    content_type: str = "text/plain"

    def header(self, name: str) -> str:
        """The first header of that name, decoded and on one line; empty if there is none."""
        return decoded_header(first(self.headers, name))

    def ids(self, name: str) -> tuple[str, ...]:
        """The Message-IDs in every header of that name, in order."""
        return tuple(IDS.findall(" ".join(self.headers.get(name, ()))))

    def addresses(self, name: str) -> tuple[str, ...]:
        """The bare addresses in every header of that name, in small letters."""
        said = ADDRESS.findall(" ".join(self.headers.get(name, ())))
        return tuple(address.strip("'.").lower() for address in said)

    @property
    def sender(self) -> str:
        """The address in From, in small letters; empty if there is none."""
        return next(iter(self.addresses("from")[-1:]), "")

    def inner(self) -> Iterator["Opened"]:
        """The messages that it carries, opened; not those inside of them."""
        for part in self.parts:
            if part.content_type in HOLDS_A_MESSAGE:
                yield opened(part.body)

    def first_of(self, content_type: str) -> Part | None:
        """The first part of this type that is no file."""
        return next((p for p in self.parts if p.content_type == content_type and not p.is_file), None)


def first(headers: Headers, name: str) -> str:
    """The first value of a header as it stands; empty if there is none."""
    return next(iter(headers.get(name, ())), "")


def opened(raw: bytes) -> Opened:
    """The message taken apart. Never raises; goes through the bytes in linear time."""
    raw = raw[:LARGEST]
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")  # an old machine's line ends
    headers, body = head_and_body(raw)
    parts = tuple(_leaves(headers, body))
    return Opened(headers, parts, content_type_of(headers))


def opened_head(raw: bytes) -> Opened:
    """Only the headers, for a first look at many messages."""
    headers, _ = head_and_body(raw[:LARGEST])
    return Opened(headers, (), content_type_of(headers))


def head_and_body(raw: bytes) -> tuple[Headers, bytes]:
    """The headers, unfolded, and what follows the first empty line.

    A line that is no header and is not folded belongs to the one before it: some
    gateways forget the blank when they fold.
    """
    start = len(raw) - len(raw.lstrip(b"\r\n"))
    empty = re.compile(rb"\r?\n\r?\n").search(raw, start)
    head = raw[start : empty.start() if empty else len(raw)]
    body = raw[empty.end() :] if empty else b""
    headers: Headers = {}
    name, values, length = "", list[bytes](), 0
    for line in head.split(b"\n", MOST_HEADERS * 20)[: MOST_HEADERS * 20]:
        begins = FIELD.match(line)
        if begins and not line[:1].isspace():
            _keep(headers, name, values)
            name, values, length = begins[1].decode("ascii").lower(), [line[begins.end() :]], 0
        elif length < LONGEST_VALUE:
            values.append(line)
            length += len(line)
    _keep(headers, name, values)
    return headers, body


def _keep(headers: Headers, name: str, lines: list[bytes]) -> None:
    if not name or len(headers) > MOST_HEADERS:
        return
    joined = b" ".join(line.strip() for line in lines)[:LONGEST_VALUE].strip()
    values = headers.setdefault(name, [])
    if len(values) < MOST_PARTS:
        values.append(decoded_text(joined, ""))


def content_type_of(headers: Headers) -> str:
    said = first(headers, "content-type").partition(";")[0].strip().lower()
    return said if "/" in said else "text/plain"


def _leaves(headers: Headers, body: bytes) -> Iterator[Part]:
    """The parts that hold something, in order, without recursion."""
    waiting = [(headers, body, 0)]
    found = 0
    while waiting and found < MOST_PARTS:
        headers, body, depth = waiting.pop()
        content_type = content_type_of(headers)
        boundary = BOUNDARY.search(first(headers, "content-type"))
        if content_type.startswith("multipart/") and boundary:
            if depth < DEEPEST:
                pieces = list(_pieces(body, (boundary[1] or boundary[2]).rstrip()))
                waiting.extend((*head_and_body_of_part(piece), depth + 1) for piece in reversed(pieces))
            continue
        found += 1
        yield Part(headers, content_type, decoded_body(body, first(headers, "content-transfer-encoding")))


def head_and_body_of_part(raw: bytes) -> tuple[Headers, bytes]:
    """A part may have no headers at all: then it begins with its empty line."""
    if raw.startswith((b"\n", b"\r\n")) or not FIELD.match(raw):
        return {}, raw
    return head_and_body(raw)


def _pieces(body: bytes, boundary: str) -> Iterator[bytes]:
    """What stands between the lines that hold the boundary; the preface counts if nothing else is there."""
    line = b"--" + boundary.encode("utf-8", "surrogateescape")
    places = list(_lines_that_begin_with(body, line))
    if not places:
        yield b"\n" + body
        return
    for (_, begin), (end, _) in zip(places, [*places[1:], (len(body), len(body))], strict=True):
        piece = body[begin:end]
        if piece.strip():
            yield piece


def _lines_that_begin_with(body: bytes, line: bytes) -> Iterator[tuple[int, int]]:
    """Where each boundary line begins and where the line after it does, up to the closing one."""
    at = 0
    for _ in range(MOST_PARTS):
        at = body.find(line, at)
        if at < 0:
            return
        end = body.find(b"\n", at)
        end = len(body) if end < 0 else end + 1
        rest = body[at + len(line) : end].strip()
        if at == 0 or body[at - 1 : at] == b"\n":
            if rest == b"--":
                yield at, len(body)
                return
            if not rest:
                yield at, end
        at = end
