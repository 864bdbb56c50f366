"""The only place that asks the machine what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC.

    Only ``web``, ``cli`` and ``worker`` call this; everything below them is
    handed the time, so that it can be told in tests.
    """
    return datetime.now(UTC)
