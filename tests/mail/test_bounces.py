"""What a bounce says, in the words of many mail servers."""

from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest

from outreach.mail.bounce_reasons import Reason, judge
from outreach.mail.bounces import read_bounce

SAMPLES = Path(__file__).parent.parent / "samples" / "bounces"
GRACE = "grace@example.com"

EXPECTED = {
    "like_1und1": (Reason.TOO_LARGE, False),
    "like_amazon_ses": (Reason.NOT_TRUSTED, False),
    "like_biglobe": (Reason.FULL, False),
    "like_courier": (Reason.UNKNOWN_USER, True),
    "like_domino": (Reason.UNKNOWN_USER, True),
    "like_exchange_5_5": (Reason.UNKNOWN_USER, True),
    "like_exim": (Reason.UNKNOWN_USER, True),
    "like_exim_late": (Reason.DELAYED, False),
    "like_ezweb": (Reason.UNKNOWN_USER, True),
    "like_feedback": (Reason.COMPLAINT, False),
    "like_gmail": (Reason.UNKNOWN_USER, True),
    "like_imail": (Reason.UNKNOWN_USER, True),
    "like_interscan": (Reason.UNKNOWN_USER, True),
    "like_james": (Reason.UNKNOWN_USER, True),
    "like_mailmarshal": (Reason.UNKNOWN_USER, True),
    "like_mailru": (Reason.FULL, False),
    "like_mfilter": (Reason.UNKNOWN_USER, True),
    "like_microsoft_365": (Reason.UNKNOWN_USER, True),
    "like_microsoft_365_denied": (Reason.NOT_TRUSTED, False),
    "like_microsoft_365_unfolded": (Reason.UNKNOWN_USER, True),
    "like_notes": (Reason.UNKNOWN_USER, True),
    "like_old_gmail": (Reason.DISABLED, False),
    "like_old_mac": (Reason.UNKNOWN_USER, True),
    "like_old_sendmail": (Reason.UNKNOWN_USER, True),
    "like_postfix": (Reason.UNKNOWN_USER, True),
    "like_postfix_full": (Reason.FULL, False),
    "like_postfix_given_up": (Reason.NETWORK, False),
    "like_postfix_late": (Reason.DELAYED, False),
    "like_postfix_no_host": (Reason.UNKNOWN_HOST, True),
    "like_qmail": (Reason.UNKNOWN_USER, True),
    "like_qmail_no_host": (Reason.UNKNOWN_HOST, True),
    "like_sendmail": (Reason.UNKNOWN_USER, True),
    "like_yahoo": (Reason.UNKNOWN_USER, True),
    "like_zoho": (Reason.UNKNOWN_USER, True),
}
REPORTS = {"amazon_ses", "courier", "domino", "feedback", "gmail", "microsoft_365", "microsoft_365_denied",
           "microsoft_365_unfolded", "old_mac", "postfix", "postfix_full", "postfix_given_up", "postfix_late",
           "postfix_no_host", "sendmail"}  # fmt: skip
KEEP_NO_ID = {"biglobe", "exchange_5_5", "exim_late", "ezweb", "interscan", "james", "mailmarshal",
              "microsoft_365_denied"}  # fmt: skip


