import pytest

from outreach.accounts.models import Account
from outreach.database import db, saved
from outreach.errors import NotFound
from outreach.interviews.models import Interview
from outreach.questions.models import MOST_QUESTIONS, ListFull, Move, Question, QuestionList
from tests.cast import NOW


@pytest.fixture
def questions(talk: Interview) -> QuestionList:
    """Four things that Ada would like to ask, in this order."""
    return saved(
        QuestionList(
            account_id=talk.account_id,
            interview_id=talk.id,
            made_at=NOW,
            questions=[Question(position=place, text=text) for place, text in enumerate("abcd")],
        )
    )


def texts(questions: QuestionList) -> str:
    return "".join(question.text for question in questions.questions)


def numbers(questions: QuestionList, wanted: str) -> list[int]:
    number = {question.text: question.id for question in questions.questions}
    return [number[text] for text in wanted]


@pytest.mark.parametrize(
    ("wanted", "order"),
    [("dcba", "dcba"), ("c", "cabd"), ("db", "dbac"), ("", "abcd")],
    ids=["all of them", "one to the front", "those not named keep their order", "none"],
)
def test_questions_are_put_in_order(questions: QuestionList, wanted: str, order: str) -> None:
    questions.put_in_order(numbers(questions, wanted))

    assert texts(questions) == order


def test_the_order_is_kept(talk: Interview, questions: QuestionList) -> None:
    questions.put_in_order(numbers(questions, "dacb"))
    db.session.commit()
    db.session.expire_all()

    kept = QuestionList.of(talk)

    assert kept is not None
    assert texts(kept) == "dacb"
    assert [question.position for question in kept.questions] == [0, 1, 2, 3]


def test_numbers_of_other_lists_are_passed_over(questions: QuestionList) -> None:
    questions.put_in_order([10**9, *numbers(questions, "b")])

    assert texts(questions) == "bacd"


def test_a_question_is_found_on_its_own_list_only(questions: QuestionList) -> None:
    first = questions.questions[0]

    assert questions.question(first.id) is first
    with pytest.raises(NotFound, match="not on this list"):
        questions.question(10**9)


def test_a_question_taken_off_the_list_is_gone(questions: QuestionList) -> None:
    questions.questions.pop()
    db.session.flush()

    assert db.session.query(Question).count() == 3


@pytest.fixture
def whole_list(talk: Interview) -> QuestionList:
    """A story, some work, the referral R and the close C, and two spares below the line."""
    topics = {"a": "path", "b": "role", "R": "ref", "C": "close", "x": "skill", "y": "edu"}
    return saved(
        QuestionList(
            account_id=talk.account_id,
            interview_id=talk.id,
            made_at=NOW,
            questions=[
                Question(position=place, text=text, topic=topic, is_spare=text in "xy")
                for place, (text, topic) in enumerate(topics.items())
            ],
        )
    )


def parts(questions: QuestionList) -> str:
    """What is asked, a line, and what is not."""
    return "".join(q.text for q in questions.asked) + "|" + "".join(q.text for q in questions.spares)


@pytest.mark.parametrize(
    ("text", "move", "then"),
    [
        ("b", Move.UP, "baRC|xy"),
        ("b", Move.DOWN, "aRbC|xy"),
        ("a", Move.UP, "abRC|xy"),
        ("C", Move.DOWN, "abRC|xy"),
        ("x", Move.IN, "abxRC|y"),
        ("b", Move.OUT, "aRC|bxy"),
        ("R", Move.OUT, "abC|Rxy"),
        ("y", Move.UP, "abRC|yx"),
        ("x", Move.UP, "abRC|xy"),
        ("b", Move.IN, "abRC|xy"),
        ("x", Move.OUT, "abRC|xy"),
    ],
)
def test_a_question_moves_within_its_part_and_over_the_line(
    whole_list: QuestionList, text: str, move: Move, then: str
) -> None:
    [question] = [q for q in whole_list.questions if q.text == text]

    whole_list.move(question, move)

    assert parts(whole_list) == then
    assert [q.position for q in whole_list.questions] == list(range(6))


def test_ones_own_question_comes_before_the_farewell(whole_list: QuestionList) -> None:
    whole_list.add("o", why="Mine.")

    assert parts(whole_list) == "aboRC|xy"


def test_a_list_cannot_grow_without_end(whole_list: QuestionList) -> None:
    for number in range(MOST_QUESTIONS - len(whole_list.questions)):
        whole_list.add(f"{number}?", why="")

    with pytest.raises(ListFull, match="Remove one first"):
        whole_list.add("One more?", why="")


def test_a_question_is_found_from_its_own_account_only(
    ada: Account, mary: Account, questions: QuestionList
) -> None:
    number = questions.questions[0].id

    assert Question.find(number, of=ada).list is questions
    with pytest.raises(NotFound):
        Question.find(number, of=mary)
    with pytest.raises(NotFound):
        Question.find(10**9, of=ada)
