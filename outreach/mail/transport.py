"""The only code that speaks SMTP.

Flask-Mail's connection, with its holes closed: certificates are verified, every
wait has an end, the password leaves this machine only encrypted, one message
has one recipient, and the bytes are those that were written once. The steps can
be taken one by one, so that the outbox can record how far it has come:

    with smtp_connection(server) as connection:
        connection.begin(sender, recipient)   # MAIL, RCPT
        ...                                   # commit: from here on it may have been sent
        connection.data(raw)                  # DATA

Whatever goes wrong becomes one of the outcomes: Later, Never, Stop, Unsure.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from types import TracebackType
from typing import Self

import flask_mail

from outreach.mail.mime import Parcel, UnsafeHeader, as_bytes, bare_address
from outreach.mail.outcomes import (
    Concerns,
    Later,
    Never,
    Step,
    Stop,
    Undelivered,
    Unsure,
    left_unsure,
    lost,
    not_encrypted,
    quoted,
    refused,
)
from outreach.mail.patience import Opener, PatientSmtp, base64_of, open_socket, token_login, trusting
from outreach.mail.server import SmtpServer

__all__ = ["Connection", "Later", "Mail", "Message", "Never", "Stop", "Unsure", "smtp_connection"]

FAREWELL = timedelta(seconds=3)
BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")


def always() -> bool:
    """The text may end."""
    return True


class Connection(flask_mail.Connection):
    """A connection that takes one message at a time, in steps. Made by ``smtp_connection``."""

    via = "smtp"

    def __init__(self, mail: "Mail") -> None:
        super().__init__(mail)
        self._server, self._context, self._opener = mail.smtp_server, mail.context, mail.opener
        self._smtp: PatientSmtp | None = None
        self._has_begun = False
        self.receipt = ""

    def __enter__(self) -> Self:
        super().__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say goodbye. Whether the server hears it changes nothing any more."""
        if self._smtp is not None:
            self._smtp.allow(self._server.timeout, min(FAREWELL, self._server.deadline))
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._smtp.close()

    def configure_host(self) -> PatientSmtp:
        """Connect, encrypt and log in. Raises Later or Stop; nothing has been sent then."""
        with self._until(Step.CONNECT):
            self._smtp = PatientSmtp(self._server, self._context, self._opener)
            self._smtp.ehlo_or_helo_if_needed()
        if self._server.security == "starttls":
            self._encrypt(self._smtp)
        if self._server.username:
            self._log_in(self._smtp)
        return self._smtp

    def begin(self, sender: str, recipient: str) -> None:
        """Name the sender and the one recipient. Raises Later, Never or Stop; nothing has been sent then."""
        sender, recipient = _the_sender(sender), _the_recipient(recipient)
        with self._until(Step.SENDER):
            smtp = self._connected()
            smtp.allow(self._server.timeout, self._server.deadline)
            if self._has_begun:
                smtp.rset()  # leaves nothing of a message that was refused before; one that ended left nothing
            self._has_begun = True
            self._expect(Step.SENDER, {250}, smtp.docmd("mail", f"FROM:<{sender}>"))
        with self._until(Step.RECIPIENT):
            self._expect(Step.RECIPIENT, {250, 251}, smtp.docmd("rcpt", f"TO:<{recipient}>"))

    def data(self, raw: bytes, *, may_end: Callable[[], bool] = always) -> bool:
        """Hand over the message; ``receipt`` is what the server said when it took it.

        ``may_end`` is asked before the line that ends it: without that line no
        server takes it (RFC 5321 §4.1.1.4), so where it says no, the connection
        is cut and this is False.

        Raises Later or Never if it was surely not taken: refused, or the
        connection was lost before its end had left. Raises Unsure if the end
        had left and no answer came back.
        """
        if not raw.isascii() or BARE_LINE_END.search(raw) or not raw.endswith(b"\r\n"):
            raise Never(
                "The message is not in the form that mail servers pass on.", concerns=Concerns.MESSAGE
            )
        with self._until(Step.DATA):
            smtp = self._connected()
            self._expect(Step.DATA, {354}, smtp.docmd("DATA"))
            smtp.send(re.sub(rb"(?m)^\.", b"..", raw))  # RFC 5321 §4.5.2
        if not self._may_end(may_end):
            return False
        self.receipt = self._finish(smtp)
        self._has_begun = False
        return True

    def send(self, message: flask_mail.Message, envelope_from: str | tuple[str, str] | None = None) -> None:
        """All steps at once, the way Flask-Mail's ``Mail.send`` asks for it."""
        [recipient] = message.recipients
        self.begin(str(envelope_from or message.sender), str(recipient))
        self.data(message.as_bytes())
        flask_mail.email_dispatched.send(self.mail, message=message)

    def _may_end(self, may_end: Callable[[], bool]) -> bool:
        """Ask, and unless the answer is yes say no more to the server: it would take a goodbye for text."""
        is_well = False
        try:
            is_well = may_end()
        finally:
            if not is_well:
                self._close()
        return is_well

    def _finish(self, smtp: PatientSmtp) -> str:
        """Send the line that ends the message. Only here may the truth be lost with the connection."""
        smtp.allow(self._server.patience, self._server.patience)
        try:
            smtp.send(b".\r\n")
            code, said = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            smtp.close()
            raise left_unsure("broke off or fell silent") from error
        if not 200 <= code <= 299 and not 400 <= code <= 599:
            raise left_unsure("answered with something odd")
        self._expect(Step.END, set(range(200, 300)), (code, said))
        return self._harmless(said)

    def _encrypt(self, smtp: PatientSmtp) -> None:
        if not smtp.has_extn("starttls"):
            smtp.close()
            raise not_encrypted(self._server.host, self._server.port)
        with self._until(Step.ENCRYPT):
            smtp.starttls(context=self._context)
            smtp.ehlo_or_helo_if_needed()

    def _log_in(self, smtp: PatientSmtp) -> None:
        with self._until(Step.LOG_IN):
            server = self._server
            said = smtp.log_in(server.username, server.password, is_token=server.is_token)
            self._expect(Step.LOG_IN, {235}, said)

    def _connected(self) -> PatientSmtp:
        if self._smtp is None or self._smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        return self._smtp

    def _expect(self, step: Step, hoped_for: set[int], reply: tuple[int, bytes]) -> None:
        code, said = reply
        if code not in hoped_for:
            raise refused(step, code, self._harmless(said))

    def _harmless(self, said: bytes) -> str:
        """The server's words without our secrets, should it repeat them."""
        text = said.decode("utf-8", "replace")
        username, password = self._server.username, self._server.password
        login = f"\0{username}\0{password}", token_login(username, password)
        for secret in (password, base64_of(password), *map(base64_of, login)):
            text = text.replace(secret, "…") if password else text
        return quoted(text)

    @contextmanager
    def _until(self, step: Step) -> Iterator[None]:
        """Whatever happens in this step becomes an outcome, and no connection is left half open."""
        try:
            yield
        except Undelivered as outcome:
            if step in {Step.CONNECT, Step.ENCRYPT, Step.LOG_IN} or outcome.code == 421:
                self._close()
            raise
        except smtplib.SMTPResponseException as error:
            self._close()
            raise refused(step, error.smtp_code, self._harmless(_as_bytes(error.smtp_error))) from error
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise lost(self._server.host, step, error) from error

    def _close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()


