"""What an institution may decide: thresholds, severities, and what holds a letter back. Pure."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any

from outreach.errors import OutreachError
from outreach.letters.coach.findings import Severity

SEVERITY_WORDS = {
    "e": Severity.E, "error": Severity.E,
    "w": Severity.W, "warning": Severity.W,
    "t": Severity.T, "tip": Severity.T,
}  # fmt: skip
HEAD = re.compile(r"\s*\[\s*[\"']?([\w-]+)")
ASSIGNED = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")
RULE_ID = re.compile(r"L(?:0[0-9]|[1-3][0-9]|4[0-5])")


class UnusablePolicy(OutreachError):
    """A policy file says something that the coach cannot follow."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers the coach goes by. Every default is one that career advisers teach."""

    words_fewest: int = 40
    words_most: int = 100
    words_far_too_many: int = 150
    nudge_words: int = 60
    screen_lines: int = 24
    screen_columns: int = 38
    subject_words: int = 8
    subject_characters: int = 50
    connection_by_sentence: int = 2
    asks_warned: int = 2
    asks_refused: int = 3
    minutes_fewest: int = 10
    minutes_of_a_stranger: int = 20
    minutes_most: int = 30
    links_in_body: int = 1
    links_in_all: int = 2
    notice_business_days: int = 3
    windows_fewest: int = 2
    windows_most: int = 4
    apologies: int = 1
    superlatives: int = 1
    exclamations: int = 1
    exclamations_in_thanks: int = 2
    me_you_ratio: float = 1.5
    sentences_with_i: float = 0.5
    grade: float = 10.0
    sentence_words: int = 25
    acronyms: int = 1
    touches: int = 2
    same_organization_business_days: int = 3
    earliest_hour: int = 7
    latest_hour: int = 19
    note_characters: int = 300
    inmail_characters: int = 400
    resume_welcome: bool = False
    booking_hosts: tuple[str, ...] = ()
    severities: Mapping[str, Severity | None] = field(default_factory=dict, hash=False)
    held_back_by: frozenset[str] = frozenset({"L27"})
    """The one thing held back by default is a letter with a blank that nobody filled in."""

    def severity(self, rule: str, usual: Severity) -> Severity | None:
        """How severe a finding of this rule is here; None if the rule is off."""
        return self.severities.get(rule, usual)

    @classmethod
    def from_toml(cls, text: str) -> "Policy":
        """Read a policy file.

        ``[thresholds]`` holds numbers and lists by the names of the fields above,
        ``[severity]`` a word for each rule (error, warning, tip, off), and
        ``[sending]`` the list ``held_back_by``. Raises UnusablePolicy, which
        names the line and the key.
        """
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            raise UnusablePolicy(f"The policy is not valid TOML: {problem}.") from problem
        try:
            return cls(**_settings(table))
        except WrongKey as wrong:
            line = _line_of(wrong.key, wrong.section, text)
            raise UnusablePolicy(f"Line {line} of the policy: {wrong}" if line else str(wrong)) from None


class WrongKey(Exception):
    """One key of the file cannot be meant."""

    def __init__(self, key: str, section: str, text: str) -> None:
        super().__init__(text)
        self.key, self.section = key, section


def _settings(table: Mapping[str, Any]) -> dict[str, Any]:
    _known(table, {"thresholds", "severity", "sending"}, "")
    settings = _thresholds(_table(table, "thresholds"))
    settings["severities"] = _severities(_table(table, "severity"))
    sending = _table(table, "sending")
    _known(sending, {"held_back_by"}, "sending")
    if "held_back_by" in sending:
        settings["held_back_by"] = _held_back_by(sending)
    return settings


def _line_of(key: str, section: str, text: str) -> int:
    """The number of the line that sets a key in a section; 0 if it is written in some rarer way."""
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := HEAD.match(line):
            here = head[1]
        name = ASSIGNED.match(line)
        if (head and here == key and not section) or (name and (here, name[1]) == (section, key)):
            return number
    return 0


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise WrongKey(key, "", f"“{key}” must be a table: write [{key}] on a line of its own.")
    return value


def _known(table: Mapping[str, Any], names: set[str], section: str) -> None:
    for key in table:
        if key not in names:
            near = get_close_matches(key, names, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"Known are: {', '.join(sorted(names))}."
            raise WrongKey(
                key, section, f"“{key}” is no key of {f'[{section}]' if section else 'it'}. {hint}"
            )


def _thresholds(table: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {f.name: f.default for f in fields(Policy) if f.name not in {"severities", "held_back_by"}}
    _known(table, set(defaults), "thresholds")
    return {key: _threshold(key, value, defaults[key]) for key, value in table.items()}


def _threshold(key: str, value: object, default: object) -> object:
    def wrong(what: str) -> WrongKey:
        return WrongKey(key, "thresholds", f"“{key}” in [thresholds] must be {what}, not {value!r}.")

    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise wrong("true or false")
        return value
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise wrong("a list of host names")
        return tuple(v.lower() for v in value)
    wanted = (int, float) if isinstance(default, float) else (int,)
    if isinstance(value, bool) or not isinstance(value, wanted) or not 0 <= value < 100_000:
        raise wrong(f"a {'number' if isinstance(default, float) else 'whole number'} from 0")
    return value


def _severities(table: Mapping[str, Any]) -> dict[str, Severity | None]:
    severities: dict[str, Severity | None] = {}
    for rule, word in table.items():
        _rule(rule, rule, "severity")
        if not isinstance(word, str) or word.lower() not in {*SEVERITY_WORDS, "off"}:
            raise WrongKey(
                rule, "severity", f"“{rule}” in [severity] must be error, warning, tip or off, not {word!r}."
            )
        severities[rule] = SEVERITY_WORDS.get(word.lower())
    return severities


def _held_back_by(table: Mapping[str, Any]) -> frozenset[str]:
    rules = table["held_back_by"]
    if not isinstance(rules, list):
        text = '“held_back_by” in [sending] must be a list of rules, such as ["L27"].'
        raise WrongKey("held_back_by", "sending", text)
    return frozenset(_rule(rule, "held_back_by", "sending") for rule in rules)


def _rule(rule: object, key: str, section: str) -> str:
    if not isinstance(rule, str) or not RULE_ID.fullmatch(rule):
        raise WrongKey(key, section, f"{rule!r} in [{section}] is no rule: rules are called L01 to L45.")
    return rule
