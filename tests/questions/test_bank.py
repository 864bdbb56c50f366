"""The bank: what it holds, how it reads aloud, and what a pack may say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Level
from outreach.errors import NotFound
from outreach.interviews.kinds import Purpose
from outreach.questions.bank import SLOT, Bank, BankQuestion, read_pack, write_pack
from outreach.questions.linting import lint
from outreach.questions.packs import BadPack
from outreach.questions.topics import Aim, Topic

BANK = Bank.load()
GENERAL = [question for question in BANK.questions if not question.soc]
KEYS = [question.key for question in BANK.questions]

FACTS = {
    "path-studies": "geology",
    "path-into-field": "a summer job at a brewery",
    "path-career": "leaving consulting for the river authority",
    "role-responsibilities": "permits, site visits and reports",
    "outlook-employment": "five percent more jobs by 2034",
}


def rules_broken(text: str) -> set[str]:
    return {remark.rule for remark in lint(text)}


@pytest.mark.parametrize("key", KEYS)
def test_every_question_is_open_short_single_and_free_of_taboos(key: str) -> None:
    question = BANK.get(key)
    public = {"googleable"} if question.lookup else set()
    assert rules_broken(question.text) <= public
    assert question.text.endswith("?")


@pytest.mark.parametrize("key", [question.key for question in BANK.questions if question.upgraded])
def test_every_upgraded_question_holds_even_the_public_ones_to_the_rules(key: str) -> None:
    question = BANK.get(key)
    assert rules_broken(question.asked_with(FACTS.get(key, "three words here"))) == set()
    assert question.upgraded.count(SLOT) == 1


def test_the_founding_documents_seventeen_questions_are_all_there() -> None:
    assert set(BANK.seeds()) == set(range(1, 18))


@pytest.mark.parametrize("number", sorted(set(range(1, 18)) - {6, 17}))
def test_each_public_founding_question_says_where_to_look_and_how_to_ask_better(number: int) -> None:
    for question in BANK.seeds()[number]:
        assert question.lookup
        assert question.upgraded


def test_there_are_a_hundred_and_fifty_general_questions_beside_the_founding_ones() -> None:
    assert len([question for question in GENERAL if not question.seed]) >= 150


@pytest.mark.parametrize("topic", Topic)
def test_each_topic_has_enough_to_offer_three_others(topic: Topic) -> None:
    assert len([question for question in GENERAL if question.topic is topic]) >= 4


@pytest.mark.parametrize("soc", [f"{n}" for n in range(11, 56, 2)])
def test_each_major_group_has_ten_questions_of_its_own(soc: str) -> None:
    assert len(BANK.of_field(soc)) >= 10
    assert BANK.fields[soc].title
    assert len({question.topic for question in BANK.of_field(soc)}) >= 5


@pytest.mark.parametrize("soc", [f"{n}" for n in range(11, 56, 2)])
def test_nobody_in_a_major_group_is_left_with_few_questions_by_their_title(soc: str) -> None:
    assert len([question for question in BANK.of_field(soc) if not question.titles]) >= 7


def test_no_two_questions_are_worded_alike() -> None:
    texts = [question.text.casefold() for question in BANK.questions]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("purpose", [None, *Purpose])
def test_everybody_can_be_asked_for_their_story_and_for_the_next_person(
    purpose: Purpose | None, level: Level
) -> None:
    for topic in (Topic.PATH, Topic.FEEL, Topic.ME, Topic.REF, Topic.CLOSE):
        fitting = [q for q in BANK.about(topic) if q.must and q.suits(purpose, level, None)]
        assert len(fitting) >= 3, topic


def test_a_key_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NotFound, match="no question “path-nowhere”"):
        BANK.get("path-nowhere")


def test_a_fact_is_trimmed_before_it_goes_into_the_question() -> None:
    assert BANK.get("path-studies").asked_with("  geology \n and maps. ") == (
        "You studied geology and maps. Where does that still show in your work today?"
    )


def test_without_a_fact_the_question_stays_as_it_is() -> None:
    question = BANK.get("path-studies")
    assert question.asked_with(" . ") == question.text


def test_a_question_costs_what_its_topic_costs_unless_it_says_so() -> None:
    assert BankQuestion("a", Topic.RES, "Where do people meet?").minutes == 1.5
    assert BankQuestion("a", Topic.RES, "Where do people meet?", minutes=4).minutes == 4


def test_the_bank_comes_back_from_a_pack_as_it_went_in() -> None:
    general = tuple(replace(question, soc="") for question in BANK.questions)
    assert read_pack(write_pack(general)) == general


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40).map(
    lambda text: " ".join(text.split())
)


@given(
    text=words.filter(bool),
    minutes=st.sampled_from([0.5, 1, 2.5, 15]),
    levels=st.frozensets(st.sampled_from(list(Level))),
    aims=st.frozensets(st.sampled_from(list(Aim))),
    situations=st.frozensets(st.sampled_from(list(Situation))),
    spare=st.booleans(),
    must=st.booleans(),
)
def test_whatever_a_question_says_a_pack_keeps_it(
    text: str,
    minutes: float,
    levels: frozenset[Level],
    aims: frozenset[Aim],
    situations: frozenset[Situation],
    spare: bool,
    must: bool,
) -> None:
    question = BankQuestion(
        "mine", Topic.ME, text, levels=levels, aims=aims, only_for=situations,
        minutes=minutes, spare=spare, must=must,
    )  # fmt: skip
    assert read_pack(write_pack([question])) == (question,)


GOOD = '[[question]]\nkey = "one"\ntopic = "path"\ntext = "How did it begin?"\n'


@pytest.mark.parametrize(
    ("pack", "refusal"),
    [
        (GOOD.replace("topic", "toopic"), "Line 3: “toopic” is nothing that a question has. Did you mean “topic”?"),
        (GOOD + "\nzzzz = 1\n", "Line 6: “zzzz” is nothing that a question has. It can have key, topic"),
        (GOOD.replace("path", "paths"), "Line 3: “topic” cannot be “paths”. It is one of path, role"),
        (GOOD.replace('"one"', '"One!"'), "Line 2: “key” is “One!”. Use small letters"),
        (GOOD.replace("one", "o" * 81), "Line 2: “key” is longer than 80 characters. Give it a short name."),
        ("a = " + "[" * 5000, "This is not a file of questions: its brackets stand inside each other without end."),
        (GOOD + GOOD, "Line 6: “key” is “one”, as on line 2. Give each question its own."),
        (GOOD.replace("text", "# text"), "Line 1: “text” is missing. Every question needs one."),
        (GOOD + "minutes = 90\n", "Line 5: “minutes” must be more than 0 and at most 15."),
        (GOOD + 'must = "yes"\n', "Line 5: “must” must be true or false."),
        (GOOD + 'levels = "mid"\n', "Line 5: “levels” must be a list"),
        (GOOD + 'levels = ["boss"]\n', "Line 5: “levels” cannot be “boss”. It is one of"),
        (GOOD + "titles = [3]\n", "Line 5: “titles” must be a list of texts"),
        (GOOD + "lookup = 3\n", "Line 5: “lookup” must be a text in quotation marks."),
        (GOOD + 'minutes = "3"\n', "Line 5: “minutes” must be a number."),
        (GOOD + 'lookup = "Their page."\n', "Line 1: “one” needs both a look-up hint and an upgraded form"),
        (GOOD + 'lookup = "a"\nupgraded = "b"\n', "Line 1: “one” has an upgraded form without {fact}."),
        ("key = ", "This is not a file of questions: "),
        ("question = 3", "Each question must begin with a line that reads [[question]]."),
    ],
)  # fmt: skip
def test_a_pack_that_cannot_be_read_is_refused_with_its_line_and_key(pack: str, refusal: str) -> None:
    with pytest.raises(BadPack) as refused:
        read_pack(pack)
    assert str(refused.value).startswith(refusal)


def test_a_pack_can_be_added_unless_a_key_is_taken() -> None:
    pack = read_pack(GOOD)
    assert BANK.extended(pack).get("one").text == "How did it begin?"
    with pytest.raises(BadPack, match="“one” twice"):
        BANK.extended(pack + pack)


def test_an_empty_pack_holds_no_questions() -> None:
    assert read_pack("") == ()
    assert write_pack([]) == ""
