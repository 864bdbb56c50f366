"""The web server: waitress, stopped with good manners.

Told to stop, waitress alone cuts off whatever is being answered. Here it takes
no new connections, lets the answers that were begun reach their readers, and
only then ends. Pure Python, so it runs wherever Python does.
"""

import errno
import logging
import time
from collections.abc import Callable
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from outreach.errors import OutreachError

log = logging.getLogger(__name__)

THREADS = 6
GRACE = 25.0
"""Seconds that requests may still run after the word to stop; service managers often kill after 30."""

LARGEST_REQUEST = 2 * 1024 * 1024
"""Bytes. The application has a stricter rule of its own; this keeps the rest off the disk."""

WAKE_UP = 1.0
"""Seconds after which a stop is noticed even where a signal does not interrupt waiting."""


class CannotListen(OutreachError):
    """The address cannot be served on."""


class Server:
    """Serves one WSGI application on one address, until it is told to stop."""

    def __init__(
        self, application: Callable[..., Any], *, host: str, port: int, behind_proxies: bool = False
    ) -> None:
        """Begin to listen; ``port`` 0 means any that is free. Raises CannotListen."""
        self._map: dict[int, Any] = {}
        self._stopping = False
        try:
            create_server(
                application,
                map=self._map,
                host=host,
                port=port,
                threads=THREADS,
                ident=None,
                max_request_body_size=LARGEST_REQUEST,
                clear_untrusted_proxy_headers=not behind_proxies,
            )
        except (OSError, ValueError) as refused:
            wasyncore.close_all(self._map)
            raise CannotListen(_why_not(refused, host, port)) from refused
        self._listeners = [s for s in self._map.values() if isinstance(s, BaseWSGIServer)]
        self.port = int(self._listeners[0].effective_port)

    def stop(self) -> None:
        """Ask the server to end. May be called from another thread or a signal handler."""
        if not self._stopping:
            self._stopping = True
            self._listeners[0].pull_trigger()

    def run(self) -> None:
        """Serve until ``stop``, then finish what was begun."""
        while not self._stopping:
            self._turn(WAKE_UP)
        self._stop_accepting()
        self._finish()
        self._listeners[0].task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map)

    def _stop_accepting(self) -> None:
        # Whoever connected before the word to stop is still let in.
        for _ in range(3):
            self._turn(0)
        for listener in self._listeners:
            listener.accepting = False
            wasyncore.dispatcher.close(listener)

    def _finish(self) -> None:
        last_moment = time.monotonic() + GRACE
        while any(_is_busy(channel) for channel in self._map.values() if isinstance(channel, HTTPChannel)):
            if time.monotonic() > last_moment:
                log.warning("Some requests were still running after %.0f seconds and were cut off.", GRACE)
                return
            self._turn(0.05)

    def _turn(self, timeout: float) -> None:
        wasyncore.loop(timeout=timeout, map=self._map, count=1)


def _is_busy(channel: HTTPChannel) -> bool:
    """Whether a request is being received, answered, or its answer still on its way."""
    return bool(channel.requests or channel.request or channel.total_outbufs_len)


def _why_not(refused: Exception, host: str, port: int) -> str:
    if getattr(refused, "errno", None) == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Stop that one, or choose another with --port."
    return f"Outreach cannot serve on {host}, port {port}: {refused}. Choose another with --host or --port."
