"""What a refusal means, and how a server's words are quoted."""

import pytest

from outreach.mail.outcomes import Concerns, Later, Never, Step, Stop, Undelivered, quoted, refused


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("code", [-1, 0, 200, 354, 399, 600])
def test_a_reply_that_is_no_refusal_is_never_taken_for_one_for_good(step: Step, code: int) -> None:
    assert type(refused(step, code, b"")) is Later


@pytest.mark.parametrize("step", Step)
def test_a_server_that_closes_lets_the_whole_account_wait(step: Step) -> None:
    outcome = refused(step, 421, b"4.3.2 shutting down")

    assert (type(outcome), outcome.concerns, outcome.code) == (Later, Concerns.ACCOUNT, 421)


@pytest.mark.parametrize(
    ("step", "code", "said", "kind", "concerns"),
    [
        (Step.CONNECT, 554, "", Stop, Concerns.ACCOUNT),
        (Step.CONNECT, 450, "", Later, Concerns.ACCOUNT),
        (Step.ENCRYPT, 454, "", Later, Concerns.ACCOUNT),
        (Step.LOG_IN, 432, "", Stop, Concerns.ACCOUNT),
        (Step.SENDER, 452, "", Later, Concerns.ACCOUNT),
        (Step.RECIPIENT, 550, "", Never, Concerns.ADDRESS),
        (Step.RECIPIENT, 550, "5.1.10 RecipientNotFound", Never, Concerns.ADDRESS),
        (Step.RECIPIENT, 550, "5.7.1 blocked", Never, Concerns.ACCOUNT),
        (Step.RECIPIENT, 530, "authenticate first", Never, Concerns.ACCOUNT),
        (Step.RECIPIENT, 552, "5.2.2 full", Never, Concerns.MESSAGE),
        (Step.DATA, 554, "", Never, Concerns.MESSAGE),
        (Step.END, 554, "", Never, Concerns.ACCOUNT),
        (Step.END, 552, "", Never, Concerns.MESSAGE),
        (Step.END, 451, "", Later, Concerns.MESSAGE),
    ],
)
def test_a_refusal_concerns_whom_it_is_about(
    step: Step, code: int, said: str, kind: type[Undelivered], concerns: Concerns
) -> None:
    outcome = refused(step, code, said)

    assert (type(outcome), outcome.concerns) == (kind, concerns)
    assert str(code) in str(outcome)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (b"5.1.1 No such user.", "5.1.1 No such user"),
        (b"<a href=x>click</a> & go", "‹a href=x›click‹/a› + go"),
        (b"one\r\ntwo\n\x1b[31mred", "one two [31mred"),
        ("turned \u202edeldnah", "turned deldnah"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"x" * 500, "x" * 199 + "…"),
    ],
)
def test_a_servers_words_are_quoted_short_and_harmless(said: bytes | str, shown: str) -> None:
    assert quoted(said) == shown
