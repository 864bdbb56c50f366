"""The set-up script: what it makes once, and what it refuses."""

import socket
import stat
from pathlib import Path

import pytest

import run
from outreach.config import Config


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that no start has made yet, on a machine where no key is set."""
    monkeypatch.delenv("OUTREACH_SECRET_KEY", raising=False)
    monkeypatch.delenv("OUTREACH_ENCRYPTION_KEYS", raising=False)
    return tmp_path / "instance"


def test_the_first_start_makes_keys_that_the_application_takes(instance: Path) -> None:
    keys = run.kept_keys(instance)

    assert len(Config.from_environment(keys).secret_key) == 64


def test_the_keys_are_their_owners_alone(instance: Path) -> None:
    run.kept_keys(instance)

    assert stat.S_IMODE((instance / "keys.env").stat().st_mode) == 0o600
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700


def test_the_second_start_uses_the_same_keys(instance: Path) -> None:
    assert run.kept_keys(instance) == run.kept_keys(instance)


def test_two_instances_have_different_keys(instance: Path) -> None:
    first, second = run.kept_keys(instance), run.kept_keys(instance.with_name("other"))

    assert not {*first.values()} & {*second.values()}


def test_keys_that_an_operator_set_are_left_alone(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_SECRET_KEY", "s" * 32)
    monkeypatch.setenv("OUTREACH_ENCRYPTION_KEYS", "k")

    assert run.kept_keys(instance) == {}
    assert not instance.exists()


def test_a_busy_port_is_noticed_before_anything_is_set_up(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        assert run.main(["--port", str(port), "--no-browser"]) == 1

    assert f"Port {port} is in use" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
        ("outreach.example.org", "http://outreach.example.org:8000"),
    ],
)
def test_the_address_is_one_that_a_browser_can_open(host: str, address: str) -> None:
    assert run.address_of(host, 8000) == address


def test_a_change_of_the_requirements_is_noticed(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("flask==3.1.3")
    before = run.stamp_of(requirements)

    requirements.write_text("flask==3.1.4")

    assert run.stamp_of(requirements) != before


@pytest.mark.parametrize(("verdicts", "code"), [([0, 0, 0, 0], 0), ([0, 2, 0, 0], 1), ([-9, 0, 0, 0], 1)])
def test_a_check_that_was_killed_has_not_passed(
    monkeypatch: pytest.MonkeyPatch, verdicts: list[int], code: int
) -> None:
    left = iter(verdicts)
    monkeypatch.setattr(run, "install", lambda _requirements: None)
    monkeypatch.setattr(run, "follow", lambda _command: next(left))

    assert run.lint() == code
