"""How a message becomes bytes, and that no field can say more than it means."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outreach.mail.mime import Parcel, UnsafeHeader, as_bytes, bare_address, new_message_id
from outreach.mail.view import view
from tests.calendars.test_invitation import SAMPLES

REQUEST = (SAMPLES / "ours_request.ics").read_bytes().decode()
LETTER = Parcel(
    message_id="<8b1f6e0c2d@outreach.example.org>",
    from_name="Ada Lovelace",
    from_address="ada@example.org",
    to_name="Grace Hopper",
    to_address="grace@example.com",
    subject="A question about compilers from a fellow Vassar student",
    text="Dear Dr Hopper,\n\nyour talk on compilers made me curious.\n\nAda\n",
    date=datetime(2026, 10, 30, 16, 0, tzinfo=UTC),
)
INVITATION = replace(
    LETTER,
    subject="Our conversation on 5 November – “compilers”",
    text="Dear Dr Hopper,\n\nthank you – I look forward to it.\n",
    calendar=REQUEST,
    calendar_method="REQUEST",
    in_reply_to="<answer@example.com>",
    references="<8b1f6e0c2d@outreach.example.org> <answer@example.com>",
)
TEXT_FIELDS = ["from_name", "to_name", "subject", "in_reply_to", "references", "message_id"]
ADDRESS_FIELDS = ["from_address", "to_address", "reply_to"]
BREAKS = [
    "\r\n",
    "\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\0",
    "\x1b",
    "\x7f",
    "\ud800",
]


@pytest.mark.parametrize(
    ("name", "parcel"), [("ours_letter.eml", LETTER), ("ours_invitation.eml", INVITATION)]
)
def test_each_message_is_the_one_kept_as_a_sample(name: str, parcel: Parcel) -> None:
    assert as_bytes(parcel) == (SAMPLES / name).read_bytes()


def test_a_letter_is_one_plain_text_to_one_person() -> None:
    message = message_from_bytes(as_bytes(LETTER), policy=policy.default)

    assert message.get_content_type() == "text/plain"
    assert message["To"] == "Grace Hopper <grace@example.com>"
    assert message["Cc"] is message["Bcc"] is message["Auto-Submitted"] is None
    assert view(as_bytes(LETTER)).text == LETTER.text


def test_an_invitation_holds_the_event_last_among_the_alternatives_and_as_a_file() -> None:
    message = message_from_bytes(as_bytes(INVITATION), policy=policy.default)
    alternative, file = message.iter_parts()
    plain, calendar = alternative.iter_parts()

    assert message.get_content_type() == "multipart/mixed"
    assert alternative.get_content_type() == "multipart/alternative"
    assert plain.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar"
    assert dict(calendar["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar["Content-Disposition"] is None
    assert calendar["Content-Transfer-Encoding"] == "7bit"
    assert calendar.get_payload(decode=True) == REQUEST.encode()
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert file.get_payload(decode=True) == REQUEST.encode()


def test_an_event_with_other_letters_keeps_every_octet_on_any_relay() -> None:
    wider = REQUEST.replace("Ada", "Ådå")
    message = message_from_bytes(as_bytes(replace(INVITATION, calendar=wider)), policy=policy.default)
    [calendar] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]

    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar.get_payload(decode=True) == wider.encode()


def test_an_answer_names_the_message_it_answers_and_those_before() -> None:
    shown = view(as_bytes(INVITATION))

    assert shown.in_reply_to == "<answer@example.com>"
    assert shown.references == ("<8b1f6e0c2d@outreach.example.org>", "<answer@example.com>")


def test_a_long_thread_keeps_its_latest_twenty_messages() -> None:
    thread = " ".join(f"<{n}@example.org>" for n in range(50))

    assert len(view(as_bytes(replace(LETTER, references=thread))).references) == 20


def test_what_strangers_call_a_message_id_is_left_out_if_it_is_none() -> None:
    assert b"In-Reply-To" not in as_bytes(replace(LETTER, in_reply_to="no brackets"))


def test_notices_say_that_nobody_wrote_them_and_letters_do_not() -> None:
    notice = view(as_bytes(replace(LETTER, auto_submitted=True)))

    assert notice.header("Auto-Submitted") == "auto-generated"
    assert notice.header("X-Auto-Response-Suppress") == "OOF, AutoReply"
    assert b"Auto-Submitted" not in as_bytes(LETTER)


def test_the_same_parcel_makes_the_same_bytes() -> None:
    assert as_bytes(INVITATION) == as_bytes(INVITATION)


@pytest.mark.parametrize("field", TEXT_FIELDS + ADDRESS_FIELDS)
@pytest.mark.parametrize("break_", BREAKS, ids=ascii)
def test_no_field_takes_a_line_break_or_a_control_character(field: str, break_: str) -> None:
    with pytest.raises(UnsafeHeader) as refusal:
        as_bytes(replace(LETTER, **{field: f"<x@example.org>{break_}Bcc: evil@example.net"}))  # type: ignore[arg-type]

    assert "line break" in str(refusal.value)
    assert refusal.value.field in str(refusal.value)


@pytest.mark.parametrize("field", ADDRESS_FIELDS)
@pytest.mark.parametrize(
    "address",
    [
        "grace@example.com, evil@example.net",
        "grace@example.com;evil@example.net",
        "Grace <grace@example.com>",
        "<grace@example.com>",
        "friends:grace@example.com;",
        "grace@example.com (work)",
        "grace@example.com> NOTIFY=NEVER",
        "grace @example.com",
        "grace",
        "@example.com",
        "grace@",
        "grace@example..com",
        "müller@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_an_address_is_exactly_one(field: str, address: str) -> None:
    with pytest.raises(UnsafeHeader, match="address"):
        as_bytes(replace(LETTER, **{field: address}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("grace@münchen.example", "grace@xn--mnchen-3ya.example"),
        ("grace@faß.de", "grace@xn--fa-hia.de"),
        ("o'neil+talk@localhost", "o'neil+talk@localhost"),
    ],
)
def test_a_domain_is_written_as_name_servers_know_it(typed: str, sent: str) -> None:
    assert bare_address(typed, field="address") == sent


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": datetime(2026, 1, 1)},  # noqa: DTZ001 - the naive one
        {"calendar": REQUEST, "calendar_method": "CANCEL"},
        {"calendar": REQUEST, "calendar_method": ""},
        {"calendar": REQUEST, "calendar_method": "REQUEST; x=y"},
    ],
)
def test_a_parcel_that_contradicts_itself_is_a_mistake(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"aware date|METHOD"):
        as_bytes(replace(LETTER, **wrong))


names = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200)


def decoded(header: str | None) -> str:
    return str(make_header(decode_header(header or ""))).replace("\r\n", "")


@given(name=names, subject=names)
@example(name='Hopper, "Amazing" Grace; evil@example.net', subject="=?utf-8?q?a=0Ab?=")
@example(
    name="=?utf-8?q?x=0ABcc:_e?=",
    subject="résumé: talk compilers? Grüße München — München Grüße aus Grüße “Café”",
)
@example(name="\\", subject="a" * 500)
@example(name="Grace (Navy) <evil@example.net>", subject="ada; " * 60)
def test_any_name_and_subject_arrive_as_typed_at_one_address(name: str, subject: str) -> None:
    raw = as_bytes(replace(LETTER, to_name=name, from_name=name, subject=subject))

    message = message_from_bytes(raw, policy=policy.default)
    assert [a.addr_spec for a in message["To"].addresses] == ["grace@example.com"]
    [(shown, address)] = getaddresses([message_from_bytes(raw)["To"]])
    assert (decoded(shown), address) == (" ".join(name.split()), "grace@example.com")
    assert decoded(message_from_bytes(raw)["Subject"]) == " ".join(subject.split())
    assert {*message.keys(), "Subject"} == {*message_from_bytes(as_bytes(LETTER)).keys()}


@given(st.text(max_size=2000))
@example("é" * 3000)
@example("x" * 3000)
@example(".\r\n.\n\r.\r\nFrom me\n")
def test_every_line_is_short_ascii_and_ends_in_crlf(text: str) -> None:
    raw = as_bytes(replace(INVITATION, text=text))

    assert raw.isascii()
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    assert raw.count(b"\r") == raw.count(b"\n") == raw.count(b"\r\n")
    assert view(raw).calendar == REQUEST


def test_a_message_id_is_made_of_a_token_and_the_domain_of_the_account() -> None:
    assert new_message_id("münchen.example", token="4kq0x7cmv2") == "<4kq0x7cmv2@xn--mnchen-3ya.example>"


@pytest.mark.parametrize(
    ("domain", "token"), [("example.org", "a b"), ("example.org", "short"), ("example.org", "a>" * 9)]
)
def test_a_message_id_takes_no_odd_token(domain: str, token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        new_message_id(domain, token=token)


def test_a_message_id_takes_no_domain_that_could_not_stand_in_an_address() -> None:
    with pytest.raises(UnsafeHeader, match="domain"):
        new_message_id("example.org>\r\nBcc: x@y", token="4kq0x7cmv2")
