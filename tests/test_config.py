import re
from dataclasses import fields
from pathlib import Path

import pytest

from outreach.app import create_app
from outreach.config import PREFIX, BadSetting, Config

EXAMPLE = Path(__file__).parent.parent / ".env.example"
SOURCE = EXAMPLE.parent / "outreach" / "config.py"
KEY = "dGhlIHRlc3RzIHVzZSB0aGlzIGtleSwgbm8gb25lIGU="
ENOUGH = {"OUTREACH_SECRET_KEY": "s" * 32, "OUTREACH_ENCRYPTION_KEYS": KEY}


def test_the_example_file_names_every_setting_in_order_with_its_default() -> None:
    given = re.findall(r"^(\w+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)

    assert [name for name, _ in given] == [PREFIX + setting.name.upper() for setting in fields(Config)]
    assert Config.from_environment(dict(given) | ENOUGH) == Config.from_environment(ENOUGH)


def test_the_example_file_explains_each_setting_as_the_code_does() -> None:
    example = EXAMPLE.read_text(encoding="utf-8")
    explained = re.findall(
        r'^    (\w+): .+\n    """(.+)"""$', SOURCE.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert [name for name, _ in explained] == [setting.name for setting in fields(Config)]
    for _, explanation in explained:
        assert f"# {explanation}\n" in example


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("OUTREACH_SECRET_KEY", "short"),
        ("OUTREACH_SECRET_KEY", ""),
        ("OUTREACH_ENCRYPTION_KEYS", "  "),
        ("OUTREACH_ENCRYPTION_KEYS", "not a key"),
        ("OUTREACH_ENCRYPTION_KEYS", f"{KEY},"),
        ("OUTREACH_DATABASE_URL", "mysql://localhost/outreach"),
        ("OUTREACH_DATABASE_URL", "outreach.db"),
        ("OUTREACH_PUBLIC_URL", "outreach.example.org"),
        ("OUTREACH_PUBLIC_URL", "ftp://outreach.example.org"),
        ("OUTREACH_PUBLIC_URL", "https://example.org/outreach"),
        ("OUTREACH_OPEN_SIGNUP", "perhaps"),
        ("OUTREACH_TRUSTED_PROXIES", "-1"),
        ("OUTREACH_TRUSTED_PROXIES", "two"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(BadSetting, match=variable):
        Config.from_environment(ENOUGH | {variable: value})


@pytest.mark.parametrize("value", ["yes", "Yes", "TRUE", "on", "1"])
def test_there_are_several_ways_to_say_yes(value: str) -> None:
    assert Config.from_environment(ENOUGH | {"OUTREACH_OPEN_SIGNUP": value}).open_signup is True


@pytest.mark.parametrize("value", ["no", "False", "off", "0", ""])
def test_there_are_several_ways_to_say_no(value: str) -> None:
    assert Config.from_environment(ENOUGH | {"OUTREACH_OPEN_SIGNUP": value}).open_signup is False


def test_the_base_address_has_no_closing_slash() -> None:
    config = Config.from_environment(ENOUGH | {"OUTREACH_PUBLIC_URL": "https://outreach.example.org/"})

    assert config.base_url == "https://outreach.example.org"
    assert config.is_https


def test_a_refused_key_is_not_printed() -> None:
    with pytest.raises(BadSetting) as refused:
        Config.from_environment(ENOUGH | {"OUTREACH_ENCRYPTION_KEYS": "almost-a-key"})

    assert "almost-a-key" not in str(refused.value)


def test_settings_do_not_change_while_the_program_runs() -> None:
    with pytest.raises(AttributeError):
        Config.from_environment(ENOUGH).public_url = "https://elsewhere.example.org"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("policy", "told"),
    [("[thresholds]\nwords_mots = 1", "Line 2"), (None, "cannot be read"), ("\x00", "TOML")],
)
def test_a_policy_that_cannot_be_followed_is_refused_at_the_start(
    tmp_path: Path, policy: str | None, told: str
) -> None:
    file = tmp_path / "policy.toml"
    if policy is not None:
        file.write_text(policy, encoding="utf-8")
    with pytest.raises(BadSetting, match=told) as refusal:
        create_app(Config(secret_key="s" * 32, encryption_keys=KEY, policy=str(file)))
    assert str(file) in str(refusal.value)