class Message(flask_mail.Message):
    """A parcel in Flask-Mail's clothes; its bytes are made once, and not by Flask-Mail."""

    def __init__(self, parcel: Parcel) -> None:
        super().__init__(
            subject=parcel.subject,
            recipients=[parcel.to_address],
            body=parcel.text,
            sender=parcel.from_address,
        )
        self.msgId = parcel.message_id
        self._raw = as_bytes(parcel)

    def as_bytes(self) -> bytes:
        return self._raw

    def as_string(self) -> str:
        return self._raw.decode("ascii")


class Mail(flask_mail.Mail):
    """Flask-Mail for one account's server rather than one for the whole application."""

    def __init__(self, server: SmtpServer, *, context: ssl.SSLContext | None, opener: Opener) -> None:
        super().__init__()
        self.smtp_server, self.opener = server, opener
        self.context = context or trusting()
        self.state = self.init_mail({"MAIL_SERVER": server.host, "MAIL_PORT": server.port})

    def connect(self) -> Connection:
        return Connection(self)


def smtp_connection(
    server: SmtpServer, *, context: ssl.SSLContext | None = None, opener: Opener = open_socket
) -> Connection:
    """A connection to enter with ``with``: connected, encrypted and logged in.

    ``context`` is for operators who trust a certificate authority of their own;
    ``opener`` for those who guard which addresses may be connected to. Entering
    raises Later or Stop.
    """
    return Mail(server, context=context, opener=opener).connect()


def _as_bytes(said: bytes | str) -> bytes:
    return said.encode() if isinstance(said, str) else said


def _the_sender(address: str) -> str:
    try:
        return bare_address(address, field="address you send from")
    except UnsafeHeader as error:
        raise Stop(str(error), concerns=Concerns.ACCOUNT) from error


def _the_recipient(address: str) -> str:
    try:
        return bare_address(address, field="address of the recipient")
    except UnsafeHeader as error:
        raise Never(str(error), concerns=Concerns.ADDRESS) from error
