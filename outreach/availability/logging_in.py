"""How a web server is told who asks: Basic (RFC 7617) and Digest (RFC 7616). Pure but for the chance in it."""

import hashlib
import secrets
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.request import parse_http_list, parse_keqv_list

HASHES = {"MD5": "md5", "SHA-256": "sha256", "MD5-SESS": "md5", "SHA-256-SESS": "sha256"}


@dataclass(frozen=True, slots=True)
class Login:
    """A server's address, and who asks there."""

    url: str = field(repr=False)
    username: str
    password: str = field(repr=False)


def answer_to(challenge: str, login: Login, method: str, path: str) -> str:
    """The ``Authorization`` for one question, in the best way that ``WWW-Authenticate`` offers."""
    digest = next(
        (told for scheme, told in _challenges(challenge) if scheme == "digest" and _is_known(told)), None
    )
    if digest is not None:
        return _digest(digest, login, method, path)
    return "Basic " + b64encode(f"{login.username}:{login.password}".encode()).decode("ascii")


def _challenges(header: str) -> list[tuple[str, dict[str, str]]]:
    """Each way that is offered, with what it tells; a server may offer several in one line."""
    found: list[tuple[str, list[str]]] = []
    for part in parse_http_list(header):
        scheme, blank, rest = part.partition(" ")
        if "=" not in scheme:
            found.append((scheme.lower(), [rest] if blank and "=" in rest else []))
        elif found and "=" in part:
            found[-1][1].append(part)
    return [(scheme, {k.lower(): v for k, v in parse_keqv_list(told).items()}) for scheme, told in found]


def _is_known(told: dict[str, str]) -> bool:
    ways = {way.strip() for way in told.get("qop", "auth").split(",")}
    return told.get("algorithm", "MD5").upper() in HASHES and "auth" in ways and "nonce" in told


def _digest(told: dict[str, str], login: Login, method: str, path: str) -> str:
    algorithm = told.get("algorithm", "MD5")

    def hashed(*parts: str) -> str:
        # The standard's choice, where a server offers no better one; the connection is encrypted besides.
        made = hashlib.new(HASHES[algorithm.upper()], ":".join(parts).encode(), usedforsecurity=False)
        return made.hexdigest()

    nonce, realm, chance = told["nonce"], told.get("realm", ""), secrets.token_hex(8)
    secret = hashed(login.username, realm, login.password)
    if algorithm.upper().endswith("-SESS"):
        secret = hashed(secret, nonce, chance)
    asked = hashed(method, path)
    if "qop" in told:
        response = hashed(secret, nonce, "00000001", chance, "auth", asked)
    else:
        response = hashed(secret, nonce, asked)
    quoted = {"username": login.username, "realm": realm, "nonce": nonce, "uri": path, "response": response}
    if "opaque" in told:
        quoted["opaque"] = told["opaque"]
    parts = [f'{name}="{_escaped(value)}"' for name, value in quoted.items()] + [f"algorithm={algorithm}"]
    if "qop" in told:
        parts += ["qop=auth", "nc=00000001", f'cnonce="{chance}"']
    return "Digest " + ", ".join(parts)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
