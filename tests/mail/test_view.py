"""What is shown of a message, ours or a stranger's."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outreach.mail.mime import as_bytes
from outreach.mail.view import view
from tests.mail.test_mime import INVITATION, LETTER, REQUEST

NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (depth, depth) for depth in range(300)
)


def test_our_invitation_is_shown_with_its_event_and_its_file() -> None:
    shown = view(as_bytes(INVITATION))

    assert shown.sender == "Ada Lovelace <ada@example.org>"
    assert shown.to == "Grace Hopper <grace@example.com>"
    assert shown.subject == INVITATION.subject
    assert shown.date == INVITATION.date
    assert shown.message_id == INVITATION.message_id
    assert shown.text == INVITATION.text
    assert (shown.calendar, shown.calendar_method) == (REQUEST, "REQUEST")
    assert [(f.name, f.content_type, f.data) for f in shown.attachments] == [
        ("invite.ics", "application/ics", REQUEST.encode())
    ]


def test_headers_are_shown_in_the_order_they_came() -> None:
    names = [name for name, _ in view(as_bytes(LETTER)).headers]

    assert names[:5] == ["From", "To", "Subject", "Date", "Message-ID"]


def test_the_method_inside_the_calendar_counts_when_the_envelope_names_none() -> None:
    raw = b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:reply\r\nEND:VCALENDAR\r\n"

    assert view(raw).calendar_method == "REPLY"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Content-Type: text/plain; charset=latin-1\r\n\r\nGr\xfc\xdfe", "Grüße"),
        (b"Content-Type: text/plain; charset=klingon\r\n\r\nGr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"Content-Type: text/plain; charset=ascii\r\n\r\n\xff", "\ufffd"),
        (b"\r\nonly a body", "only a body"),
        (b"", ""),
    ],
)
def test_text_is_read_in_whatever_it_was_written_in(raw: bytes, text: str) -> None:
    assert view(raw).text == text


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Fri, 99 Oct 2026 99:99:99 +9999", "Fri, 30 Oct 99999999 1:1:1 +0"]
)
def test_a_date_that_is_none_is_not_shown(date: str) -> None:
    assert view(f"Date: {date}\r\n\r\n".encode()).date is None


def test_a_date_without_a_zone_is_taken_for_utc() -> None:
    shown = view(b"Date: Fri, 30 Oct 2026 16:00:00 -0000\r\n\r\n")

    assert shown.date == datetime(2026, 10, 30, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("times", [1, 30])
def test_a_message_nested_beyond_reason_is_shown_as_it_stands(times: int) -> None:
    shown = view(NESTED * times)

    assert shown.headers == ()
    assert shown.text.startswith("Content-Type: multipart/mixed")


@given(st.binary(max_size=1000))
@example(b"Subject: =?utf-8?b?////?=\r\nFrom: =?klingon?q?x?=\r\n\r\n")
@example(b"Subject: =?utf-8?b?a?=\r\nTo: \xff\xfe\r\n\r\n")
@example(b"Content-Type: multipart/mixed\r\n\r\nno boundary")
@example(b"Content-Type: text/plain; charset*=''%FF; name*0*=x\r\nContent-Transfer-Encoding: base64\r\n\r\n=")
@example(b"Content-Disposition: attachment; filename==?utf-8?b?x?=\r\n\r\n")
def test_nothing_that_arrives_raises(raw: bytes) -> None:
    shown = view(raw)

    assert shown.date is None or shown.date.tzinfo is not None
    assert all("\n" not in value for _, value in shown.headers)
