"""Where nothing may be left out, a skipped test is a failed one.

On the machine that has the last word, ``OUTREACH_TESTS_MAY_NOT_SKIP=1`` is set:
a test that quietly found no PostgreSQL or no browser proves nothing there.
"""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

NOTHING_TO_TRY = "got empty parameter set"
"""How pytest begins the reason when a table of cases is empty, which is no fault."""

Report = pytest.TestReport | pytest.CollectReport
R = TypeVar("R", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return refuse_skip((yield))


def refuse_skip(report: R) -> R:
    """Turn a skip into a failure when skips are not allowed."""
    if report.skipped and os.environ.get("OUTREACH_TESTS_MAY_NOT_SKIP") == "1" and not is_excused(report):
        report.outcome = "failed"
        report.longrepr = f"skipped, where nothing may be skipped: {reason(report)}"
    return report


def is_excused(report: Report) -> bool:
    return hasattr(report, "wasxfail") or NOTHING_TO_TRY in reason(report)


def reason(report: Report) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
