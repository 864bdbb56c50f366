"""What is read from the answers of other people's calendars, honest or not."""

from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outreach.calendars.reply import Answer, PartStat, read_reply
from outreach.timespan import TimeSpan
from tests.calendars.test_invitation import SAMPLES

UID = "4kq0x7cmv2@outreach.example.org"
GRACE = "grace@example.com"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def calendar(*lines: str, method: str = "REPLY", events: int = 1) -> str:
    event = ["BEGIN:VEVENT", f"UID:{UID}", *lines, "END:VEVENT"]
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", *event * events, "END:VCALENDAR", ""]
    )


def only(raw: bytes | str) -> Answer:
    [answer] = read_reply(raw).answers
    return answer


def test_grace_accepts_with_google() -> None:
    assert only(sample("like_google_accepts.ics")) == Answer(
        method="REPLY",
        uid=UID,
        attendee=GRACE,
        partstat=PartStat.ACCEPTED,
        sequence=0,
        stamp=datetime(2026, 10, 31, 8, 15, 12, tzinfo=UTC),
    )


def test_grace_declines_with_exchange_which_names_no_organizer() -> None:
    answer = only(sample("like_exchange_declines.ics"))

    assert (answer.attendee, answer.partstat) == (GRACE, PartStat.DECLINED)
    assert answer.comment == "I am travelling that week, sorry.\nCould we talk later?"


def test_grace_is_unsure_with_apple_which_writes_the_method_small() -> None:
    answer = only(sample("like_apple_tentative.ics"))

    assert (answer.method, answer.partstat, answer.sequence) == ("REPLY", PartStat.TENTATIVE, 1)


def test_grace_proposes_another_time_with_outlook_in_a_zone_named_by_windows() -> None:
    answer = only(sample("like_outlook_counters.ics"))
    at_two_in_berlin = datetime(2026, 11, 6, 13, 0, tzinfo=UTC)

    assert answer.method == "COUNTER"
    assert answer.proposal == TimeSpan(at_two_in_berlin, at_two_in_berlin + timedelta(minutes=20))
    assert answer.comment == ""


def test_our_own_invitation_coming_back_is_told_as_a_request() -> None:
    answers = read_reply(sample("ours_request.ics")).answers

    assert {answer.method for answer in answers} == {"REQUEST"}
    assert [answer.attendee for answer in answers] == [GRACE, "ada@example.org"]


