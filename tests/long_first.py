"""What takes longest begins, so that nobody waits for it at the end.

Several processes each take one stretch of the tests, then whatever is left at
the end of another's. The journeys stand at the head of the first stretch, where
they share one browser, and the other slow ones at the head of the second.
"""

import os

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if processes > 1:
        items[:] = long_first(items, stretch=len(items) // processes)


def long_first(items: list[pytest.Item], *, stretch: int) -> list[pytest.Item]:
    """The journeys first, the slow ones after one stretch, and between them all others as they were."""
    journeys = [item for item in items if item.get_closest_marker("journey")]
    slow = [item for item in items if item.get_closest_marker("slow") and item not in journeys]
    long = {*journeys, *slow}
    others = [item for item in items if item not in long]
    beside_journeys = max(0, stretch - len(journeys))
    return [*journeys, *others[:beside_journeys], *slow, *others[beside_journeys:]]
