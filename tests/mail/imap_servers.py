"""Real IMAP servers for tests: pymap and Dovecot, and a wire to them that breaks when it is told to."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from outreach.mail.server import ImapServer

USERNAME, PASSWORD = "ada", "s3cret-words"

DOVECOT = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
auth_username_chars =
mail_location = maildir:~/Maildir
mail_fsync = never
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
mail_max_userip_connections = 1000
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={usergroup} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class RunningServer:
    """An IMAP server on this machine, without encryption, as only this machine is asked."""

    port: int

    @property
    def settings(self) -> ImapServer:
        return ImapServer("127.0.0.1", self.port, "none", USERNAME, PASSWORD)

    @contextmanager
    def client(self) -> Iterator[Any]:
        """A second look, as the person's own mail program would have it."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.login(USERNAME, PASSWORD)
        yield client
        with suppress(Exception):
            client.logout()

    def put(
        self,
        messages: Iterable[bytes],
        *,
        folder: str = "INBOX",
        seen: bool = False,
        at: datetime | None = None,
    ) -> None:
        with self.client() as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for message in messages:
                client.append(folder, message, [b"\\Seen"] if seen else [], at)

    def flags(self, folder: str = "INBOX") -> dict[int, tuple[bytes, ...]]:
        """The flags of every message; what only says that a session saw it first is left out."""
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            uids = client.search()
            found = client.get_flags(uids) if uids else {}
        return {uid: tuple(sorted(f for f in flags if f != b"\\Recent")) for uid, flags in found.items()}


def started(name: str) -> AbstractContextManager[RunningServer]:
    """``pymap`` or ``dovecot``, running."""
    if name == "dovecot" and shutil.which("dovecot") is None:
        pytest.skip("no Dovecot: install dovecot-imapd, so that a second server can be read")
    return {"pymap": pymap, "dovecot": dovecot}[name]()


@contextmanager
def pymap() -> Iterator[RunningServer]:
    """pymap, which keeps everything in memory."""
    port = free_port()
    arguments = ["--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    command = [
        sys.executable,
        "-c",
        "from pymap.main import main; main()",
        *arguments,
        "dict",
        "--demo-user",
        USERNAME,
        "--demo-password",
        PASSWORD,
    ]
    with running(command, port):
        yield RunningServer(port)


@contextmanager
def dovecot(messages: Iterable[bytes] = (), *, at: float | None = None) -> Iterator[RunningServer]:
    """Dovecot with a configuration of its own, as whoever we are; its processes give up root if we have it.

    ``messages`` lie in its inbox from the beginning, every other one read already, and arrived ``at`` then.
    """
    port, folder = free_port(), Path(tempfile.mkdtemp(prefix="outreach-dovecot-"))
    is_root = os.getuid() == 0
    me = pwd.getpwuid(os.getuid())
    user = pwd.getpwnam("nobody") if is_root else me
    for name in ("run", "state", "home"):
        (folder / name).mkdir()
    inbox = folder / "home" / USERNAME / "Maildir" / "cur"
    inbox.mkdir(parents=True)
    for number, message in enumerate(messages):
        file = inbox / f"{1_700_000_000 + number}.{number}.here:2,{'S' if number % 2 else ''}"
        file.write_bytes(message)
        if at is not None:
            os.utime(file, (at + number / 1000, at + number / 1000))
    if is_root:
        for path in [folder / "home", *(folder / "home").rglob("*")]:
            os.chown(path, user.pw_uid, user.pw_gid)
        folder.chmod(0o755)
    config = folder / "dovecot.conf"
    config.write_text(
        DOVECOT.format(
            folder=folder,
            port=port,
            password=PASSWORD,
            login="dovenull" if is_root else me.pw_name,
            internal="dovecot" if is_root else me.pw_name,
            group="dovecot" if is_root else me.pw_gid,
            user=user.pw_uid,
            usergroup=user.pw_gid,
        )
    )
    try:
        with running(["dovecot", "-F", "-c", str(config)], port):
            yield RunningServer(port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as sock:
            if sock.recv(2):
                return
        assert process.poll() is None, "the server did not start"
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def breaking_wire(port: int, after: Callable[[], int | None]) -> Iterator[int]:
    """A port that leads to another, and breaks after so many octets from the server; None means never.

    ``after`` is asked once for each connection.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()
    threading.Thread(target=_accept, args=(listener, port, after, stopped), daemon=True).start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        stopped.set()
        with suppress(OSError), socket.create_connection(listener.getsockname(), 1):
            pass
        listener.close()


def _accept(
    listener: socket.socket, port: int, after: Callable[[], int | None], stopped: threading.Event
) -> None:
    while not stopped.is_set():
        with suppress(OSError):
            near, _ = listener.accept()
            if stopped.is_set():
                near.close()
                return
            threading.Thread(target=_connect, args=(near, port, after()), daemon=True).start()


def _connect(near: socket.socket, port: int, left: int | None) -> None:
    far = socket.create_connection(("127.0.0.1", port))
    threading.Thread(target=_pump, args=(near, far, None), daemon=True).start()
    _pump(far, near, left)


def _pump(source: socket.socket, sink: socket.socket, left: int | None) -> None:
    with suppress(OSError):
        while left is None or left > 0:
            data = source.recv(65536 if left is None else min(left, 65536))
            if not data:
                break
            sink.sendall(data)
            left = left if left is None else left - len(data)
    for sock in (source, sink):
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()
