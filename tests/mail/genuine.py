"""Mail as real programs write it to Ada after her letter to Grace: forty that must be noticed for what they are.

Each is written here from the form that the program is known for; none is copied.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from outreach.mail.incoming import News

WHEN = "Thu, 26 Nov 2026 10:15:00 +0000"
GRACE, ADA = "grace@example.com", "ada@example.org"


@dataclass(frozen=True, slots=True)
class Case:
    """One message, what it is called, and as what it is to be noticed."""

    name: str
    news: News
    raw: bytes


def message(head: str, body: str, *, sender: str = f"Grace Hopper <{GRACE}>") -> bytes:
    lines = [f"From: {sender}", f"To: Ada Lovelace <{ADA}>", f"Date: {WHEN}", *head.strip().splitlines()]
    return ("\r\n".join(lines) + "\r\n\r\n" + body.strip("\n").replace("\n", "\r\n") + "\r\n").encode()


def genuine(number: str) -> Iterator[Case]:
    """All of them, in answer to the message with this Message-ID."""
    yield from replies(number)
    yield from absences(number)
    yield from bounces(number)


QUOTES = {
    "Gmail": "On Tue, Nov 24, 2026 at 9:00 AM Ada Lovelace <ada@example.org> wrote:\n\n> Dear Ms. Hopper, …",
    "Gmail in German": "Am Di., 24. Nov. 2026 um 09:00 Uhr schrieb Ada Lovelace <\nada@example.org>:\n\n> Dear Ms. Hopper, …",
    "Gmail in French": "Le mar. 24 nov. 2026 à 09:00, Ada Lovelace <ada@example.org> a écrit :\n\n> Dear Ms. Hopper, …",
    "Outlook": "________________________________\nFrom: Ada Lovelace <ada@example.org>\nSent: Tuesday, November 24, 2026 9:00 AM\n"
    "To: Grace Hopper <grace@example.com>\nSubject: A question about compilers\n\nDear Ms. Hopper, …",
    "Outlook in German": "Von: Ada Lovelace <ada@example.org>\nGesendet: Dienstag, 24. November 2026 09:00\nAn: Grace Hopper\n"
    "Betreff: A question about compilers\n\nDear Ms. Hopper, …",
    "Outlook in Spanish": "De: Ada Lovelace <ada@example.org>\nEnviado el: martes, 24 de noviembre de 2026 9:00\nPara: Grace Hopper\n"
    "Asunto: A question about compilers\n\nDear Ms. Hopper, …",
    "Apple Mail": "> On 24 Nov 2026, at 09:00, Ada Lovelace <ada@example.org> wrote:\n> \n> Dear Ms. Hopper, …",
    "iPhone": "Sent from my iPhone\n\n> On Nov 24, 2026, at 9:00 AM, Ada Lovelace <ada@example.org> wrote:\n> \n> Dear Ms. Hopper, …",
    "Thunderbird": "On 24/11/2026 09:00, Ada Lovelace wrote:\n> Dear Ms. Hopper, …",
    "Thunderbird in Dutch": "Op 24-11-2026 om 09:00 schreef Ada Lovelace:\n> Dear Ms. Hopper, …",
    "Yahoo": "On Tuesday, November 24, 2026 at 09:00:00 AM GMT, Ada Lovelace <ada@example.org> wrote:\n\nDear Ms. Hopper, …",
    "Proton Mail": "Sent with Proton Mail secure email.\n\nOn Tuesday, November 24th, 2026 at 9:00 AM, Ada Lovelace <ada@example.org> wrote:\n\n> Dear Ms. Hopper, …",
    "Yahoo on a phone": "Sent from Yahoo Mail on Android \n \n  On Tue, Nov 24, 2026 at 9:00 AM, Ada Lovelace<ada@example.org> wrote:   Dear Ms. Hopper, …",
    "GroupWise": ">>> Ada Lovelace <ada@example.org> 11/24/2026 9:00 AM >>>\nDear Ms. Hopper, …",
    "Zimbra in French": "----- Mail original -----\nDe: \"Ada Lovelace\" <ada@example.org>\nÀ: \"Grace Hopper\"\nEnvoyé: Mardi 24 Novembre 2026\n\nDear Ms. Hopper, …",
    "Outlook for Android in German": "Outlook für Android herunterladen<https://aka.ms/AAb9ysg>\n________________________________\nVon: Ada Lovelace\n"
    "Gesendet: Dienstag, 24. November 2026 09:00\nAn: Grace Hopper\n\nDear Ms. Hopper, …",
    "K-9": "Am 24. November 2026 09:00:00 MEZ schrieb Ada Lovelace <ada@example.org>:\n>Dear Ms. Hopper, …",
}  # fmt: skip
SAYS = "Dear Ada,\n\nyes, gladly. Tuesday would suit me."


def replies(number: str) -> Iterator[Case]:
    """Answers; what she wrote ends where the program begins to quote."""
    for program, quote in QUOTES.items():
        head = (
            f"Subject: Re: A question about compilers\nMessage-ID: <{len(program)}.{abs(hash(quote))}@example.com>\n"
            f"In-Reply-To: {number}\nReferences: {number}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit"
        )
        yield Case(program, News.ANSWER, message(head, f"{SAYS}\n\n{quote}"))


AWAY = {
    "English": ("Automatic reply: A question about compilers", "I am out of the office with limited access to mail, and back on 7 December 2026."),
    "German": ("Automatische Antwort: A question about compilers", "Ich bin bis einschließlich 6. Dezember 2026 nicht im Büro und ab dem 07.12.2026 wieder erreichbar."),
    "French": ("Réponse automatique : A question about compilers", "Je suis absente du bureau. Je serai de retour le 7 décembre 2026."),
    "Spanish": ("Respuesta automática: A question about compilers", "Estaré fuera de la oficina. Regreso el 7 de diciembre de 2026."),
    "Italian": ("Risposta automatica: A question about compilers", "Sono fuori ufficio e rientro il 7 dicembre 2026."),
    "Portuguese": ("Resposta automática: A question about compilers", "Estou de férias e volto no dia 7 de dezembro de 2026."),
    "Dutch": ("Automatisch antwoord: A question about compilers", "Ik ben afwezig. Ik ben terug op 7 december 2026."),
    "Swedish": ("Autosvar: A question about compilers", "Jag är på semester och är tillbaka den 7 december 2026."),
    "Danish": ("Automatisk svar: A question about compilers", "Jeg er på ferie og er tilbage den 7. december 2026."),
    "Polish": ("Odpowiedź automatyczna: A question about compilers", "Jestem na urlopie. Wracam 7 grudnia 2026."),
    "Russian": ("Автоматический ответ: A question about compilers", "Я в отпуске. Вернусь 7 декабря 2026 года."),
    "Japanese": ("自動応答: A question about compilers", "休暇をいただいております。2026年12月7日より出社いたします。"),
}  # fmt: skip


def absences(number: str) -> Iterator[Case]:
    for place, (language, (subject, body)) in enumerate(AWAY.items()):
        mark = (
            "Auto-Submitted: auto-replied",
            "X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated",
        )[place % 2]
        head = (
            f"Subject: {subject}\nMessage-ID: <away-{place}@example.com>\nIn-Reply-To: {number}\n{mark}\n"
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit"
        )
        yield Case(f"away in {language}", News.AWAY, message(head, body))


REPORTS = {
    "Postfix": ("5.1.1", "smtp; 550 5.1.1 <grace@example.com>: Recipient address rejected: User unknown in virtual mailbox table"),
    "Exchange": ("5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
    "Gmail": ("5.1.1", "smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking it"),
    "Sendmail": ("5.1.1", "SMTP; 550 5.1.1 <grace@example.com>... User unknown"),
    "Exim": ("5.0.0", "smtp; 550 No such person at this address"),
    "Amazon SES": ("5.1.1", "smtp; 550 5.1.1 user unknown"),
    "Domino": ("5.1.1", "X-Notes; User grace (grace@example.com) not listed in Domino Directory"),
    "GroupWise": ("5.1.1", "smtp;550 5.1.1 Mailbox unknown or not accepting mail."),
    "Mimecast": ("5.4.1", "smtp; 550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550"),
    "no such domain": ("5.1.2", "dns; Host or domain name not found. Name service error for name=example.com type=MX: Host not found"),
}  # fmt: skip


def report(
    number: str, status: str, said: str, *, action: str = "failed", server: str = "mx.example.com"
) -> bytes:
    head = (
        f"Return-Path: <>\nSubject: Undelivered Mail Returned to Sender\nMessage-ID: <{abs(hash(said))}@{server}>\nAuto-Submitted: auto-replied\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"'
    )
    body = f"""--b
