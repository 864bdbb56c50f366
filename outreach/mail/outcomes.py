"""What may become of a message that a mail server did not simply take. Pure.

However mail servers and networks fail, the outbox hears one of four things:
*later*, *never*, *stop, this account is broken*, and, once the text was handed
over, *unsure*. What the server said is quoted, but short, on one line and
harmless wherever it is shown.
"""

import re
import socket
import ssl
from enum import StrEnum

from outreach.calendars.plain import one_line
from outreach.errors import OutreachError

LONGEST_QUOTE = 200
GARBLED = -1  # what smtplib makes of a reply without a number
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")  # RFC 3463


class Concerns(StrEnum):
    """Whose trouble it is: this message alone, this address, or the whole mail account."""

    MESSAGE = "message"
    ADDRESS = "address"
    ACCOUNT = "account"


class Undelivered(OutreachError):
    """A message was not accepted, or it is not known whether it was.

    The text is the reason in plain words; ``code`` the server's number, if it
    gave one.
    """

    def __init__(self, reason: str, *, concerns: Concerns, code: int | None = None) -> None:
        self.concerns = concerns
        self.code = code
        super().__init__(reason)


class Later(Undelivered):
    """Nothing was accepted; try again. If the account is concerned, let all its messages wait."""


class Never(Undelivered):
    """This message will not be taken. If the address is concerned, do not write to it again."""


class Stop(Undelivered):
    """The account cannot send until its owner looks at it. Nothing was accepted."""


class Unsure(Undelivered):
    """The whole message was handed over and no answer came. It must not be sent again by itself."""


class Step(StrEnum):
    """How far the conversation with the server had come, in words for a sentence."""

    CONNECT = "the connection"
    ENCRYPT = "the encrypted connection"
    LOG_IN = "the login"
    SENDER = "the sender’s address"
    RECIPIENT = "the recipient’s address"
    DATA = "the message"
    END = "the end of the message"


def refused(step: Step, code: int, said: bytes | str) -> Undelivered:
    """The outcome of a reply that was not the one hoped for.

    4xx is *later* and 5xx is not (RFC 5321 §4.2.1), except where the refusal
    says nothing about the message: a banner of 554 or a failed login is the
    account's trouble. A reply without a number is never taken for a 5xx.
    """
    quote = quoted(said)
    reason = f"The mail server refused {step}: {code} {quote}".rstrip() + "."
    if code == GARBLED or not 400 <= code <= 599:
        return Later(
            f"The mail server answered {step} with something odd: {quote}.", concerns=_first_whom(step)
        )
    if step is Step.LOG_IN and code != 421:
        return Stop(reason, concerns=Concerns.ACCOUNT, code=code)
    if code < 500:
        whom = Concerns.ACCOUNT if code == 421 else _first_whom(step)
        return Later(reason, concerns=whom, code=code)
    if step in {Step.RECIPIENT, Step.DATA, Step.END}:
        return Never(reason, concerns=_at_last_whom(step, code, quote), code=code)
    return Stop(reason, concerns=Concerns.ACCOUNT, code=code)


def lost(host: str, step: Step, error: Exception) -> Undelivered:
    """The outcome of a connection that failed before a whole message was handed over."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Stop(
            f"{host} could not prove that it is {host} ({quoted(error.verify_message)}), "
            "so neither the password nor the message was sent.",
            concerns=Concerns.ACCOUNT,
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Stop(
            f"{host} does not speak TLS the way it should ({quoted(error.reason or '')}). "
            "Check the port and the kind of encryption.",
            concerns=Concerns.ACCOUNT,
        )
    return Later(
        f"{_how_lost(host, error)}, at {step}. Nothing was sent; it will be tried again.",
        concerns=Concerns.ACCOUNT,
    )


def not_encrypted(host: str, port: int) -> Stop:
    """The outcome where encryption was asked for and is not to be had: never without it."""
    return Stop(
        f"{host} does not offer encryption (STARTTLS) on port {port}, so neither the password nor the "
        "message was sent. Check the name and the port; if they are right, somebody may be meddling with "
        "the connection.",
        concerns=Concerns.ACCOUNT,
    )


def left_unsure(what: str) -> Unsure:
    """The outcome where the end of the message had left and no usable answer came."""
    return Unsure(
        f"The mail server {what} after it was given the whole message, so nobody can tell whether "
        "it was sent. Look into your Sent folder, or ask the recipient.",
        concerns=Concerns.MESSAGE,
    )


def quoted(said: bytes | str) -> str:
    """What the server said, on one line, at most 200 characters, with nothing that is markup or control."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    line = one_line(text, longest=LONGEST_QUOTE)
    return line.translate({ord("<"): "‹", ord(">"): "›", ord("&"): "+"}).rstrip(".")


def _first_whom(step: Step) -> Concerns:
    """Whom a refusal for now concerns, by the step it came at."""
    if step is Step.RECIPIENT:
        return Concerns.ADDRESS
    return Concerns.MESSAGE if step in {Step.DATA, Step.END} else Concerns.ACCOUNT


def _at_last_whom(step: Step, code: int, quote: str) -> Concerns:
    """Whom a refusal for good concerns: RFC 3463 tells a bad address from a policy, if it is used."""
    found = STATUS.search(quote)
    subject = found[1].split(".")[1] if found else ""
    if subject == "7" or code == 530 or (code == 554 and step is Step.END):
        return Concerns.ACCOUNT
    if step is Step.RECIPIENT and subject in {"", "1"}:
        return Concerns.ADDRESS
    return Concerns.MESSAGE


def _how_lost(host: str, error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return f"{host} could not be found"
    # smtplib says "disconnected" for everything, and keeps what it was.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return f"{host} did not answer in time"
    return f"{host} could not be reached, or broke off"
