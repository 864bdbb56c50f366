import pytest

from outreach.database import db, saved
from outreach.errors import NotFound
from outreach.interviews.models import Interview
from outreach.questions.models import Question, QuestionList
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
