"""What a language model hears, and how its answer becomes a letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.letters.facts import ContactFacts, Facts, Kind, SenderFacts
from outreach.letters.help.telling import LONGEST_BODY, TELLABLE, USUALLY_TOLD, messages_for, read_answer

ADA_TO_GRACE = Facts(
    sender=SenderFacts(name="Ada Lovelace", programme_or_role="BSc Mathematics", school="London"),
    contact=ContactFacts(name="Grace Hopper", title="Compiler Engineer", organization="Eckert Mauchly"),
    why_them=("her first compiler",),
    introducer="Charles Babbage",
    may_use_name=False,
)


def heard(told: tuple[str, ...], facts: Facts = ADA_TO_GRACE) -> str:
    return " ".join(message["content"] for message in messages_for(Kind.OUTREACH, facts, told))


def test_usually_no_name_of_anybody_leaves_the_house() -> None:
    told = heard(USUALLY_TOLD)
    assert "her first compiler" in told
    for name in ("Grace", "Hopper", "Ada", "Lovelace", "Babbage"):
        assert name not in told


def test_only_what_is_ticked_is_told() -> None:
    assert "Eckert" not in heard(("title",))
    assert "Compiler Engineer" in heard(("title",))
    assert heard(()) == heard(("no such fact",))


def test_an_introducer_is_told_only_with_their_leave() -> None:
    assert "Babbage" not in heard(tuple(TELLABLE))


def test_greeting_and_signature_are_put_in_here() -> None:
    answer = "Subject: Compilers\n\n((greeting))\n\nHow did it begin?\n\n((signature))"
    found = read_answer(answer, ADA_TO_GRACE)
    assert found.subject == "Compilers"
    assert found.body.startswith("Dear Grace Hopper,")
    assert "Ada Lovelace" in found.body


@pytest.mark.parametrize(
    "answer",
    [
        "**Subject:** Compilers\n\nHello",
        "<think>Hm, what?</think>\nSubject: “Compilers”\n\nHello",
        "```text\nSubject: Compilers\n\nHello\n```",
        "subject: Compilers\r\n\r\nHello\x00",
    ],
)
def test_what_models_put_around_a_letter_is_taken_off(answer: str) -> None:
    assert read_answer(answer, ADA_TO_GRACE) == ("Compilers", "Hello")


@pytest.mark.parametrize(
    "answer", ["", " \u200b\n", "<think>Hm, what would Grace", "Subject: Hello", "Subject: Hello\n\n"]
)
def test_a_model_that_only_thought_or_began_has_written_no_letter(answer: str) -> None:
    assert read_answer(answer, ADA_TO_GRACE).body == ""


def test_a_sign_before_the_first_word_of_a_subject_stays() -> None:
    assert read_answer("Subject: <b>Compilers\n\nHello", ADA_TO_GRACE).subject == "<b>Compilers"


def test_a_name_that_looks_like_a_place_is_never_read_again() -> None:
    facts = Facts(contact=ContactFacts(name="((signature))"), sender=SenderFacts(name="Ada"))
    assert "((signature))" in read_answer("((greeting)) Hello", facts).body


@given(st.text(max_size=400))
def test_any_answer_is_read_without_complaint(answer: str) -> None:
    assert len(read_answer(answer, ADA_TO_GRACE).body) <= LONGEST_BODY
