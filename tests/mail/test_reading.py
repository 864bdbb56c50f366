"""What a received message is, and what it says: answers, absences, calendars, and all the rest."""

from base64 import encodebytes
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from time import process_time

import pytest

from outreach.calendars.reply import PartStat
from outreach.mail.opening import opened
from outreach.mail.reading import Kind, kind_of, read, read_answers, read_automatic, read_visible
from outreach.mail.return_dates import back_on
from tests.mail.test_bounces import SAMPLES as BOUNCES

SAMPLES = Path(__file__).parent.parent / "samples"
SENT_ON = date(2026, 11, 24)


def message(*headers: str, text: str = "Dear Ada,\r\n\r\nyes.\r\n") -> bytes:
    usual = (
        "From: Grace Hopper <grace@example.com>",
        "To: ada@example.org",
        "Date: Tue, 24 Nov 2026 09:05:00 +0000",
    )
    names = {header.partition(":")[0] for header in headers}
    kept = [line for line in usual if line.partition(":")[0] not in names]
    return "\r\n".join([*kept, *headers, "", text]).encode()


AUTOMATIC = [
    ("Auto-Submitted: auto-replied",),
    ("Auto-Submitted: auto-replied (vacation)",),
    ("Auto-Submitted: auto-generated; owner-email=x@example.com",),
    ("Auto-Submitted: auto-generated", "List-Id: <desk.example.com>", "In-Reply-To: <letter-1@example.org>"),
    ("X-Autoreply: yes",),
    ("X-Autorespond: Re: your letter",),
    ("Precedence: auto_reply",),
    ("X-Precedence: auto_reply",),
    ("Precedence: bulk", "In-Reply-To: <letter-1@example.org>", "Subject: Re: Twenty minutes?"),
    ("X-Auto-Response-Suppress: All", "Subject: Automatic reply: Twenty minutes?"),
    ("X-Auto-Response-Suppress: All", "X-MS-Exchange-Inbox-Rules-Loop: grace@example.com", "Subject: Twenty minutes?"),
    ("Return-Path: <>", "Subject: Vacation reply"),
    ("Return-Path: <>", "Precedence: bulk", "Subject: Thank you for your e-mail"),
    ("X-Mailer: vacation 1.2.7",),
    *[(f"Subject: {subject}",) for subject in (
        "Automatic reply: Twenty minutes?", "Out of Office: Twenty minutes?", "Out of office until 4 December",
        "Out of Office AutoReply: hello", "Auto: Twenty minutes?", "Autoreply: x", "Auto-Reply: x", "OOO: back on Monday",
        "Abwesenheitsnotiz: x", "Automatische Antwort: x", "Réponse automatique : x", "Absence du bureau", "Respuesta automática: x",
        "Fuera de la oficina", "Risposta automatica: x", "Fuori sede", "Resposta automática: x", "Automatisch antwoord: x",
        "Afwezig: x", "Automatiskt svar: x", "Frånvaro: x", "Automatisk svar: x", "Automaattinen vastaus: x",
        "Automatyczna odpowiedź: x", "Odpowiedź automatyczna: x", "Автоответ: x", "Автоматический ответ: x", "自動応答: x", "不在通知",
        "自动回复: x", "=?utf-8?q?R=C3=A9ponse_automatique_=3A_x?=",
        "Grace Hopper/Navy is out of the office.", "Grace Hopper ist zurzeit im Urlaub", "Grace Hopper est absente.",
        "[Out of Office] Re: Twenty minutes?", "OOO Re: Twenty minutes?", "On vacation!", "Parental leave: Twenty minutes?",
        "Ich bin derzeit nicht im Büro", "Urlaub bis 4.1.", "Je suis absente du bureau", "Estoy de vacaciones", "Sono fuori ufficio",
        "Estou de férias", "Niet op kantoor: x", "Нет на работе: x", "Automatikus válasz: x", "OTOMATİK YANIT: x", "부재 중: x",
        "Automatski odgovor: x", "Automaattivastaus: x", "Απάντηση εκτός γραφείου: x", "ตอบกลับอัตโนมัติ: x",
    )],
]  # fmt: skip
WRITTEN = [
    (),
    ("Auto-Submitted: no", "Subject: Re: Twenty minutes?"),
    ("X-Auto-Response-Suppress: All", "Subject: Re: Twenty minutes?"),
    ("X-Auto-Response-Suppress: DR, OOF, AutoReply", "Subject: RE: Twenty minutes?"),
    ("Subject: Re: Out of office",),
    ("Subject: Re: Automatic reply: Twenty minutes?",),
    ("Subject: Office hours",),
    ("Subject: Out of the office party, and back to compilers",),
    ("Subject: Automation at our place",),
    ("Subject: My vacation photographs",),
    ("Subject: Absolutely",),
    ("Subject: RE: Antwort: Urlaub und Termin",),
    ("Subject: I am out of the loop",),
    ("Subject: I'm away from Monday, shall we talk before?",),
    ("Subject: Re: My colleague is on leave",),
    ("Subject: Automatic reply rules",),
    ("Subject: Poissa mielestä",),
    ("Subject: OOO notation",),
    (
        "Subject: Re: holiday",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "In-Reply-To: <letter-1@example.org>",
    ),
    ("Subject: My holiday", "X-Auto-Response-Suppress: All"),
]


