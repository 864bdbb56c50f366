"""What of an answer is shown: what its writer wrote, whatever program they wrote it in."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.mail.htmltext import text_of
from outreach.mail.quoting import visible_text

YES = "Dear Ada,\n\nThursday at ten suits me well. Do call."

# How each program introduces the letter that is answered; the letter itself follows without marks.
INTRODUCED = {
    "gmail": "On Tue, Nov 24, 2026 at 9:05 AM Ada Lovelace <ada@example.org> wrote:",
    "gmail, wrapped": "On Tue, Nov 24, 2026 at 9:05 AM Ada Lovelace, University of London\n<ada@example.org> wrote:",
    "gmail, wrapped twice": "On Nov 24, 2026, at 9:05 AM, Ada Lovelace <\nada.lovelace.1815@example.org>\nwrote:",
    "apple": "On 24 Nov 2026, at 09:05, Ada Lovelace <ada@example.org> wrote:",
    "thunderbird": "On 11/24/26 9:05 AM, Ada Lovelace wrote:",
    "yahoo": "On Tuesday, November 24, 2026 at 09:05:12 AM EST, Ada Lovelace <ada@example.org> wrote: ",
    "zoho": "---- On Tue, 24 Nov 2026 09:05:12 +0000 Ada Lovelace <ada@example.org> wrote ----",
    "evolution": "On Tue, 2026-11-24 at 09:05 +0000, Ada Lovelace wrote:",
    "gnus": "Ada Lovelace <ada@example.org> writes:",
    "old gmail": "2026-11-24 9:05 GMT+00:00 Ada Lovelace <ada@example.org>:",
    "gmail, wrapped four times": "On Nov 24, 2026, at 9:05 AM, Ada\nLovelace\n<\nada@example.org>\nwrote:",
    "android, no date": "---- Ada Lovelace wrote ----",
    "polymail": "On Tue, Nov 24, 2026 at 9:05 AM Ada Lovelace\n\n<\nmailto:Ada Lovelace <ada@example.org>\n> wrote:",
    "horde": "Quoting Ada Lovelace <ada@example.org>:",
    "german horde": "Zitat von Ada Lovelace <ada@example.org>:",
    "groupwise, stars": "*** Ada Lovelace <ada@example.org> 24.11.2026 09:05 ***",
    "swedish, date last": "Ada Lovelace skrev den 2026-11-24 09:05:",
    "arabic gmail": "\u202bفي الثلاثاء، 24 نوفمبر 2026 في 9:05 ص تمت كتابة ما يلي بواسطة \u202aAda\u202c <\u202aada@example.org\u202c>:",
    "help desk": "##- Please type your reply above this line -##",
    "older gmail": "2026/11/24 Ada Lovelace <ada@example.org>",
    "german gmail": "Am Di., 24. Nov. 2026 um 09:05 Uhr schrieb Ada Lovelace <ada@example.org>:",
    "german gmail, wrapped": "Am Di., 24. Nov. 2026 um 09:05 Uhr schrieb Ada Lovelace <\nada@example.org>:",
    "german apple": "Am 24.11.2026 um 09:05 schrieb Ada Lovelace <ada@example.org>:",
    "german gmail, name first": "Ada Lovelace <ada@example.org> schrieb am Di., 24. Nov. 2026, 09:05:",
    "french gmail": "Le mar. 24 nov. 2026 à 09:05, Ada Lovelace <ada@example.org> a écrit :",
    "french thunderbird": "Le 24/11/2026 à 09:05, Ada Lovelace a écrit :",
    "spanish gmail": "El mar, 24 nov 2026 a las 9:05, Ada Lovelace (<ada@example.org>) escribió:",
    "spanish apple": "El 24 nov 2026, a las 9:05, Ada Lovelace <ada@example.org> escribió:",
    "italian gmail": "Il giorno mar 24 nov 2026 alle ore 09:05 Ada Lovelace <ada@example.org> ha scritto:",
    "italian apple": "Il 24/11/2026 09:05, Ada Lovelace ha scritto:",
    "portuguese gmail": "Em ter., 24 de nov. de 2026 às 09:05, Ada Lovelace <ada@example.org> escreveu:",
    "dutch gmail": "Op di 24 nov 2026 om 09:05 schreef Ada Lovelace <ada@example.org>:",
    "dutch apple": "Op 24 nov. 2026, om 09:05 heeft Ada Lovelace <ada@example.org> het volgende geschreven:",
    "danish gmail": "Den tirs. 24. nov. 2026 kl. 09.05 skrev Ada Lovelace <ada@example.org>:",
    "norwegian gmail": "tir. 24. nov. 2026 kl. 09:05 skrev Ada Lovelace <ada@example.org>:",
    "norwegian apple": "24. nov. 2026 kl. 09:05 skrev Ada Lovelace <ada@example.org>:",
    "swedish gmail": "Den tis 24 nov. 2026 kl 09:05 skrev Ada Lovelace <ada@example.org>:",
    "swedish apple": "24 nov. 2026 kl. 09:05 skrev Ada Lovelace <ada@example.org>:",
    "finnish gmail": "ti 24. marrask. 2026 klo 9.05 Ada Lovelace (ada@example.org) kirjoitti:",
    "finnish, name first": "Ada Lovelace <ada@example.org> kirjoitti 24.11.2026 kello 9.05:",
    "polish gmail": "wt., 24 lis 2026 o 09:05 Ada Lovelace <ada@example.org> napisał(a):",
    "polish thunderbird": "W dniu 24.11.2026 o 09:05, Ada Lovelace pisze:",
    "polish, wrapped": "Dnia 24 listopada 2026 09:05 Ada Lovelace <ada@example.org>\nnapisał(a):",
    "russian gmail": "вт, 24 нояб. 2026 г. в 09:05, Ada Lovelace <ada@example.org>:",
    "russian thunderbird": "24.11.2026 09:05, Ada Lovelace пишет:",
    "russian, user": "вторник, 24 ноября 2026 г. пользователь Ada Lovelace написал:",
    "japanese gmail": "2026年11月24日(火) 9:05 Ada Lovelace <ada@example.org>:",
    "japanese apple": "2026/11/24 9:05、Ada Lovelace <ada@example.org>のメール：",
    "chinese gmail": "Ada Lovelace <ada@example.org> 于2026年11月24日周二 09:05写道：",
    "czech gmail": "út 24. 11. 2026 v 9:05 odesílatel Ada Lovelace <ada@example.org> napsal:",
    "outlook": "From: Ada Lovelace <ada@example.org>\nSent: Tuesday, November 24, 2026 9:05 AM\nTo: Grace Hopper\nSubject: Twenty minutes?",
    "outlook, ruled": "________________________________\nFrom: Ada Lovelace <ada@example.org>\nSent: Tuesday, November 24, 2026 9:05\nTo: G",
    "outlook, bold": "*From:* Ada Lovelace [mailto:ada@example.org]\n*Sent:* Tuesday, November 24, 2026 9:05 AM\n*To:* Grace Hopper",
    "old outlook": "-----Original Message-----\nFrom: Ada Lovelace\nSent: Tuesday, November 24, 2026 9:05 AM",
    "hotmail": "Date: Tue, 24 Nov 2026 09:05:12 +0000\nFrom: ada@example.org\nTo: grace@example.com\nSubject: Twenty minutes?",
    "german outlook": "Von: Ada Lovelace <ada@example.org>\nGesendet: Dienstag, 24. November 2026 09:05\nAn: Grace Hopper\nBetreff: Re",
    "german old outlook": "-----Ursprüngliche Nachricht-----\nVon: Ada Lovelace\nGesendet: Dienstag, 24. November 2026",
    "french outlook": "De : Ada Lovelace [mailto:ada@example.org]\nEnvoyé : mardi 24 novembre 2026 09:05\nÀ : Grace Hopper\nObjet : Re",
    "french old": "-----Message d'origine-----\nDe : Ada Lovelace\nEnvoyé : mardi 24 novembre 2026 09:05",
    "spanish outlook": "De: Ada Lovelace <ada@example.org>\nEnviado el: martes, 24 de noviembre de 2026 9:05\nPara: Grace\nAsunto: Re",
    "italian outlook": "Da: Ada Lovelace <ada@example.org>\nInviato: martedì 24 novembre 2026 09:05\nA: Grace Hopper\nOggetto: Re",
    "portuguese outlook": "De: Ada Lovelace <ada@example.org>\nEnviado: terça-feira, 24 de novembro de 2026\nPara: Grace\nAssunto: Re",
    "dutch outlook": "Van: Ada Lovelace <ada@example.org>\nVerzonden: dinsdag 24 november 2026 09:05\nAan: Grace\nOnderwerp: Re",
    "danish outlook": "Fra: Ada Lovelace <ada@example.org>\nSendt: 24. november 2026 09:05\nTil: Grace Hopper\nEmne: Re",
    "swedish outlook": "Från: Ada Lovelace <ada@example.org>\nSkickat: den 24 november 2026 09:05\nTill: Grace\nÄmne: Re",
    "polish outlook": "Od: Ada Lovelace <ada@example.org>\nWysłano: wtorek, 24 listopada 2026 09:05\nDo: Grace\nTemat: Re",
    "russian outlook": "От: Ada Lovelace <ada@example.org>\nОтправлено: 24 ноября 2026 г. 9:05\nКому: Grace\nТема: Re",
    "japanese outlook": "差出人: Ada Lovelace <ada@example.org>\n送信日時: 2026年11月24日 9:05\n宛先: Grace\n件名: Re",
    "english in japanese": "-----Original Message-----\nFrom: Ada <ada@example.org>\nDate: 2026/11/24, Tue 09:05",
    "mail.ru": "Вторник, 24 ноября 2026, 9:05 +03:00 от Ada Lovelace <ada@example.org>:",
    "forwarded": "---------- Forwarded message ---------\nFrom: Ada Lovelace <ada@example.org>\nDate: Tue, Nov 24, 2026",
    "apple, forwarded": "Begin forwarded message:\n\nFrom: Ada Lovelace <ada@example.org>\nSubject: Twenty minutes?",
}
LETTER = "Dear Grace,\n\nwould you have twenty minutes for me?\n\nAda"


@pytest.mark.parametrize("program", INTRODUCED)
def test_the_letter_below_the_answer_is_not_shown(program: str) -> None:
    assert visible_text(f"{YES}\n\n{INTRODUCED[program]}\n\n{LETTER}\n") == YES


@pytest.mark.parametrize("program", INTRODUCED)
def test_nor_is_it_when_every_line_is_marked(program: str) -> None:
    quoted = "\n".join(f"> {line}" for line in LETTER.splitlines())
    assert visible_text(f"{YES}\r\n\r\n{INTRODUCED[program]}\r\n{quoted}\r\n") == YES


@pytest.mark.parametrize("program", INTRODUCED)
def test_an_answer_that_touches_the_quote_is_whole(program: str) -> None:
    assert visible_text(f"Yes!\n{INTRODUCED[program]}\n> {LETTER.splitlines()[0]}\n") == "Yes!"


DEVICES = [
    "Sent from my iPhone", "Sent from my Samsung Galaxy smartphone.", "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "Sent via mobile", "(sent from a phone)", "Von meinem iPhone gesendet", "Gesendet mit der GMX Mail App",
    "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.", "Envoyé de mon iPhone",
    "Envoyé depuis mon mobile", "Télécharger Outlook pour Android", "Enviado desde mi iPhone",
    "Obtener Outlook para iOS", "Inviato da iPhone", "Enviado do meu iPhone", "Verstuurd vanaf mijn iPhone",
    "Sendt fra min iPhone", "Hent Outlook til iOS", "Skickat från min iPhone", "Hämta Outlook för Android",
    "Sent using Zoho Mail", "Envoyé à partir d’Outlook pour Android", "Obtenir Outlook pour iOS", "iPhone’umdan gönderildi",
    "Lähetetty iPhonesta", "Wysłane z iPhone'a", "Отправлено с iPhone", "iPhoneから送信", "从我的iPhone发送",
]  # fmt: skip


@pytest.mark.parametrize("device", DEVICES)
def test_what_the_telephone_adds_is_not_shown(device: str) -> None:
    assert (
        visible_text(f"{YES}\n\n{device}\n\nOn 24 Nov 2026, at 09:05, Ada <a@x.org> wrote:\n> Dear Grace\n")
        == YES
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See you then.\n\n-- \nGrace Hopper\nEckert Mauchly\n", "See you then."),
        ("See you then.\n--\nGrace", "See you then."),
        ("See you.\n\n_______________________________________________\nA list\nlist@example.org", "See you."),
        ("See you.\n\nBest regards,\nGrace", "See you.\n\nBest regards,\nGrace"),
        (
            "See you.\n\nKind regards,\nGrace Hopper\nCompiler Engineer\nTel: +1 212 555 0100\nwww.example.com",
            "See you.\n\nKind regards,\nGrace Hopper",
        ),
        ("Not me.\n\n-Grace Hopper", "Not me."),
        ("See you.\n\nGrace Hopper\ngrace@example.com\n+1 212 555 0100", "See you.\n\nGrace Hopper"),
        ("Ways to reach me:\n\ngrace@example.com\n+1 212 555 0100", "Ways to reach me:\n\ngrace@example.com\n+1 212 555 0100"),
        ("See you.\n\nThis e-mail and its attachments are confidential and intended only for Ada.\nDelete it.", "See you."),
        ("See you.\n\nDiese E-Mail ist vertraulich.", "See you."),
        ("See you.\n\nPlease consider the environment before printing.", "See you."),
        ("Confidentiality? I think not.\n\nThis message is no secret.", "Confidentiality? I think not.\n\nThis message is no secret."),
        ("I sent from my desk what you asked for.\nIt was late.", "I sent from my desk what you asked for.\nIt was late."),
    ],
)  # fmt: skip
def test_a_card_below_the_answer_is_not_shown_but_the_name_is(text: str, shown: str) -> None:
    assert visible_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I am away.\nOn Tuesday at 10:00 I could talk.\nWhich one suits you?",
        "Call me on 24 November, at nine. My boss wrote: ask HR first.",
        "From: what I hear, it is hard.\nStill, do come.",
        "Three things:\n- bring questions\n- be on time\n- relax",
        "I read what you wrote, and the answer is yes.\n\nGrace",
        "To: be or not to be, that is the question.",
        "Part one\n---\nPart two\n\na\n\nb\n\nc\n\nd\n\ne\n\nf\n\ng",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert visible_text(text) == text


def test_an_answer_below_the_quote_is_shown() -> None:
    assert visible_text(f"On 24 Nov 2026, Ada wrote:\n> When?\n> Ada\n\n{YES}\n") == YES


def test_answers_between_the_quoted_lines_are_shown_without_them() -> None:
    text = "Hi Ada,\n\nOn 24 Nov 2026, Ada wrote:\n> When?\n\nOn Thursday.\n\n> Where?\n\nBy telephone.\n"
    assert visible_text(text) == "Hi Ada,\n\nOn Thursday.\n\nBy telephone."


def test_words_that_share_the_line_with_the_quote_are_shown() -> None:
    assert visible_text("Yes, do. On Tue, Nov 24, 2026 at 9:05 AM, a@x.org wrote:\n> Hi") == "Yes, do."


def test_what_is_nothing_but_quote_is_shown_whole() -> None:
    assert visible_text("> Dear Grace\n> would you?") == "> Dear Grace\n> would you?"


HTML = {
    "gmail": '<div dir="ltr">Yes.</div><br><div class="gmail_quote"><div class="gmail_attr">On Tue Ada wrote:<br></div>'
    '<blockquote class="gmail_quote">Dear Grace</blockquote></div>',
    "apple": '<body>Yes.<div><br><blockquote type="cite"><div>On 24 Nov 2026, at 9:05, Ada wrote:</div>'
    "<div>Dear Grace</div></blockquote></div></body>",
    "outlook": '<p class="MsoNormal">Yes.<o:p></o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt">'
    "<p><b>From:</b> Ada<br><b>Sent:</b> Tuesday</p></div><p>Dear Grace</p>",
    "outlook on the web": '<div>Yes.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Ada</div><p>Dear</p>',
    "yahoo": '<div>Yes.</div><div class="yahoo_quoted"><div>On Tuesday, Ada wrote:</div><div>Dear Grace</div></div>',
    "thunderbird": '<p>Yes.</p><div class="moz-cite-prefix">On 11/24/26 9:05 AM, Ada wrote:<br></div>'
    '<blockquote type="cite"><p>Dear Grace</p></blockquote>',
    "hotmail": "<div>Yes.<br><hr>Date: Tue, 24 Nov 2026 09:05:12 +0000<br>From: ada@example.org<br>Subject: Hi<br><br>Dear</div>",
    "signed": '<div>Yes.</div><div class="gmail_signature">Grace<br>Engineer</div>',
}


@pytest.mark.parametrize("program", HTML)
def test_an_answer_in_html_alone_is_read_as_well(program: str) -> None:
    assert visible_text(text_of(f"<html><head><style>p {{}}</style></head>{HTML[program]}</html>")) == "Yes."


def test_html_becomes_lines() -> None:
    assert (
        text_of("<p>One &amp; two<br>three</p><ul><li>a</li><li>b</li></ul>&lt;end&gt;")
        == "One & two\nthree\n\n- a\n- b\n\n<end>"
    )


@given(st.text(alphabet=st.sampled_from(list("<>!-/a pdivblockquote=\"'&; \n\ue000")), max_size=300))
def test_no_html_breaks_the_reader(source: str) -> None:
    visible_text(text_of(source))


@pytest.mark.parametrize(
    "hostile",
    ["On " * 100_000, "On 1 " + "a " * 200_000, ("On 2026 x\n" * 50_000), "> " * 100_000, "<" * 400_000,
     "<!--" * 100_000, "<a " * 100_000, "From: " * 50_000, "-" * 400_000, "&#x41;" * 80_000, "\n" * 400_000,
     "<style " * 60_000, "a@" * 150_000, "<blockquote>" * 60_000],
)  # fmt: skip
def test_a_hostile_text_is_read_in_no_time(hostile: str) -> None:
    begin = process_time()
    visible_text(hostile)
    visible_text(text_of(hostile))
    assert process_time() - begin < 2
