"""Every sentence the product can say, read one by one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach.accounts.kinds import Situation
from outreach.interviews.kinds import Format, Relationship
from outreach.letters.drafting import material
from outreach.letters.drafting.draft import Voice
from outreach.letters.drafting.material import contracted, fill, rotated, sayable, tables
from outreach.letters.drafting.roles import who_slots
from outreach.letters.drafting.slots import ask_slots, interest_slots, why_slots
from outreach.letters.drafting.ties import connection_slots
from tests.letters.drafting.cast import complete
from tests.letters.drafting.checks import JOB_TALK, PRESSURE, STOCK

FILES = sorted(path.stem for path in (Path(material.__file__).parent / "parts").glob("*.toml"))
FIRST_LETTER = {"subject", "connection", "who", "why", "interest", "ask", "ease", "closing"}
LETTERS = [name for name in FILES if name not in {"asks", "words"}]


def groups(table: Any, path: str = "") -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Every group of sentences with the path to it."""
    if all(isinstance(value, list) for value in table.values()):
        yield path, table
        return
    for key, inner in table.items():
        yield from groups(inner, f"{path}.{key}")


SENTENCES = [
    (name + path, sentence)
    for name in LETTERS
    for path, group in groups(tables(name))
    for sentences in group.values()
    for sentence in sentences
]


@pytest.mark.parametrize("name", LETTERS)
def test_every_group_speaks_in_known_voices_and_says_nothing_twice(name: str) -> None:
    for path, group in groups(tables(name)):
        assert set(group) <= {"any", *Voice}, path
        said = [sentence for sentences in group.values() for sentence in sentences]
        assert len(said) == len(set(said)), path


def test_no_sentence_of_ours_would_embarrass_its_sender() -> None:
    wrong = [
        (path, sentence)
        for path, sentence in SENTENCES
        if "!" in sentence
        or JOB_TALK.search(sentence)
        or PRESSURE.search(sentence)
        or any(stock in sentence.lower() for stock in STOCK)
        or re.search(r"  |\[|\]|\s[,.;:?]", sentence)
    ]
    assert not wrong


def test_every_slot_of_a_first_letter_is_filled_by_some_fact() -> None:
    """A slot that nothing fills would make a sentence that nobody ever reads."""
    ties = (
        "Carleton",
        "class of 2019",
        "the directory",
        "we met in May",
        "fellow member",
        "my aunt",
        "your book",
        "Maria's nephew",
        "the claims team",
    )
    filled = {"person", "school"} | set(ask_slots(20, Format.PHONE))
    for relationship in Relationship:
        for tie in ties:
            facts = complete(relationship, connection_facts=(tie,))
            filled |= set(connection_slots(facts)) | set(interest_slots(facts))
        filled |= set(who_slots(complete(relationship, situation=Situation.VETERAN)))
    for reason in ("your move", "you moved", "I saw your maps", "flood maps"):
        filled |= set(why_slots(reason, contact="Grace"))
    used = {
        s
        for path, text in SENTENCES
        if path.split(".")[0] in FIRST_LETTER
        for s in material.SLOT.findall(text)
    }
    assert used <= filled


def test_the_fullest_group_that_the_facts_allow_is_spoken() -> None:
    table = {
        "named": {"any": ["{name} sent me."]},
        "bare": {"any": ["Somebody sent me."], "formal": ["One sent me."]},
    }
    assert sayable(table, {"name": "Priya"}, Voice.WARM) == ("{name} sent me.",)
    assert sayable(table, {"name": ""}, Voice.WARM) == ("Somebody sent me.",)
    assert sayable(table, {}, Voice.FORMAL) == ("Somebody sent me.", "One sent me.")


def test_a_fact_with_a_comma_stands_where_a_pause_follows() -> None:
    table = {"tie": {"any": ["The {tie} ties us.", "What ties us is {tie}."]}}
    assert sayable(table, {"tie": "geology, class of 2019"}, Voice.WARM) == ("What ties us is {tie}.",)
    assert len(sayable(table, {"tie": "geology"}, Voice.WARM)) == 2


def test_a_filled_slot_is_not_filled_again() -> None:
    assert fill("{a} and {b}.", {"a": "{b}", "b": "{a}"}) == "{b} and {a}."


def test_a_fact_that_ends_in_a_full_stop_does_not_end_in_two() -> None:
    assert fill("They are at {place}.", {"place": "Acme Inc."}) == "They are at Acme Inc."


def test_the_seed_turns_the_list_and_loses_nothing() -> None:
    sentences = ("one", "two", "three", "four")
    starts = {rotated(sentences, seed=str(i), part="ask")[0] for i in range(40)}
    assert starts == set(sentences)
    assert sorted(rotated(sentences, seed="Lena", part="ask")) == sorted(sentences)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("I am a nurse; it is late.", "I'm a nurse; it's late."),
        ("I would like to, as you are free.", "I'd like to, as you're free."),
        ("My corner of it is {tie}.", "My corner of it is {tie}."),
    ],
)
def test_friends_contract(full: str, short: str) -> None:
    assert contracted(full) == short