@pytest.mark.parametrize("headers", AUTOMATIC)
def test_what_a_program_answered_is_no_answer(headers: tuple[str, ...]) -> None:
    assert kind_of(message(*headers)) is Kind.AUTOMATIC


@pytest.mark.parametrize("headers", WRITTEN)
def test_what_a_person_wrote_is_not_taken_for_a_programs(headers: tuple[str, ...]) -> None:
    assert kind_of(message(*headers)) is Kind.ANSWER
    assert read_automatic(message(*headers)) is None


@pytest.mark.parametrize(
    "headers",
    [
        ("List-Id: <news.example.com>",),
        ("List-Unsubscribe: <mailto:x@y.z>", "Precedence: bulk"),
        ("Precedence: list",),
        ("Auto-Submitted: auto-generated", "List-Id: <issues.example.com>", "Subject: Issue opened"),
    ],
)
def test_what_goes_to_many_is_something_else(headers: tuple[str, ...]) -> None:
    assert kind_of(message(*headers)) is Kind.OTHER


@pytest.mark.parametrize("path", sorted(BOUNCES.glob("*.eml")), ids=lambda path: path.stem)
def test_a_bounce_is_no_automatic_reply(path: Path) -> None:
    assert kind_of(path.read_bytes()) is Kind.BOUNCE


RETURNS = [
    ("Estou ausente até segunda, o suporte tem 24 horas.", None),
    ("Estou de férias. De volta a equipe tem 10 dias para responder.", None),
    ("I am out of the office until Monday, 7 December.", date(2026, 12, 8)),
    ("I will be back on January 4th, 2027.", date(2027, 1, 4)),
    ("I return on 12/01/2026.", date(2026, 12, 1)),
    ("On leave from Nov 25 - Dec 4.", date(2026, 12, 5)),
    ("away from 2026-11-25 to 2026-12-04", date(2026, 12, 5)),
    ("Ich bin vom 25.11.2026 bis 04.12.2026 nicht im Büro.", date(2026, 12, 5)),
    ("Ich bin ab dem 7. Dezember wieder erreichbar.", date(2026, 12, 7)),
    ("Absente du 25 novembre au 4 décembre. De retour le 7 décembre.", date(2026, 12, 7)),
    ("Estaré fuera hasta el 4 de diciembre de 2026.", date(2026, 12, 5)),
    ("Sarò assente fino al 4 dicembre.", date(2026, 12, 5)),
    ("Estarei ausente até 4 de dezembro.", date(2026, 12, 5)),
    ("Ik ben afwezig tot en met 4 december.", date(2026, 12, 5)),
    ("Jag är tillbaka den 7 december.", date(2026, 12, 7)),
    ("Jeg er tilbage d. 7. december.", date(2026, 12, 7)),
    ("Palaan 7.12.2026.", date(2026, 12, 7)),
    ("Wracam 7 grudnia.", date(2026, 12, 7)),
    ("Вернусь 7 декабря 2026 г.", date(2026, 12, 7)),
    ("11月25日から12月4日まで不在にしております。", date(2026, 12, 5)),
    ("2026. december 4-ig szabadságon vagyok.", date(2026, 12, 5)),
    ("November 25-től december 4-ig nem vagyok elérhető.", date(2026, 12, 5)),
    ("2026.11.25. és 2026.12.04. között szabadságon leszek.", date(2026, 12, 5)),
    ("December 7-én, hétfőn térek vissza az irodába.", date(2026, 12, 7)),
    ("Dec. 7-től ismét elérhető vagyok.", date(2026, 12, 7)),
    ("4 Aralık 2026 tarihine kadar yıllık izindeyim.", date(2026, 12, 5)),
    ("4 ARALIK’A KADAR İZİNDEYİM", date(2026, 12, 5)),
    ("25.11.2026 - 04.12.2026 tarihleri arasında izinde olacağım.", date(2026, 12, 5)),
    ("7 Aralık Pazartesi günü ofise döneceğim.", date(2026, 12, 7)),
    ("7 Aralık itibarıyla tekrar ofisteyim.", date(2026, 12, 7)),
    ("2026/12/07 から出社します。", date(2026, 12, 7)),
    ("I am away. For urgent matters call 555 0100.", None),
    ("On 3 November we met.", None),
    ("I was back on 1 October 2026.", None),
    ("Back on 30 February 2027.", None),
]