def test_every_sample_is_expected() -> None:
    assert {path.stem for path in SAMPLES.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bounce_tells_whom_why_and_for_how_long(name: str) -> None:
    bounce = read_bounce((SAMPLES / f"{name}.eml").read_bytes())

    assert bounce is not None
    assert (bounce.address, len(bounce.failures)) == (GRACE, 1)
    assert (bounce.first.reason, bounce.is_hard) == EXPECTED[name]
    assert bounce.is_delay is (EXPECTED[name][0] is Reason.DELAYED)
    assert bounce.why == bounce.first.reason.in_words


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bounce_names_our_letter_if_that_came_back_and_says_if_it_is_a_report(name: str) -> None:
    bounce = read_bounce((SAMPLES / f"{name}.eml").read_bytes())
    short = name.removeprefix("like_")

    assert bounce is not None
    assert (bounce.original_ids[:1] == ("<letter-1@example.org>",)) is (short not in KEEP_NO_ID)
    assert bounce.is_report is (short in REPORTS)


SAID = [
    ("550 5.1.1 <grace@example.com> User unknown", Reason.UNKNOWN_USER, True),
    ("550 Requested action not taken: mailbox unavailable", Reason.UNKNOWN_USER, True),
    ("550 5.4.1 Recipient address rejected: Access denied.", Reason.UNKNOWN_USER, True),
    ("511 5.1.1 unknown address or alias", Reason.UNKNOWN_USER, True),
    ("550 sorry, no mailbox here by that name (#5.1.1 - chkusr)", Reason.UNKNOWN_USER, True),
    ("554 delivery error: This user doesn't have an account", Reason.UNKNOWN_USER, True),
    ("550 5.1.2 Host unknown", Reason.UNKNOWN_HOST, True),
    ("Name service error for name=example.com type=MX: Host not found", Reason.UNKNOWN_HOST, True),
    ("551 5.1.6 Recipient has moved to grace@example.net", Reason.MOVED, True),
    ("556 5.1.10 Domain does not accept mail (nullMX)", Reason.NO_MAIL_HERE, True),
    ("552 5.2.2 Over quota", Reason.FULL, False),
    ("550 5.2.1 The account is disabled", Reason.DISABLED, False),
    ("450 4.2.1 User unknown for the moment", Reason.UNKNOWN_USER, False),
    ("451 4.7.1 Greylisting in action, please try again later", Reason.SYSTEM, False),
    ("554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org", Reason.NOT_TRUSTED, False),
    ("550 5.7.1 Message rejected as spam by content filtering", Reason.UNWANTED, False),
    ("550 5.7.26 Unauthenticated email is not accepted due to the domain's DMARC policy", Reason.NOT_TRUSTED, False),
    ("550 5.1.8 Sender address rejected: Domain not found", Reason.NOT_TRUSTED, False),
    ("550 5.7.1 Unable to relay for grace@example.com", Reason.RELAY, False),
    ("554 5.4.6 Too many hops", Reason.LOOP, False),
    ("552 5.3.4 Message size exceeds fixed limit", Reason.TOO_LARGE, False),
    ("4.4.7 Message expired, delivery time expired", Reason.EXPIRED, False),
    ("connect to mail.example.com[192.0.2.25]:25: Connection timed out", Reason.NETWORK, False),
    ("Benutzer unbekannt", Reason.UNKNOWN_USER, True),
    ("La boîte aux lettres n’existe pas", Reason.UNKNOWN_USER, True),
    ("utente sconosciuto", Reason.UNKNOWN_USER, True),
    ("usuário não encontrado", Reason.UNKNOWN_USER, True),
    ("Onbekende gebruiker", Reason.UNKNOWN_USER, True),
    ("nieznany użytkownik", Reason.UNKNOWN_USER, True),
    ("Mottagaren finns inte", Reason.UNKNOWN_USER, True),
    ("收件人地址不存在", Reason.UNKNOWN_USER, True),
    ("La casella del destinatario è piena", Reason.FULL, False),
    ("Postbus is vol", Reason.FULL, False),
    ("Die Domäne existiert nicht", Reason.UNKNOWN_HOST, True),
    ("550 5.0.0 because", Reason.UNCLEAR, False),
    ("", Reason.UNCLEAR, False),
]  # fmt: skip


@pytest.mark.parametrize(("said", "reason", "is_hard"), SAID)
def test_the_words_of_a_server_are_worth_more_than_its_numbers(
    said: str, reason: Reason, is_hard: bool
) -> None:
    verdict = judge(said)
    assert (verdict.reason, verdict.is_hard) == (reason, is_hard)


def test_what_is_only_late_is_never_for_good() -> None:
    assert judge("550 5.1.1 user unknown", action="delayed").is_hard is False


@pytest.mark.parametrize("number", ["5.1.1", "5.1.2", "5.1.10", "5.1.3"])
def test_a_number_helps_where_the_words_say_nothing(number: str) -> None:
    assert judge("", status=number).is_hard


def letters() -> Iterator[bytes]:
    yield b"From: Grace <grace@example.com>\r\nSubject: Re: Undelivered Mail\r\n\r\nMy mailbox was full, try again.\r\n"
    yield b"From: Grace <grace@example.com>\r\nSubject: Fwd: failure notice\r\n\r\nLook: 550 user unknown\r\n"
    yield b"From: Grace <grace@example.com>\r\nReturn-Path: <>\r\nSubject: Out of office\r\n\r\nI am away.\r\n"
    yield b"From: postmaster@example.com\r\nSubject: Welcome\r\n\r\nYour mailbox is ready.\r\n"
    yield (
        b"From: MAILER-DAEMON@x.org\r\nSubject: Successful Mail Delivery Report\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nDelivered.\r\n'
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        b"Final-Recipient: rfc822; grace@example.com\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n--b--\r\n"
    )
    yield b""
    yield b"\0" * 5000


@pytest.mark.parametrize("raw", list(letters()))
def test_what_is_no_bounce_is_taken_for_none(raw: bytes) -> None:
    assert read_bounce(raw) is None


def plainly(*headers: str, text: str) -> bytes:
    return "\r\n".join(["To: ada@example.org", *headers, "", text]).encode()


BY_WORDS = [
    (plainly("From: Post Office <post-office@example.net>", "Subject: Undeliverable mail",
             text="The following could not be delivered:\r\n<grace@example.com>: 550 User unknown"), GRACE, True),
    (plainly("From: Mail-Daemon@example.net", "Subject: Delivery failure",
             text="grace@example.com\r\nUnrecognised O/R name"), GRACE, True),
    (plainly("From: postmaster@example.net", "Subject: Courriel non remis",
             text="Votre message n’a pas pu être remis à <grace@example.com>: 550 5.1.1 utilisateur inconnu"), GRACE, True),
    # What is said in general stands before it; what is said of them, behind.
    (plainly("From: MAILER-DAEMON@example.net", "Subject: Mail delivery failed",
             text="A server may be unreachable, or a mailbox full. Delivery failed to:\r\n"
                  "grace@example.com: no such user here"), GRACE, True),
    # The server’s own words will do where nothing of the letter came back.
    (plainly("From: postmaster@example.net", "Subject: Your letter",
             text="We could not deliver this:\r\nRCPT TO:<grace@example.com>\r\n452 4.2.2 mailbox full"), GRACE, False),
    # A daemon writes of nothing else, whatever its subject is.
    (plainly("From: MAILER-DAEMON@example.net",
             text="I wasn’t able to deliver the following message.\r\n\r\n<grace@example.com>: no such user"), GRACE, True),
    (plainly("From: MDaemon@example.net", "Subject: Warning: grace@example.com - User unknown!",
             text="grace@example.com - no such user here."), GRACE, True),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "address", "is_hard"), BY_WORDS)
