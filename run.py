"""Sets Outreach up and starts it, with nothing but Python.

    python3 run.py                  set up what is missing, then serve and open the page
    python3 run.py test [...]       run the tests; what follows goes to pytest
    python3 run.py lint             check format, style, types and templates
    python3 run.py setup            only set up what these two need

Everything it makes lies beside it: the installed packages in .venv/, the data
and the keys in instance/.
"""

import argparse
import base64
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path

OLDEST_PYTHON = (3, 11)
if sys.version_info < OLDEST_PYTHON:
    sys.exit(f"Outreach needs Python 3.11 or newer, and this is {sys.version.split()[0]}.")

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
INSTANCE = HERE / "instance"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

TO_RUN = HERE / "requirements.txt"
TO_DEVELOP = HERE / "requirements-dev.txt"

AT_ONCE = (os.cpu_count() or 1) + 1
"""Tests that run at a time: one is always waiting for a browser, a mail server or a worker."""

CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("djlint", "templates", "--lint", "--quiet"),
)


def main(arguments: list[str]) -> int:
    """Do what the command line asks; the exit code is that of what was started."""
    if arguments[:1] == ["test"]:
        install(TO_DEVELOP)
        everything = [] if arguments[1:] else ["-n", str(AT_ONCE), "--dist", "worksteal"]
        return follow([PYTHON, "-m", "pytest", *everything, *arguments[1:]])
    if arguments == ["lint"]:
        return lint()
    if arguments == ["setup"]:
        install(TO_DEVELOP)
        return 0
    return serve(read(arguments))


def read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to serve on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to serve on (8000)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the page")
    return parser.parse_args(arguments)


def serve(wish: argparse.Namespace) -> int:
    """Start Outreach, and open its page once it answers."""
    address = address_of(wish.host, wish.port)
    if is_taken(wish.host, wish.port):
        print(
            f"Port {wish.port} is in use by another program. Choose another, such as --port {wish.port + 1}."
        )
        return 1
    install(TO_RUN)
    environment = {"OUTREACH_PUBLIC_URL": address} | kept_keys(INSTANCE) | os.environ
    if not wish.no_browser:
        beside(lambda: open_page(address))
    command = [
        PYTHON,
        "-m",
        "outreach",
        "run",
        "--migrate",
        "--host",
        wish.host,
        "--port",
        str(wish.port),
    ]
    return become(command, environment)


def lint() -> int:
    """Run every check, also when one of them found something. 0 if none did."""
    install(TO_DEVELOP)
    verdicts = []
    for name, *options in CHECKS:
        print(f"$ {' '.join([name, *options])}", flush=True)
        verdicts.append(follow([PYTHON, "-m", name, *options]))
    return int(any(verdicts))


def install(requirements: Path) -> None:
    """Put into .venv just what the file lists, if that is not there already."""
    wanted = stamp_of(requirements)
    stamp = VENV / f"{requirements.stem}.stamp"
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("Setting up. This takes a minute, the first time only.", flush=True)
    uv = working_uv()
    if not PYTHON.exists():
        run([sys.executable, "-m", "venv", *(["--without-pip"] if uv else []), VENV])
    if uv:
        run([uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON,
             "--require-hashes", "-r", requirements])  # fmt: skip
    else:
        ensure_pip()
        run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--require-hashes", "-r", requirements])  # fmt: skip
    # Where no bytecode is to be written, each start would compile all of it anew.
    run([PYTHON, "-m", "compileall", "-q", HERE / "outreach"])
    stamp.write_text(wanted, encoding="utf-8")


def stamp_of(requirements: Path) -> str:
    """What the installed packages depend on: the list, and the Python that runs them."""
    return f"{hashlib.sha256(requirements.read_bytes()).hexdigest()} {sys.version_info[:2]}"


def working_uv() -> str | None:
    """The uv on the PATH, which installs several times faster than pip; None without one."""
    uv = shutil.which("uv")
    return uv if uv and succeeds([uv, "--version"]) else None


def ensure_pip() -> None:
    """Bring pip into a .venv that was made without it."""
    if not succeeds([str(PYTHON), "-m", "pip", "--version"]):
        run([PYTHON, "-m", "ensurepip"])


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def kept_keys(instance: Path) -> dict[str, str]:
    """This instance's own keys, made at the first start and readable by their owner alone."""
    if {"OUTREACH_SECRET_KEY", "OUTREACH_ENCRYPTION_KEYS"} <= os.environ.keys():
        return {}
    kept = instance / "keys.env"
    if not kept.exists():
        instance.mkdir(mode=0o700, exist_ok=True)
        with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(new_keys())
    lines = kept.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def new_keys() -> str:
    secret_key = secrets.token_hex(32)
    encryption_key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return (
        "# Keep this file with every backup: stored mail passwords open with it only.\n"
        f"OUTREACH_SECRET_KEY={secret_key}\n"
        f"OUTREACH_ENCRYPTION_KEYS={encryption_key}\n"
    )


def address_of(host: str, port: int) -> str:
    """Where a browser on this machine reaches the server."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 (every address of this machine; the browser needs one)
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_taken(host: str, port: int) -> bool:
    """Whether somebody answers there already."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def open_page(address: str) -> None:
    """Show the page in the browser as soon as it answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.2)
        else:
            break
    webbrowser.open(address)


def beside(task: Callable[[], None]) -> None:
    """Do something while the server starts: in a process of its own where this one becomes the server."""
    if os.name == "nt":
        threading.Thread(target=task, daemon=True).start()
    elif os.fork() == 0:
        task()
        os._exit(0)


def become(command: list[str | Path], environment: dict[str, str]) -> int:
    """Go on as this program. Where a system has no such thing, run it and answer its exit code.

    So there is one process, which every signal reaches, and no second Python
    idles beside the server.
    """
    if os.name == "nt":
        return follow(command, environment)
    os.chdir(HERE)
    return os.execve(command[0], [str(part) for part in command], environment)


def follow(command: list[str | Path], environment: dict[str, str] | None = None) -> int:
    """Run a program to its end and answer its exit code; what stops us stops it first."""
    child = subprocess.Popen([str(part) for part in command], cwd=HERE, env=environment)
    # A terminal sends Ctrl-C to both of us: the child ends by itself, and we wait for it.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    return child.wait()


def run(command: list[str | Path]) -> None:
    """Run a step of the set-up; end here, with its exit code, if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=HERE, check=False)
    if done.returncode:
        print("The set-up did not succeed; what went wrong is said above. Run this again to try once more.")
        sys.exit(done.returncode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
