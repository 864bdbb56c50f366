"""How much a database works for one request, counted where it works: the same on every machine."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event


class Steps:
    """Counts the steps of SQLite’s machine. Each row that it reads takes some, so they tell of needless rows."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._count = engine, 0
        event.listen(engine, "checkout", self._watch)

    def of(self, act: Callable[..., object], *args: object) -> int:
        """How many steps it takes to do this."""
        self._count = 0
        act(*args)
        return self._count

    def end(self) -> None:
        """Watch nothing any more: the connections that were watched are closed, as each step of theirs is told."""
        event.remove(self._engine, "checkout", self._watch)
        self._engine.dispose()

    def _watch(self, connection: Any, *_: Any) -> None:
        connection.set_progress_handler(self._tick, 1)

    def _tick(self) -> int:
        self._count += 1
        return 0
