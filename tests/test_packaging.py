"""What ``pip install .`` takes along, compared with what is there."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGING = PROJECT["tool"]["setuptools"]


def folders(place: Path, name: str) -> set[str]:
    """The dotted names of all folders with Python in them, ``place`` being known as ``name``."""
    found = {path.parent.relative_to(place) for path in place.rglob("*.py")}
    return {".".join([name, *folder.parts]) for folder in found}


def test_every_folder_with_code_is_installed() -> None:
    expected = folders(ROOT / "outreach", "outreach") | folders(ROOT / "migrations", "outreach.migrations")

    assert {*PACKAGING["packages"]} == expected | {"outreach.templates"}


def test_every_other_file_of_the_package_is_installed_with_it() -> None:
    covered = {
        path
        for pattern in PACKAGING["package-data"]["outreach"]
        for path in (ROOT / "outreach").glob(pattern)
        if path.is_file()
    }
    others = {
        path
        for path in (ROOT / "outreach").rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and "__pycache__" not in path.parts
    }

    assert covered == others


def test_the_locked_requirements_are_those_of_the_package() -> None:
    listed = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[\[<>=~! ]", line)[0].replace(".", "-") for line in requirements}

    assert names(listed) == names(PROJECT["project"]["dependencies"])
    assert names(listed) <= {*re.findall(r"^([\w-]+)", locked, re.MULTILINE)}


def test_the_locked_requirements_name_no_host() -> None:
    for path in (*ROOT.glob("requirements*.txt"), *ROOT.glob("requirements*.in")):
        assert "://" not in path.read_text(encoding="utf-8"), f"{path.name} says where it came from"
