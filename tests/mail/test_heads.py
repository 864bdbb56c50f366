"""The first look at the headers of very many messages: too much may be found, never too little, and always quickly."""

import pytest

from outreach.mail.heads import is_report
from outreach.mail.imap import BATCH, sets_of

REPLIES = [
    b"\ncontent-type: text/calendar; method=reply\r\n",
    b'\nfrom: x\r\ncontent-type: text/calendar;\r\n charset=utf-8;\r\n\tmethod="counter"\r\nto: y\r\n',
]
NO_REPLIES = [
    b"\ncontent-type: text/plain\r\nsubject: text/calendar method=reply\r\n",
    b"\ncontent-type: text/calendar; method=request\r\n",
]


@pytest.mark.parametrize("head", REPLIES)
def test_a_calendar_answer_is_seen_however_its_field_is_folded(head: bytes) -> None:
    assert is_report(head)


@pytest.mark.parametrize("head", NO_REPLIES)
def test_what_only_speaks_of_calendars_is_none(head: bytes) -> None:
    assert not is_report(head)


def test_a_field_of_twenty_thousand_lines_keeps_nobody() -> None:
    assert not is_report(b"\ncontent-type: text/calendar;\r\n" + b" x=y;\r\n" * 20_000)


def test_no_set_asks_for_more_than_one_answer_may_hold() -> None:
    uids = [*range(1, BATCH), *range(BATCH + 1, 3 * BATCH), *range(4 * BATCH, 4 * BATCH + 5)]

    sizes = [sum(size(run) for run in asked.split(",")) for asked in sets_of(uids)]

    assert (sum(sizes), max(sizes) <= BATCH) == (len(uids), True)


def size(run: str) -> int:
    first, _, last = run.partition(":")
    return int(last or first) - int(first) + 1
