import pytest

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.errors import NotFound
from outreach.interviews.models import Interview
from outreach.journal.models import Entry
from outreach.notebook.hypotheses import Belief, Hypothesis, NotOnTheScale
from outreach.questions.bank import Bank
from outreach.questions.facts import Fact
from outreach.questions.lists import others_for, runsheet_of
from outreach.questions.models import Question, QuestionList
from outreach.questions.topics import Topic
from outreach.questions.wanted import Wishes
from outreach.workflows import preparing
from tests.cast import NOW


def story(talk: Interview) -> list[str]:
    return [entry.name for entry in Entry.about(talk)]


def test_the_list_is_made_once(ada: Account, talk: Interview) -> None:
    first = preparing.make_list(talk, account=ada, now=NOW)

    assert preparing.make_list(talk, account=ada, now=NOW) is first
    assert story(talk) == ["questions.made"]


def test_starting_afresh_forgets_what_was_changed(ada: Account, talk: Interview) -> None:
    before = preparing.make_list(talk, account=ada, now=NOW)
    texts = [question.text for question in before.questions]
    preparing.add_own(before, "What do you read?")

    again = preparing.start_afresh(talk, account=ada, now=NOW)

    assert [question.text for question in again.questions] == texts
    assert QuestionList.of(talk) is again


def test_starting_afresh_follows_the_minutes(ada: Account, talk: Interview) -> None:
    short = len(preparing.make_list(talk, account=ada, now=NOW).asked)
    talk.minutes = 45

    assert len(preparing.start_afresh(talk, account=ada, now=NOW).asked) > short


def test_a_question_is_swapped_in_its_place(ada: Account, talk: Interview) -> None:
    questions = preparing.make_list(talk, account=ada, now=NOW)
    question = questions.asked[1]
    question.is_starred = True
    other = others_for(question, ada)[1]

    preparing.swap(question, other.key, account=ada)

    assert (question.text, question.key) == (other.text, other.key)
    assert questions.asked[1] is question
    assert question.is_starred


def test_only_what_was_offered_can_be_swapped_in(ada: Account, talk: Interview) -> None:
    questions = preparing.make_list(talk, account=ada, now=NOW)

    with pytest.raises(NotFound, match="not among the others"):
        preparing.swap(questions.asked[1], questions.asked[2].key, account=ada)


def lookup_on(questions: QuestionList) -> Question:
    """A question of the founding document whose plain answer is public, put on the list as it stands."""
    public = Bank.load().get("path-studies")
    question = questions.asked[0]
    question.take(public.text, topic=str(public.topic), key=public.key, why="")
    return question


def test_what_was_looked_up_turns_the_question_into_a_better_one(ada: Account, talk: Interview) -> None:
    question = lookup_on(preparing.make_list(talk, account=ada, now=NOW))

    preparing.look_up(talk, {"path-studies": "geology"}, account=ada, now=NOW)
    better = question.text
    preparing.look_up(talk, {}, account=ada, now=NOW)

    assert better == "You studied geology. Where does that still show in your work today?"
    assert question.text == Bank.load().get("path-studies").text


def test_words_of_ones_own_are_left_alone_by_the_homework(ada: Account, talk: Interview) -> None:
    question = lookup_on(preparing.make_list(talk, account=ada, now=NOW))
    question.text = "Why geology?"

    preparing.look_up(talk, {"path-studies": "geology"}, account=ada, now=NOW)

    assert question.text == "Why geology?"


def test_a_fact_about_nothing_is_left_out(ada: Account, talk: Interview) -> None:
    preparing.look_up(talk, {"source-news": "They grew.", "no-such-key": "x"}, account=ada, now=NOW)

    assert Fact.of(talk) == {"source-news": "They grew."}


def test_what_is_asked_of_everybody_comes_into_the_next_list(
    ada: Account, talk: Interview, grace: Contact
) -> None:
    question = preparing.make_list(talk, account=ada, now=NOW).spares[0]
    preparing.pin(question, account=ada, now=NOW)

    again = preparing.start_afresh(talk, account=ada, now=NOW)

    assert question.key in [asked.key for asked in again.asked]


def test_a_fifth_question_for_everybody_takes_the_place_of_the_first(ada: Account) -> None:
    hypothesis = Hypothesis.stated("Field work suits me", of=ada, now=NOW)

    for key in ("a", "b", "c", "d", "e"):
        hypothesis.pin(key)

    assert hypothesis.anchors == ["b", "c", "d", "e"]


def test_another_hypothesis_forgets_how_sure_one_was(ada: Account, talk: Interview) -> None:
    preparing.put_to_test(talk, "Field work suits me", 7, account=ada, now=NOW)
    preparing.put_to_test(talk, "Offices are worse", None, account=ada, now=NOW)

    belief = Belief.of(talk)

    assert belief is not None
    assert (belief.hypothesis.statement, belief.before) == ("Offices are worse", None)


@pytest.mark.parametrize("sure", [-1, 11])
def test_nobody_is_surer_than_ten(ada: Account, talk: Interview, sure: int) -> None:
    with pytest.raises(NotOnTheScale):
        preparing.put_to_test(talk, "Field work suits me", sure, account=ada, now=NOW)


def test_the_field_of_work_can_be_chosen_where_a_title_does_not_tell_it(
    ada: Account, talk: Interview, grace: Contact
) -> None:
    grace.title = "Wrangler of clouds"
    plain = preparing.make_list(talk, account=ada, now=NOW)
    unknown = list(plain.notes)

    chosen = preparing.start_afresh(talk, Wishes(soc="29"), account=ada, now=NOW)

    assert any("not a title we know" in note for note in unknown)
    assert not any("not a title we know" in note for note in chosen.notes)
    assert any(question.key in {q.key for q in Bank.load().of_field("29")} for question in chosen.questions)


def test_pay_comes_up_only_when_it_is_wished_for(ada: Account, talk: Interview) -> None:
    talk.minutes = 30
    plain = {question.topic for question in preparing.make_list(talk, account=ada, now=NOW).questions}

    wished = preparing.start_afresh(talk, Wishes(also=frozenset({Topic.PAY})), account=ada, now=NOW)

    assert "pay" not in plain
    assert "pay" in {question.topic for question in wished.questions}


def test_a_question_of_ones_own_is_asked_where_it_stands(ada: Account, talk: Interview) -> None:
    questions = preparing.make_list(talk, account=ada, now=NOW)
    own = preparing.add_own(questions, "What do you read?")
    before = [question for question in questions.asked if question is not own]
    questions.put_in_order([*(q.id for q in before[:2]), own.id, *(q.id for q in before[2:])])

    asked = [line.text for line in runsheet_of(questions, talk).lines]

    assert asked[:3] == [before[0].text, before[1].text, "What do you read?"]