def test_the_same_answer_twice_counts_once() -> None:
    assert len(read_reply(calendar(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{GRACE}", events=2)).answers) == 1


def test_several_calendars_in_one_part_are_all_read() -> None:
    both = calendar("SEQUENCE:1") + calendar("SEQUENCE:2")

    assert [answer.sequence for answer in read_reply(both).answers] == [1, 2]


@pytest.mark.parametrize(
    ("line", "sequence"),
    [
        ("SEQUENCE:7", 7),
        ("X-NONE:", None),
        ("SEQUENCE:", None),
        ("SEQUENCE:-1", None),
        ("SEQUENCE:1407317367304", None),
        ("SEQUENCE:" + "9" * 5000, None),
        ("SEQUENCE:seven", None),
        ("SEQUENCE:1\r\nSEQUENCE:2", None),
    ],
)
def test_a_sequence_is_a_small_whole_number_or_unknown(line: str, sequence: int | None) -> None:
    assert only(calendar(line)).sequence == sequence


@pytest.mark.parametrize(
    ("line", "partstat"),
    [
        ("ATTENDEE;PARTSTAT=accepted:mailto:g@x.org", PartStat.ACCEPTED),
        ("ATTENDEE;PARTSTAT=DELEGATED:mailto:g@x.org", PartStat.DELEGATED),
        ("ATTENDEE;PARTSTAT=X-MAYBE:mailto:g@x.org", PartStat.NEEDS_ACTION),
        ("ATTENDEE;PARTSTAT=ACCEPTED,DECLINED:mailto:g@x.org", PartStat.NEEDS_ACTION),
        ("ATTENDEE:mailto:g@x.org", PartStat.NEEDS_ACTION),
        ("X-NONE:", PartStat.NEEDS_ACTION),
    ],
)
def test_an_answer_that_is_not_understood_still_needs_action(line: str, partstat: PartStat) -> None:
    assert only(calendar(line)).partstat is partstat


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;VALUE=DATE:20261106", "DTEND;VALUE=DATE:20261107"),
        ("DTSTART;TZID=Nowhere/Atlantis:20261106T140000", "DTEND;TZID=Nowhere/Atlantis:20261106T142000"),
        ("DTSTART:20261106T140000Z", "DTEND:20261106T140000Z"),
        ("DTSTART:20261106T140000Z", "DTEND:20261106T130000Z"),
        ("DTSTART:20261106T140000Z",),
        ("DTSTART:tomorrow", "DTEND:later"),
    ],
)
def test_a_proposal_without_a_certain_time_is_no_proposal(lines: tuple[str, ...]) -> None:
    assert all(answer.proposal is None for answer in read_reply(calendar(*lines, method="COUNTER")).answers)


def test_a_proposal_may_give_its_length_instead_of_its_end() -> None:
    start = datetime(2026, 11, 6, 14, 0, tzinfo=UTC)
    raw = calendar("DTSTART:20261106T140000Z", "DURATION:PT20M", method="COUNTER")

    assert only(raw).proposal == TimeSpan(start, start + timedelta(minutes=20))


def test_a_stamp_that_forgets_to_say_utc_is_taken_for_utc() -> None:
    assert only(calendar("DTSTAMP:20261031T090000")).stamp == datetime(2026, 10, 31, 9, 0, tzinfo=UTC)


def test_a_comment_keeps_its_lines_and_loses_its_tricks() -> None:
    answer = only(calendar("COMMENT:Yes\\nplease\u202e\x07", "COMMENT:Grace"))

    assert answer.comment == "Yes\nplease\nGrace"


@pytest.mark.parametrize(
    "attendee",
    [
        "ATTENDEE;EMAIL=grace@example.com;PARTSTAT=ACCEPTED:urn:uuid:5f9a",
        "ATTENDEE;EMAIL=grace@example.com;PARTSTAT=ACCEPTED:/1234/principal/",
        'ATTENDEE;EMAIL="Grace@Example.com";PARTSTAT=ACCEPTED:https://mail@example.net/p',
    ],
)
def test_an_attendee_who_is_a_number_or_a_path_is_known_by_the_address_beside_it(attendee: str) -> None:
    assert only(calendar(attendee)).attendee == GRACE


def test_an_attendee_without_any_address_is_nobody() -> None:
    assert only(calendar("ATTENDEE;PARTSTAT=ACCEPTED:invalid:nomail")).attendee == ""


def test_what_stands_with_the_name_is_a_comment_too() -> None:
    said = 'ATTENDEE;PARTSTAT=ACCEPTED;X-RESPONSE-COMMENT="See you there":mailto:grace@example.com'

    assert only(calendar(said)).comment == "See you there"
    assert only(calendar(said, "COMMENT:Gladly")).comment == "Gladly"


def test_line_ends_of_an_old_mac_and_what_a_list_writes_below_are_no_hindrance() -> None:
    accepts = calendar(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{GRACE}")

    assert only(accepts.replace("\r\n", "\r")).partstat is PartStat.ACCEPTED
    assert only(accepts + "-- \r\nA list\r\n").partstat is PartStat.ACCEPTED


def test_a_zone_may_bear_the_name_of_a_program_before_its_own() -> None:
    zone = "TZID=/mozilla.org/20050126_1/Europe/Berlin"
    lines = (f"DTSTART;{zone}:20261202T110000", f"DTEND;{zone}:20261202T113000")
    proposal = only(calendar(*lines, method="COUNTER")).proposal

    assert proposal is not None
    assert proposal.start == datetime(2026, 12, 2, 10, tzinfo=UTC)


def test_bytes_that_are_no_utf_8_are_read_as_latin_1() -> None:
    assert only(calendar("COMMENT:Grüße").encode("latin-1")).comment == "Grüße"


FOLDED_EVENTS = calendar(events=21).replace("BEGIN:VEVENT", "BEG\r\n IN:VEVENT")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "no event"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no event"),
        ("Dear Ada, yes!", "damaged"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n;;;:::\r\nEND:VCALENDAR", "no event"),
        (calendar("COMMENT:" + "x" * 1024 * 1024), "1 MiB"),
        (calendar(events=21), "20 events"),
        (FOLDED_EVENTS, "20 events"),
        (calendar() + "\n" * 20_001, "20,000 lines"),
        ("BEGIN:X\r\n" * 1000, "nested"),
    ],
)
def test_what_cannot_be_read_says_why(raw: bytes | str, why: str) -> None:
    reply = read_reply(raw)

    assert not reply.is_readable
    assert why in reply.problem


@pytest.mark.parametrize(
    "bomb",
    [
        "ATTENDEE" + ";A=b" * 250_000 + ":mailto:a@b",
        "ATTENDEE;CN=" + '"' * 1_000_000 + ":mailto:a@b",
        "ATTENDEE;" + " " * 1_000_000 + "CN=x:mailto:a@b",
        "COMMENT:" + "\\" * 1_000_000,
        "CATEGORIES:" + "a," * 500_000,
        "RRULE:FREQ=SECONDLY;BYDAY=" + "MO," * 330_000,
        "DURATION:P" + "9" * 5000 + "D",
        "ATTENDEE:mailto:a@b\r\n" * 19_000,
    ],
    ids=["parameters", "quotes", "blanks", "backslashes", "lists", "rules", "durations", "crowds"],
)
def test_a_bomb_is_read_or_refused_within_seconds(bomb: str) -> None:
    began = process_time()
    reply = read_reply(calendar(bomb))

    assert process_time() - began < 10
    assert len(reply.answers) <= 20


LINES = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VALARM",
        "METHOD:REPLY",
        f"UID:{UID}",
        "DTSTART:20261106T140000Z",
        "DTEND;TZID=X:99999999T999999",
        "DURATION:-P1D",
        "SEQUENCE:-",
        "ATTENDEE;=:",
        ":",
        "METHOD:COUNTER",
        "DTSTAMP;VALUE=DATE:20261106",
        "COMMENT;ENCODING=BASE64:===",
        " folded",
        "DTSTART:00010101T000000",
    ]
)


@given(st.lists(LINES | st.text(max_size=30), max_size=40).map("\r\n".join) | st.binary(max_size=500))
@example("BEGIN:VEVENT\r\nUID:\ud800\r\nEND:VEVENT")
@example(calendar("DTSTART:00010101T000000", "DTEND;TZID=Asia/Tokyo:00010101T000000", method="COUNTER"))
def test_nothing_that_arrives_raises(raw: bytes | str) -> None:
    reply = read_reply(raw)

    assert bool(reply.answers) != bool(reply.problem)
