"""Which of our letters a message belongs to, and how sure that is."""

from datetime import timedelta

import pytest

from outreach.mail.threading import Confidence, Known, Ours, base_subject, root_of
from tests.cast import NOW

GRACE, HOWARD = "grace@example.com", "howard@example.com"
LATER = NOW + timedelta(hours=1)
FIRST = Ours(
    1,
    "<aaaaaaaaaaaaaaaaaaaa@example.org>",
    "Grace@Example.com",
    "Twenty minutes?",
    NOW,
    ("<ses-1@relay.example>",),
)
SECOND = Ours(2, "<bbbbbbbbbbbbbbbbbbbb@example.org>", GRACE, "One more thing", NOW)
KNOWN = Known.of([FIRST, SECOND])


@pytest.mark.parametrize(
    ("said", "number", "confidence", "by"),
    [
        ({"in_reply_to": ["<x@y>", FIRST.message_id]}, 1, Confidence.CERTAIN, "in_reply_to"),
        ({"in_reply_to": ["<ses-1@relay.example>"]}, 1, Confidence.CERTAIN, "in_reply_to"),
        (
            {"in_reply_to": ["<new@relay.example>"], "references": [root_of(FIRST.message_id)]},
            1,
            Confidence.CERTAIN,
            "references",
        ),
        ({"references": [FIRST.message_id, SECOND.message_id]}, 2, Confidence.CERTAIN, "references"),
        (
            {"in_reply_to": [FIRST.message_id], "references": [SECOND.message_id]},
            1,
            Confidence.CERTAIN,
            "in_reply_to",
        ),
        ({"recipients": ["ada+AAAAaaaaaaaaaaaaaaaa@example.org"]}, 1, Confidence.CERTAIN, "token"),
        ({"in_reply_to": [FIRST.message_id], "sender": HOWARD}, 1, Confidence.THREAD, "in_reply_to"),
        ({"subject": "AW: Re: Twenty  minutes?"}, 1, Confidence.LIKELY, "address_and_subject"),
        ({"subject": "Hello"}, 2, Confidence.POSSIBLE, "address"),
        ({"in_reply_to": ["<guessed@example.org>"]}, 2, Confidence.POSSIBLE, "address"),
    ],
)
def test_ids_come_first_then_tokens_then_addresses(
    said: dict[str, object], number: int, confidence: Confidence, by: str
) -> None:
    match = KNOWN.match(**{"sender": GRACE, "at": LATER, **said})  # type: ignore[arg-type]

    assert match is not None
    assert (match.ours.number, match.confidence, match.by) == (number, confidence, by)


@pytest.mark.parametrize(
    "said",
    [
        {"sender": HOWARD, "subject": "Twenty minutes?"},
        {"sender": ""},
        {"sender": GRACE, "subject": "Twenty minutes?", "at": NOW - timedelta(days=1)},
        {"sender": HOWARD, "recipients": ["ada+short@example.org", "ada@example.org"]},
    ],
)
def test_what_has_nothing_to_do_with_us_matches_nothing(said: dict[str, object]) -> None:
    assert KNOWN.match(**{"at": LATER, **said}) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "subject",
    ["Re: Tea", "RE: re: Tea", "AW: WG: Tea", "Antwort: Tea", "SV: Tea", "VS: Tea", "Odp: Tea", "R: Tea", "Re[2]: Tea",
     "RE : Tea", "回复：Tea", "Отв: Tea", "  tea "],
)  # fmt: skip
def test_what_programs_put_before_a_subject_does_not_count(subject: str) -> None:
    assert base_subject(subject) == "tea"