@pytest.mark.parametrize(("text", "day"), RETURNS)
def test_the_day_of_return_is_read_in_the_language_of_the_note(text: str, day: date | None) -> None:
    assert back_on(text, sent_on=SENT_ON) == day


def test_a_note_of_absence_tells_the_day() -> None:
    found = read_automatic(
        message("Auto-Submitted: auto-replied", text="I am on vacation, back on 7 December.")
    )

    assert found is not None
    assert (found.is_absence, found.back_on) == (True, date(2026, 12, 7))


def nested(ics: bytes, *, disposition: bytes = b"", kind: bytes = b"text/calendar") -> bytes:
    return (
        b"From: grace@example.com\r\nTo: ada@example.org\r\nSubject: Accepted\r\n"
        b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\n'
        b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAccepted\r\n'
        b"--b\r\nContent-Type: " + kind + b"\r\n" + disposition + b"\r\n" + ics + b"\r\n--b--\r\n--a--\r\n"
    )


@pytest.mark.parametrize(
    ("sample", "partstat"),
    [
        ("like_google_accepts", PartStat.ACCEPTED),
        ("like_exchange_declines", PartStat.DECLINED),
        ("like_apple_tentative", PartStat.TENTATIVE),
    ],
)
@pytest.mark.parametrize(
    "kind", [b"text/calendar", b'application/ics; name="x.ics"', b'application/octet-stream; name="a.ics"']
)
def test_a_calendars_answer_is_found_wherever_it_is(sample: str, partstat: PartStat, kind: bytes) -> None:
    raw = nested((SAMPLES / f"{sample}.ics").read_bytes(), kind=kind)

    assert kind_of(raw) is Kind.CALENDAR
    [answer] = read_answers(raw)
    assert answer.partstat is partstat


def test_the_same_answer_as_a_part_and_as_a_file_counts_once() -> None:
    ics = (SAMPLES / "like_google_accepts.ics").read_bytes()
    twice = nested(ics).replace(
        b"--a--", b'--a\r\nContent-Type: application/ics; name="reply.ics"\r\n\r\n' + ics + b"\r\n\r\n--a--"
    )
    assert len(read_answers(twice)) == 1


def test_the_method_on_the_envelope_helps_a_calendar_without_one() -> None:
    ics = (
        (SAMPLES / "like_google_accepts.ics")
        .read_bytes()
        .replace(b"METHOD:REPLY\r\n", b"")
        .replace(b"METHOD:REPLY\n", b"")
    )

    assert len(read_answers(nested(ics, kind=b"text/calendar; method=REPLY"))) == 1
    assert read_answers(nested(ics)) == ()


@pytest.mark.parametrize("kind", ["utf-16", "utf-16-le", "utf-16-be"])
def test_an_answer_in_letters_of_two_octets_is_read(kind: str) -> None:
    wide = (SAMPLES / "like_google_accepts.ics").read_text().encode(kind)
    raw = nested(encodebytes(wide), kind=b"text/calendar; method=REPLY; charset=utf-16",
                 disposition=b"Content-Transfer-Encoding: base64\r\n")  # fmt: skip

    assert [answer.partstat for answer in read_answers(raw)] == [PartStat.ACCEPTED]


def test_a_broken_zone_does_not_hide_an_answer() -> None:
    ics = (SAMPLES / "like_google_accepts.ics").read_bytes()
    broken = ics.replace(
        b"BEGIN:VEVENT",
        b"BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\nDTSTART:yesterday\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT",
        1,
    )
    assert [answer.partstat for answer in read_answers(nested(broken))] == [PartStat.ACCEPTED]


def test_an_invitation_of_somebody_else_answers_nothing() -> None:
    raw = nested((SAMPLES / "ours_request.ics").read_bytes())

    assert read_answers(raw) == ()
    assert kind_of(raw) is Kind.OTHER


