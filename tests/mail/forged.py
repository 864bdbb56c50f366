"""Mail from people who would like Ada to believe something: sixty that must change nothing by themselves.

Whoever forges knows Grace's address, Ada's, the subject, even what such mail looks
like. What they cannot know is the Message-ID of the letter and the name of the event.
"""

from collections.abc import Iterator
from itertools import product

from tests.mail.genuine import AWAY, FREE_TEXT, REPORTS, SAYS, message, report

GUESSES = (
    "", "<1@example.org>", "<letter-1@example.org>", "<outreach-1@example.org>", "<*@example.org>", "<@example.org>",
    "<%@example.org>", "<A question about compilers@example.org>", "<' OR 1=1 --@example.org>", "<.root@example.org>",
)  # fmt: skip
STRANGERS = ("Grace Hopper <grace@example.com.evil.example>", "Grace Hopper <grace@evil.example>")


def forged(number: str) -> Iterator[tuple[str, bytes]]:
    """Name and text of each; ``number`` is the true Message-ID, only ever used where it is altered."""
    for guess, language in zip(GUESSES, AWAY.values(), strict=False):
        yield (
            f"an absence in answer to {guess}",
            _reply(guess, *language, extra="Auto-Submitted: auto-replied"),
        )
    for guess in GUESSES:
        yield f"an answer to {guess}", _reply(guess, "Re: A question about compilers", SAYS)
    for guess, (status, said) in zip(GUESSES, REPORTS.values(), strict=True):
        yield f"a report about {guess}", report(guess or "<none@example.org>", status, said)
    for server, text in FREE_TEXT.items():
        yield f"a bounce without a number by {server}", _free(text)
    altered = {
        "shortened": number[:-6] + ">", "in capitals": number.swapcase(), "with a dot": number.replace("@", ".@"),
        "of another host": number.partition("@")[0] + "@evil.example>", "reversed": f"<{number[-2:0:-1]}>",
        "with a root of a root": number.replace("@", ".root.root@"),
    }  # fmt: skip
    for how, one in altered.items():
        yield f"an answer to the number {how}", _reply(one, "Re: A question about compilers", SAYS)
        yield f"a report of the number {how}", report(one, "5.1.1", "smtp; 550 5.1.1 user unknown")
    for sender, subject in product(STRANGERS, ("Re: A question about compilers", "Accepted: A conversation")):
        yield f"{subject} from {sender}", _reply("", subject, SAYS, sender=sender)
    for address in ("katherine@example.com", "ada@example.org", "grace@example.com.evil.example"):
        text = report(number, "5.1.1", "smtp; 550 5.1.1 user unknown").decode()
        yield (
            f"a report of the letter for {address}",
            text.replace("rfc822; grace@example.com", f"rfc822; {address}").encode(),
        )
    yield from calendars()


def _reply(number: str, subject: str, body: str, *, sender: str = "", extra: str = "X-Mailer: any") -> bytes:
    head = f"Subject: {subject}\nMessage-ID: <{abs(hash((number, subject, sender)))}@example.com>\n{extra}"
    head += f"\nIn-Reply-To: {number}\nReferences: {number}" if number else ""
    head += "\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit"
    return message(head, body, **({"sender": sender} if sender else {}))


def _free(text: str) -> bytes:
    head = f"Return-Path: <>\nSubject: failure notice\nMessage-ID: <nothing-{len(text)}@mx.example.com>"
    return message(head, text, sender="MAILER-DAEMON@mx.example.com")


EVENTS = ("1@example.org", "booking-1@example.org", "", "*", "A question about compilers")


def calendars() -> Iterator[tuple[str, bytes]]:
    """Answers to events that were never sent, and what is not an attendee's to say."""
    for place, (uid, method) in enumerate(product(EVENTS, ("REPLY", "COUNTER", "CANCEL"))):
        yield f"{method} of {uid}", calendar(uid, method, place)


def calendar(uid: str, method: str, place: int) -> bytes:
    body = (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\nMETHOD:{method}\nBEGIN:VEVENT\nUID:{uid}\nSEQUENCE:9\nDTSTAMP:20261126T101500Z\n"
        "DTSTART:20261130T150000Z\nDTEND:20261130T153000Z\nORGANIZER:mailto:ada@example.org\n"
        "ATTENDEE;PARTSTAT=DECLINED:mailto:grace@example.com\nEND:VEVENT\nEND:VCALENDAR"
    )
    head = f"Subject: Declined\nMessage-ID: <cal-{place}@example.com>\nContent-Type: text/calendar; method={method}; charset=utf-8"
    return message(head, body)