def test_a_bounce_without_a_report_is_told_by_its_words(raw: bytes, address: str, is_hard: bool) -> None:
    bounce = read_bounce(raw)

    assert bounce is not None
    assert (bounce.address, bounce.is_hard) == (address, is_hard)


def test_each_of_two_addresses_is_told_by_its_own_words() -> None:
    raw = plainly(
        "From: MAILER-DAEMON@example.net", "Subject: Delivery failure",
        text="<grace@example.com>:\r\nThere is no such user.\r\n\r\n<mary@example.com>:\r\nThis mailbox is full.\r\n",
    )  # fmt: skip
    bounce = read_bounce(raw)

    assert bounce is not None
    assert [failure.reason for failure in bounce.failures] == [Reason.UNKNOWN_USER, Reason.FULL]


def test_the_address_that_we_wrote_to_failed_and_not_the_one_behind_it() -> None:
    raw = plainly(
        "From: postmaster@example.net", 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        text="--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; example.net\r\n\r\n"
        "Original-Recipient: rfc822; grace@example.com\r\nFinal-Recipient: rfc822; g17@storage.example.net\r\n"
        "Action: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n",
    )  # fmt: skip
    bounce = read_bounce(raw)

    assert bounce is not None
    assert bounce.address == GRACE


def test_what_a_gateway_wraps_did_not_fail_to_reach_us() -> None:
    raw = plainly(
        "From: MAILER-DAEMON@example.net", "Subject: Delivery failure",
        'Content-Type: multipart/mixed; boundary="b"',
        text="--b\r\n\r\nIt could not be delivered.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        "To: ada@example.org\r\nSubject: wrapped\r\n\r\n…\r\n--b--\r\n",
    )  # fmt: skip
    bounce = read_bounce(raw)

    assert bounce is None or bounce.address != "ada@example.org"


def test_a_bounce_inside_a_bounce_is_found() -> None:
    inner = (SAMPLES / "like_sendmail.eml").read_bytes()
    outer = (
        b"From: MAILER-DAEMON@gateway.example\r\nTo: ada@example.org\r\nSubject: Returned mail\r\n"
        b'Content-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\nContent-Type: text/plain\r\n\r\n'
        b"----- The following addresses had permanent delivery errors -----\r\n\r\n"
        b"--o\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--o--\r\n"
    )
    bounce = read_bounce(outer)

    assert bounce is not None
    assert (bounce.address, bounce.is_hard) == (GRACE, True)


@pytest.mark.parametrize(
    "hostile",
    [
        b"<a@b.c>:\r\n" * 20_000,
        b"550 " * 50_000,
        b"a@" * 100_000,
        b"----- original message " * 10_000,
        b"> " * 100_000,
    ],
)
def test_a_hostile_bounce_is_read_in_no_time(hostile: bytes) -> None:
    begin = process_time()
    read_bounce(b"From: MAILER-DAEMON@x.org\r\nSubject: failure notice\r\n\r\n" + hostile)
    assert process_time() - begin < 2