def test_everything_is_read_from_an_ordinary_answer() -> None:
    raw = message(
        "Subject: =?utf-8?q?Re=3A_Twenty_minutes=3F?=",
        "Message-ID: <answer-1@example.com>",
        "In-Reply-To: <letter-1@example.org>",
        "References: <letter-0@example.org>\r\n <letter-1@example.org>",
        "Cc: Howard <howard@example.com>",
        text="Yes.\r\n\r\nOn 24 Nov 2026, at 09:05, Ada <ada@example.org> wrote:\r\n> Dear Grace\r\n",
    )
    reading = read(raw)

    assert (reading.sender, reading.sender_name, reading.subject) == (
        "grace@example.com",
        "Grace Hopper",
        "Re: Twenty minutes?",
    )
    assert (reading.in_reply_to, reading.references[-1]) == (
        ("<letter-1@example.org>",),
        "<letter-1@example.org>",
    )
    assert reading.recipients == ("ada@example.org", "howard@example.com")
    assert (reading.sent_at, reading.text) == (datetime(2026, 11, 24, 9, 5, tzinfo=UTC), "Yes.")


@pytest.mark.parametrize(
    ("headers", "body", "shown"),
    [
        ("Content-Type: text/plain; charset=iso-2022-jp", "はい".encode("iso-2022-jp"), "はい"),
        ("Content-Type: text/plain; charset=shift_jis", "はい".encode("cp932"), "はい"),
        ("Content-Type: text/plain; charset=utf-9", "größer".encode(), "größer"),
        ("Content-Type: text/plain; charset=us-ascii", "größer".encode("latin-1"), "größer"),
        ("Content-Transfer-Encoding: quoted-printable", b"gr=C3=B6=\r\n=C3=9Fer", "größer"),
        ("Content-Transfer-Encoding: base64", b"WWVzL!\r\nCBwbGVhc2U=", "Yes, please"),
        ("Content-Type: text/html", b"<p>Yes &amp; no</p>", "Yes & no"),
    ],
)  # fmt: skip
def test_wrong_and_rare_encodings_are_read_as_well_as_can_be(headers: str, body: bytes, shown: str) -> None:
    assert read_visible(f"From: g@x.org\r\n{headers}\r\n\r\n".encode() + body) == shown


def hostile() -> dict[str, bytes]:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000)
    )
    return {
        "deep": deep,
        "wide": b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 100_000,
        "one line": b"A" * 3_000_000,
        "headers": b"X-A: b\r\n" * 100_000,
        "folded": b"Subject: a\r\n" + b" b\r\n" * 100_000,
        "encoded": b"Subject: " + b"=?utf-8?q?=41?= " * 50_000 + b"\r\n\r\n",
        "ids": b"References: " + b"<a@b> " * 50_000 + b"\r\n\r\n",
        "from": b"From: " + b"a@b, " * 50_000 + b"\r\n\r\n",
        "html": b"Content-Type: text/html\r\n\r\n" + b"<div><blockquote>" * 50_000,
        "quotes": b"From: a@b.c\r\n\r\n" + b"On 1 Jan 2026 x wrote\r\n" * 50_000,
        "dates": b"From: a@b.c\r\nDate: Tue, 99 Nov 99999 99:99:99 +9999\r\nAuto-Submitted: auto-replied\r\n\r\n" + b"until 1 May 2027 " * 20_000,
        "year": b"From: a@b.c\r\nDate: Mon, 01 Jan 0001 00:00:00 +1400\r\n\r\nx",
        "nul": b"\0" * 100_000,
        "calendar": b"Content-Type: text/calendar\r\n\r\n" + b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" * 5_000,
        "rfc822": b"From: MAILER-DAEMON@x\r\nSubject: failure notice\r\nContent-Type: message/rfc822\r\n\r\n" * 500,
        "charset": b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 100_000,
    }  # fmt: skip


@pytest.mark.parametrize("name", hostile())
def test_a_hostile_message_is_read_in_no_time(name: str) -> None:
    begin = process_time()
    read(hostile()[name])
    assert process_time() - begin < 2


def test_parts_have_an_end() -> None:
    assert len(opened(hostile()["wide"]).parts) == 100
    assert opened(hostile()["deep"]).parts == ()


def test_no_mutation_of_a_message_stops_the_reader() -> None:
    """A few thousand here; ``benchmarks/fuzzing.py`` tries a hundred thousand."""
    chance = Random(1815)
    originals = [path.read_bytes() for path in sorted(SAMPLES.rglob("*.eml"))]
    for _ in range(1500):
        raw = bytearray(chance.choice(originals))
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(raw))
            raw[at : at + chance.randrange(4)] = bytes(
                chance.randrange(256) for _ in range(chance.randrange(4))
            )
        read(bytes(raw))


def test_a_line_of_blanks_keeps_nobody() -> None:
    head = (
        b"From: mailer-daemon@example.com\r\nSubject: failure notice\r\nContent-Transfer-Encoding: base64\r\n"
    )
    body = encodebytes(b"failed to deliver\n" + b"\t" * 40_000 + b"x\n")

    assert read(head + b"\r\n" + body).kind is Kind.BOUNCE
