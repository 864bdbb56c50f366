"""Speaks to a language model: one request, one answer, an end to all patience. The guarded way out carries it."""

import json
from dataclasses import replace
from datetime import timedelta

from outreach.addresses import is_at_home
from outreach.errors import OutreachError
from outreach.outbound import Limits, NotAllowed, Outbound, Target, TooMuch, Unreached, is_numeric, target_of

PATIENCE = timedelta(minutes=2)
"""For everything together; a model on somebody's own computer thinks long."""

MOST_BYTES = 512 * 1024
PATH = "/chat/completions"
SAID = 160
HOME_NAMES = (".local", ".lan", ".home", ".internal", ".home.arpa", ".localhost")


class UnusableAddress(OutreachError):
    """The model's address cannot be one, or is out of bounds here."""


class ModelUnavailable(OutreachError):
    """The model gave no answer that could be used."""

    status = 502


NO_ADDRESS = (
    "This is not the address of a model. It begins with https:// or http:// and often ends in /v1, "
    "such as http://localhost:11434/v1."
)
IN_THE_CLEAR = (
    "This address would carry your key and your words unencrypted across the internet. Use https:// instead."
)


def way_to_models(outbound: Outbound, *, is_shared: bool) -> Outbound:
    """The way out for models: as for all else, and to this machine and its network for whoever runs it alone."""
    return replace(outbound, web=replace(outbound.web, is_home_open=not is_shared), own=None)


def endpoint_of(address: str) -> Target:
    """What was typed, such as http://localhost:11434/v1, as the place to ask. Raises UnusableAddress."""
    try:
        target = target_of(address)
    except NotAllowed:
        raise UnusableAddress(NO_ADDRESS) from None
    if not address.strip().lower().startswith("http") or "?" in target.path or "#" in address:
        raise UnusableAddress(NO_ADDRESS)
    return replace(target, path=target.path.rstrip("/").removesuffix(PATH) + PATH)


def complete(
    address: str,
    *,
    model: str,
    key: str,
    messages: list[dict[str, str]],
    way: Outbound,
    patience: timedelta = PATIENCE,
) -> str:
    """Ask the model, once, and return the text of its answer.

    Raises UnusableAddress, and ModelUnavailable with a sentence on what went wrong.
    """
    target = endpoint_of(address)
    if target.scheme == "http" and not (_is_home(target.host) or way.is_opened(target.url)):
        raise UnusableAddress(IN_THE_CLEAR)
    asked = json.dumps({"model": model, "messages": messages, "stream": False, "temperature": 0.4})
    head = {"Content-Type": "application/json", "Accept": "application/json"}
    if key:
        head["Authorization"] = f"Bearer {key}"
    limits = Limits(size=MOST_BYTES, within=patience, redirects=0)
    try:
        answer = way.fetch(target.url, method="POST", headers=head, body=asked.encode(), limits=limits)
    except Unreached as trouble:
        raise _told(trouble, target) from trouble
    return _content(answer.status, answer.body, target, model)


def _is_home(host: str) -> bool:
    """Whether nobody but this machine and its own network can be meant by a name or number."""
    if is_numeric(host):
        return is_at_home(host)
    return "." not in host or host.rstrip(".").endswith(HOME_NAMES)


def _told(trouble: Unreached, target: Target) -> OutreachError:
    """Why there was no answer, for the person."""
    if isinstance(trouble, NotAllowed):
        return UnusableAddress(
            f"{target.host} was not found on the public internet, and this Outreach asks nothing inside its own "
            "network. Whoever runs it can open the way in OUTREACH_OUTBOUND_ALLOW."
        )
    if isinstance(trouble, TooMuch):
        return ModelUnavailable(f"{target.host} sent far more than a letter. Nothing of it was stored.")
    return ModelUnavailable(
        f"The model at {target.host} did not answer, or took too long. Is it running, and is the address right?"
    )


def _content(status: int, body: bytes, target: Target, model: str) -> str:
    """The text of an answer, which may be empty. Raises ModelUnavailable for any answer that has no place for one."""
    if status != 200:
        raise ModelUnavailable(_refusal(status, body, target, model))
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError):
        content = None
    if not isinstance(content, str):
        raise ModelUnavailable(
            f"What {target.host} answered is not in the form of chat completions. "
            "Check the address in Settings; it often ends in /v1."
        )
    return content


def _refusal(status: int, body: bytes, target: Target, model: str) -> str:
    where = target.host
    if status in {401, 403}:
        return f"{where} does not accept the key. Give it anew in Settings."
    if status == 404:
        return f"{where} knows no model called “{model}”, or the address is not quite right.{_said(body)}"
    if status == 429:
        return f"{where} has had enough requests for now. Try again in a while.{_said(body)}"
    if 300 <= status < 400:
        return f"{where} points to another address, which is not followed. Give the right one in Settings."
    return f"{where} could not answer (status {status}).{_said(body)}"


def _said(body: bytes) -> str:
    """What the server itself says about it, if that is one short line of text."""
    try:
        told = json.loads(body[:MOST_BYTES])["error"]
        said = told["message"] if isinstance(told, dict) else told
    except (ValueError, RecursionError, LookupError, TypeError):
        return ""
    if not isinstance(said, str) or not said.strip():
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in said[: 4 * SAID]).split())
    return f" It says: “{line[:SAID]}”"
