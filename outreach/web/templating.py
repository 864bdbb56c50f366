"""How the templates are kept: a fixed set of files, each read once."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class Templates(Environment):
    """All templates, for as long as the process lives."""

    def __init__(self, app: Flask, **options: Any) -> None:
        # There are only so many: finding one among the latest would cost more than keeping all.
        super().__init__(app, **{"cache_size": -1, "trim_blocks": True, "lstrip_blocks": True} | options)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template can say, as one plain dictionary.

        It is copied for each part of a page and compared at each import of a macro, and
        the chain of dictionaries that it would otherwise be takes ten times as long for that.
        Whatever is added later than the first page is not seen, so all is added when the application is put together.
        """
        return {**self.globals, **(d or {})}
