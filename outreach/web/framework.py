"""Flask as this product uses it: the same for every request, so worked out once."""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from flask import Flask, has_request_context, request
from flask.sansio.app import App
from flask.sessions import SecureCookieSessionInterface
from flask.templating import Environment
from itsdangerous import URLSafeTimedSerializer
from jinja2.runtime import Context

PLAIN = {FunctionType, MethodType, BuiltinMethodType}


class Speaking(Context):
    """What a part of a page can say, and call."""

    def call(self, what: Any, /, *args: Any, **named: Any) -> Any:
        """Call a function with what it is given, and with more only if it asks for that.

        Jinja looks at each call in six ways whether something wants the context besides: a page
        calls a hundred times, and only a function of Jinja's own ever does.
        """
        if type(what) not in PLAIN or hasattr(what, "jinja_pass_arg"):
            return super().call(what, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return what(*args, **named)


class Templates(Environment):
    """All templates, for as long as the process lives."""

    context_class = Speaking

    def __init__(self, app: App, **options: Any) -> None:
        # There are only so many: finding one among the latest would cost more than keeping all.
        super().__init__(app, **{"cache_size": -1, "trim_blocks": True, "lstrip_blocks": True} | options)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template can say, as one plain dictionary.

        It is copied for each part of a page and compared at each import of a macro, and
        the chain of dictionaries that it would otherwise be takes ten times as long for that.
        Whatever is added later than the first page is not seen, so all is added when the application is put together.
        """
        return {**self.globals, **(d or {})}


class Sessions(SecureCookieSessionInterface):
    """Flask's own signed cookies; the key does not change while the process lives, so neither does what signs."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


class Application(Flask):
    """No view waits for anything but the database, so none is a coroutine and none is looked at as one."""

    jinja_environment = Templates

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session_interface = Sessions()
        self._address = lru_cache(maxsize=4096)(self._address_of)

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask's, remembered where it says nothing but numbers: a list of people has a hundred of them."""
        if has_request_context() and endpoint[0] != "." and all(type(v) is int for v in values.values()):
            return self._address(request.root_path, endpoint, tuple(values.items()))
        return super().url_for(endpoint, **values)

    def _address_of(self, _root: str, endpoint: str, values: tuple[tuple[str, int], ...]) -> str:
        told: dict[str, Any] = dict(values)
        return super().url_for(endpoint, **told)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func