Content-Type: text/plain

Your message could not be delivered to one or more recipients.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; {server}

Final-Recipient: rfc822; grace@example.com
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--b
Content-Type: message/rfc822

From: Ada Lovelace <ada@example.org>
To: Grace Hopper <grace@example.com>
Subject: A question about compilers
Message-ID: {number}

Dear Ms. Hopper,
--b--
"""
    return message(head, body, sender=f"Mail Delivery Subsystem <MAILER-DAEMON@{server}>")


def bounces(number: str) -> Iterator[Case]:
    for server, (status, said) in REPORTS.items():
        yield Case(f"bounce by {server}", News.BOUNCE, report(number, status, said))
    for server, body in FREE_TEXT.items():
        head = f"Return-Path: <>\nSubject: failure notice\nMessage-ID: <free-{len(server)}@mx.example.com>"
        text = (
            body
            + f"\n\nFrom: ada@example.org\nTo: grace@example.com\nMessage-ID: {number}\n\nDear Ms. Hopper,"
        )
        yield Case(
            f"bounce by {server}",
            News.POSSIBLE_BOUNCE,
            message(head, text, sender="MAILER-DAEMON@mx.example.com"),
        )
    late = report(
        number,
        "4.4.1",
        "smtp; connect to mx.example.com[192.0.2.1]:25: Connection timed out",
        action="delayed",
    )
    yield Case("only late", News.LATE, late)


FREE_TEXT = {
    "qmail": "Hi. This is the qmail-send program at mx.example.com.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
    "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<grace@example.com>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
    "--- Below this line is a copy of the message.\n\nReturn-Path: <ada@example.org>",
    "Exim": "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\n"
    "recipients. This is a permanent error. The following address(es) failed:\n\n  grace@example.com\n    Unrouteable address\n\n"
    "------ This is a copy of the message, including all the headers. ------",
    "IMail": "Unknown user: grace@example.com\n\nOriginal message follows.",
    "MDaemon": "The following addresses had permanent fatal errors:\n\n<grace@example.com>\n\n--- Session Transcript ---\n<-- 550 <grace@example.com>, Recipient unknown\n"
    "--- End Transcript ---\n\n: Message contains [1] file attachments\n\n----- Original message follows -----",
}  # fmt: skip
