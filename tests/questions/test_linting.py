"""What the linter says of questions that people write."""

import pytest

from outreach.questions.linting import lint


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Do you like your job?", "closed"),
        ("Is it hard to get in?", "closed"),
        ("So, are the hours long?", "closed"),
        ("Didn’t that take long?", "closed"),
        ("I read that it grows fast. Will that last?", "closed"),
        ("What do you do and why do you like it?", "double"),
        ("How did you start? How is it now?", "double"),
        ("What drew you here, or who talked you into it?", "double"),
        ("Don’t you think that the field is overrated?", "leading"),
        ("How hard was it? It is stressful, right?", "leading"),
        ("How do you stand it, when surely the hours are awful?", "leading"),
        ("What " + "very " * 30 + "long thing is this?", "long"),
        ("What does your company do?", "googleable"),
        ("What is your title?", "googleable"),
        ("What is a typical day like?", "googleable"),
        ("How many employees do you have?", "googleable"),
        ("Do you have a job for me?", "asks-for-a-job"),
        ("Is there an opening at your company?", "asks-for-a-job"),
        ("Are you hiring?", "asks-for-a-job"),
        ("Do you know of any jobs?", "asks-for-a-job"),
        ("Could you refer me to your manager?", "asks-for-a-job"),
        ("Would you be my mentor?", "asks-for-a-mentor"),
        ("How much do you earn?", "asks-for-their-pay"),
        ("What is your salary?", "asks-for-their-pay"),
        ("Why was your last boss fired?", "asks-for-gossip"),
        ("What do you really think of your boss?", "asks-for-gossip"),
        ("How old are you?", "asks-about-private-life"),
        ("Are you married?", "asks-about-private-life"),
        ("Do you have children?", "asks-about-private-life"),
        ("Where are you really from?", "asks-about-private-life"),
        ("Can you look at my résumé?", "asks-a-second-favour"),
        ("Could you review my CV?", "asks-a-second-favour"),
        ("Can I record this?", "asks-to-record"),
        ("", "empty"),
        (" ?? ", "empty"),
    ],
)
def test_a_question_that_would_spoil_the_talk_is_noticed(text: str, rule: str) -> None:
    remarks = {remark.rule: remark for remark in lint(text)}
    assert rule in remarks
    assert remarks[rule].why
    assert remarks[rule].fix


@pytest.mark.parametrize(
    "text",
    [
        "How did you find your first job in this field?",
        "Could you walk me through last Tuesday?",
        "Tell me about the project you are proud of.",
        "May I write in a few weeks to tell you how it went?",
        "What do nurses and doctors expect of each other?",
        "How does hiring work in this field?",
        "What makes a job in this field a good first job?",
        "I have read 38 to 46 thousand for beginners here. How realistic is that?",
        "What is the right moment for a second degree?",
        "How do people come into positions like yours?",
        "What did having children in the waiting room teach you about design?",
    ],
)
def test_a_good_question_is_left_alone(text: str) -> None:
    assert lint(text) == []


def test_the_gravest_remark_comes_first() -> None:
    rules = [remark.rule for remark in lint("Do you have a job for me, and what does your company do?")]
    assert rules == ["asks-for-a-job", "googleable", "double", "closed"]
