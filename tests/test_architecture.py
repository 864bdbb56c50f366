"""The floors of the house, and who may look down on whom.

The order is the drawing in the design: imports point down, never up and never
sideways between rooms on one line. What breaks a rule is told what to do instead.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "outreach"

FLOORS: list[set[str]] = [
    {"__main__"},
    {"app"},
    {"web", "cli", "worker"},
    {"workflows"},
    {"insights", "samples"},
    {"notebook", "followups", "questions"},
    {"bookings"},
    {"letters", "availability", "journal"},
    {"mail"},
    {"interviews"},
    {"contacts"},
    {"accounts"},
    {"calendars", "chores", "plain_writing"},
    {"database", "as_json", "migrating", "serving", "tokens", "secrets", "outbound", "garbage"},
    {"config", "clock", "timespan", "zones"},
    {"errors", "addresses", "enumeration"},
]
LEVEL = {room: height for height, floor in enumerate(reversed(FLOORS)) for room in floor}

PURE = {
    "timespan", "zones", "errors", "addresses", "enumeration", "calendars",
    "accounts.kinds", "accounts.browsers", "contacts.kinds", "contacts.alphabet", "contacts.files", "contacts.matching",
    "interviews.kinds", "interviews.stages", "interviews.columns", "interviews.moves",
    "mail.mime", "mail.view", "mail.providers", "mail.outcomes", "mail.server", "mail.reading",
    "mail.quoting", "mail.threading", "mail.bounces",
    "mail.bounce_parts", "mail.bounce_signs", "mail.bounce_words", "mail.bounce_reasons",
    "letters.facts", "letters.filling", "letters.drafts", "letters.drafting", "letters.coach", "letters.comparing",
    "letters.help.telling",
    "availability.hours", "availability.rules", "availability.reading", "availability.slots", "availability.windows",
    "questions.tailoring", "questions.runsheet", "questions.bank",
    "questions.arcs", "questions.drafting", "questions.hints", "questions.linting", "questions.occupations",
    "questions.packs", "questions.reasons", "questions.short_lists", "questions.taboos", "questions.timing",
    "questions.topics", "questions.wanted", "questions.weighing",
    "samples.cast", "followups.kinds", "followups.cadence", "letters.kinds", "insights.rates",
}  # fmt: skip
IMPURE_IMPORTS = {
    "flask",
    "sqlalchemy",
    "flask_sqlalchemy",
    "flask_mail",
    "outreach.database",
    "outreach.clock",
}

FLASK_IS_SET_UP_IN = {"app", "web", "cli", "database", "mail.transport"}
CLOCK_IS_READ_IN = {"app", "web", "cli", "worker", "clock"}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the package as its dotted name within it, and where it lies."""
    for path in sorted(PACKAGE.rglob("*.py")):
        dotted = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        if dotted != "__init__":
            yield dotted, path


@cache
def imported(module: str) -> tuple[str, ...]:
    """The dotted names that a module imports, `from a import b` as `a.b`."""
    return tuple(names_in(tree_of(module)))


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def names_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(dotted: str, places: set[str]) -> bool:
    return any(dotted == place or dotted.startswith(place + ".") for place in places)


MODULES = dict(modules())


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down_and_never_sideways(module: str) -> None:
    room = module.split(".")[0]
    assert room in LEVEL, f"outreach/{room} stands on no floor: give it a place in the design and here."
    for name in imported(module):
        if not name.startswith("outreach."):
            continue
        other = name.split(".")[1]
        if other == room:
            continue
        assert LEVEL[other] < LEVEL[room], (
            f"outreach.{module} imports {name}, which stands on the same floor or above. "
            "Return a value and let a workflow carry it, or move the code down to where both can see it."
        )


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("workflows.")])
def test_workflows_do_not_import_each_other(module: str) -> None:
    others = [n for n in imported(module) if n.startswith("outreach.workflows.")]
    assert not others, (
        f"outreach.{module} imports {others}: what two workflows share belongs to a room below them."
    )


@pytest.mark.parametrize("module", [m for m in MODULES if within(m, PURE)])
def test_pure_modules_know_no_framework_no_database_and_no_clock(module: str) -> None:
    impure = [n for n in imported(module) if within(n, IMPURE_IMPORTS)]
    assert not impure, (
        f"outreach.{module} is pure, yet imports {impure}: hand it values and the time as arguments."
    )


@pytest.mark.parametrize("module", MODULES)
def test_flask_stays_at_the_edge(module: str) -> None:
    if within(module, FLASK_IS_SET_UP_IN):
        return
    flask = [n for n in imported(module) if n.split(".")[0] in {"flask", "flask_wtf", "htmx_flask"}]
    assert not flask, (
        f"outreach.{module} imports {flask}: a page passes the values in, rooms never reach for a request."
    )


@pytest.mark.parametrize("module", MODULES)
def test_only_entry_points_read_the_clock(module: str) -> None:
    if within(module, CLOCK_IS_READ_IN):
        return
    assert "outreach.clock" not in {n.rsplit(".", 1)[0] for n in imported(module)} | set(imported(module)), (
        f"outreach.{module} reads the clock: take `now` as an argument instead."
    )


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_imported_inside_a_function(module: str) -> None:
    hidden = [
        name
        for function in ast.walk(tree_of(module))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for name in names_in(function)
        if name.startswith("outreach")
    ]
    assert not hidden, (
        f"outreach.{module} imports {hidden} inside a function: that hides a cycle. Break it instead."
    )
