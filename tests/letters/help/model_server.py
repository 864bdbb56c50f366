"""A server on this machine that speaks the protocol of chat completions, and a few ways of speaking it badly."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWER = "Subject: A question about compilers\n\n((greeting))\n\nHow did the first compiler begin?\n\n((signature))"


@dataclass
class Model:
    """What it was asked, and how it answers."""

    url: str = ""
    says: str = ANSWER
    status: int = 200
    raw: bytes | None = None
    """Sent in place of an answer of the right form."""
    drips: float = 0
    """Seconds between one byte and the next."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def answer(self) -> bytes:
        if self.raw is not None:
            return self.raw
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": self.says}}]}).encode()


@contextmanager
def model_server() -> Iterator[Model]:
    """The server, until the story is told."""
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            model.asked.append(json.loads(self.rfile.read(length)))
            model.keys.append(self.headers.get("Authorization", ""))
            model.paths.append(self.path)
            self.send_response(model.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", str(len(model.answer)))
            self.end_headers()
            self._say(model.answer)

        def _say(self, answer: bytes) -> None:
            if not model.drips:
                self.wfile.write(answer)
                return
            for octet in answer:
                try:
                    self.wfile.write(bytes([octet]))
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(model.drips)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield model
    server.shutdown()
    server.server_close()
    thread.join()
