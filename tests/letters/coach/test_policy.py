"""An institution sets thresholds, softens rules, and is told what it wrote wrongly."""

from dataclasses import replace
from pathlib import Path

import pytest

from outreach.letters.coach.findings import Severity
from outreach.letters.coach.policy import Policy, UnusablePolicy
from tests.letters.coach.letters import BAD, GOOD, rules, saying


def test_an_empty_file_is_the_usual_policy() -> None:
    assert Policy.from_toml("") == Policy()


def test_thresholds_severities_and_what_holds_back_are_read() -> None:
    policy = Policy.from_toml("""
        [thresholds]
        words_most = 75
        me_you_ratio = 1
        resume_welcome = true
        booking_hosts = ["Meet.Example.org"]
        [severity]
        L15 = "warning"
        L31 = "off"
        [sending]
        held_back_by = ["L27", "L37"]
    """)
    assert policy.words_most == 75
    assert policy.booking_hosts == ("meet.example.org",)
    assert policy.severities == {"L15": Severity.W, "L31": None}
    assert policy.held_back_by == {"L27", "L37"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("words =", "TOML"),
        ("[limits]", "limits"),
        ("thresholds = 3", "thresholds"),
        ("[thresholds]\nwords = 3", "words"),
        ("[thresholds]\nwords_most = 'many'", "words_most"),
        ("[thresholds]\nwords_most = -1", "words_most"),
        ("[thresholds]\nwords_most = 1.5", "words_most"),
        ("[thresholds]\nwords_most = true", "words_most"),
        ("[thresholds]\nresume_welcome = 1", "resume_welcome"),
        ("[thresholds]\nbooking_hosts = 'x'", "booking_hosts"),
        ("[severity]\nL99 = 'off'", "L99"),
        ("[severity]\nL15 = 'loud'", "L15"),
        ("[severity]\nL15 = 3", "L15"),
        ("[sending]\nheld_back_by = 'L27'", "held_back_by"),
        ("[sending]\nheld_back_by = ['L77']", "L77"),
        ("[sending]\nblocked = []", "blocked"),
    ],
)
def test_a_mistake_is_answered_with_the_name_of_the_key(text: str, named: str) -> None:
    with pytest.raises(UnusablePolicy, match=named):
        Policy.from_toml(text)


def test_a_tighter_length_is_kept_to() -> None:
    assert "L01" in rules(GOOD, Policy(words_most=75))


def test_where_a_resume_is_welcome_it_may_be_attached() -> None:
    letter = replace(GOOD, attachments=("CV.pdf",))
    assert "L13" in rules(letter)
    assert "L13" not in rules(letter, Policy(resume_welcome=True))


def test_the_institutions_own_booking_page_is_recognized() -> None:
    letter = saying("I found you in the directory. My page: https://talks.carleton.example/lena")
    assert "L15" not in rules(letter)
    assert "L15" in rules(letter, Policy(booking_hosts=("carleton.example",)))


def test_a_rule_made_stricter_is_an_error_for_all_its_findings() -> None:
    assert "L30" in rules(BAD, Policy(severities={"L30": Severity.E}), at_least="E")


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("[thresholds]\nwords_most = 90\nwords_mots = 100", 3, "words_mots"),
        ('[thresholds]\nwords_most = "many"', 2, "words_most"),
        ('# ours\n\n[severity]\nL99 = "off"', 4, "L99"),
        ('[severity]\nL24 = "loud"', 2, "L24"),
        ('[sending]\nheld_back_by = ["L27", "L77"]', 2, "L77"),
        ("[sneding]\nheld_back_by = []", 1, "sneding"),
        ("[thresholds]\n\n[severity]\nwords_most = 3", 4, "words_most"),
    ],
)
def test_a_wrong_file_is_refused_with_the_line_and_the_key(text: str, line: int, key: str) -> None:
    with pytest.raises(UnusablePolicy) as refusal:
        Policy.from_toml(text)
    assert str(refusal.value).startswith(f"Line {line} of the policy: ")
    assert key in str(refusal.value)


def test_a_slip_is_answered_with_the_nearest_key() -> None:
    with pytest.raises(UnusablePolicy, match="Did you mean “words_most”"):
        Policy.from_toml("[thresholds]\nwords_mots = 100")


def test_the_example_file_has_every_key_with_its_default() -> None:
    example = (Path(__file__).parents[3] / "docs" / "policy.example.toml").read_text(encoding="utf-8")
    assert Policy.from_toml(example) == Policy()
    for threshold in set(Policy.__dataclass_fields__) - {"severities", "held_back_by"}:
        assert f"\n{threshold} = " in example
