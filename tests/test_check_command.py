"""`outreach check`: the coach for people who write elsewhere."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from outreach.cli import commands

GOOD = {
    "kind": "nudge",
    "sender": {"name": "Lena Brandt"},
    "contact": {"name": "Ama Osei"},
    "subject": "Re: Carleton geology student, quick question",
    "body": "Dear Ama Osei,\n\na short reminder, in case my note below slipped down the pile. Would a 15-minute call, "
    "or two questions by e-mail, be possible this month? If not, no need to answer; I will not write again.\n\n"
    "Thank you,\nLena Brandt",
}


def check(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(commands, ["check", *arguments], input=given)


def test_a_letter_that_is_well_leaves_with_nought(tmp_path: Path) -> None:
    letter = tmp_path / "letter.json"
    letter.write_text(json.dumps(GOOD), encoding="utf-8")
    result = check(str(letter))
    assert result.exit_code == 0
    assert isinstance(json.loads(result.stdout), list)


def test_a_letter_that_asks_for_a_job_leaves_with_one_and_says_which_rule() -> None:
    letter = {"kind": "outreach", "subject": "Hello", "body": "Dear Ama,\n\nDo you have a job for me?"}
    result = check("-", given=json.dumps(letter))
    assert result.exit_code == 1
    assert "L12" in {finding["rule"] for finding in json.loads(result.stdout)}


@pytest.mark.parametrize(
    "given", ["", "[]", '{"kind": "outreach"}', '{"kind": "sonnet", "body": "x"}', "\x00"]
)
def test_what_is_no_letter_leaves_with_two_and_one_sentence(given: str) -> None:
    result = check("-", given=given)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_policy_can_switch_a_rule_off(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[severity]\nL04 = "off"\n', encoding="utf-8")
    letter = json.dumps({**GOOD, "subject": ""})
    assert "L04" in check("-", given=letter).stdout
    assert "L04" not in check("-", "--policy", str(policy), given=letter).stdout
