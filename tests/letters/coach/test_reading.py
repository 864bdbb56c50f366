"""A body falls into greeting, sentences and signature, and its words keep their places."""

import pytest

from outreach.letters.coach.masking import Masker
from outreach.letters.coach.prose import Prose
from outreach.letters.coach.reading import read, read_line
from outreach.letters.coach.zones import zones_of
from outreach.letters.facts import ContactFacts, Facts

NOBODY = Masker()


def plain(prose: Prose) -> str:
    return "".join(line.text for line in prose.lines)


def sentences(body: str) -> list[str]:
    return [body[s.start : s.end] for s in read(body, NOBODY).prose.sentences]


@pytest.mark.parametrize(
    ("body", "opener", "name"),
    [
        ("Dear Ms. Osei,\n\nI found", "dear", "Ms. Osei"),
        ("Dear Ms. Osei, a short reminder in case", "dear", "Ms. Osei"),
        ("Hello Dr. van der Berg!\nThank you", "hello", "Dr. van der Berg"),
        ("Dear Prof. María de los Ángeles Cruz,\nI", "dear", "Prof. María de los Ángeles Cruz"),
        ("Hi Ama – thanks", "hi", "Ama"),
        ("Good morning Ms. Osei:\n", "good morning", "Ms. Osei"),
        ("dear ms. osei, thanks", "dear", "ms. osei"),
        ("Dear J. K. Rowling,\nI", "dear", "J. K. Rowling"),
        ("\n\n  Dear Ms. Osei\n\nI found", "dear", "Ms. Osei"),
        ("Hi,\nI found", "hi", ""),
        ("Ms. Osei,\nI found", "", "Ms. Osei"),
        ("To whom it may concern,\nI", "to whom it may concern", ""),
        ("Hi Ama I found you", "hi", "Ama"),
    ],
)
def test_the_greeting_is_found_with_its_name(body: str, opener: str, name: str) -> None:
    greeting = zones_of(body).greeting
    assert greeting is not None
    assert (greeting.opener, greeting.name) == (opener, name)


@pytest.mark.parametrize(
    "body", ["Thank you,\nAma", "I found you.", "", "Highly regarded,", "Yes, Tuesday suits me."]
)
def test_what_is_no_greeting_is_not_taken_for_one(body: str) -> None:
    assert zones_of(body).greeting is None


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        ("I found you.\n\nThank you,\nLena Brandt\nBSc Geology", "Thank you,\nLena Brandt\nBSc Geology"),
        ("I found you. Warm regards, Lena Brandt", "Warm regards, Lena Brandt"),
        (
            "I found you. Thank you for it.\n\nThank you for your time,\nLena Brandt",
            "Thank you for your time,\nLena Brandt",
        ),
        ("I found you.\n\nLena Brandt\nBSc Geology", "Lena Brandt\nBSc Geology"),
        ("I found you.\n\nMany thanks and best wishes,\nLena", "Many thanks and best wishes,\nLena"),
        ("I found you.\n\nCheers!", "Cheers!"),
        ("I found you.\nBest\nLena", "Best\nLena"),
    ],
)
def test_the_signature_begins_with_the_sign_off(body: str, signature: str) -> None:
    assert read(body, NOBODY, "Lena Brandt").signed == signature


@pytest.mark.parametrize(
    "body",
    [
        "I found you. Thank you for answering so fast.",
        "All the best wells are deep.",
        "Best of all was the clay.",
    ],
)
def test_thanks_inside_a_letter_are_no_signature(body: str) -> None:
    assert read(body, NOBODY, "Lena Brandt").signature is None


def test_a_postscript_belongs_to_what_is_said() -> None:
    body = "I found you.\n\nThank you,\nLena\n\nP.S. Are there any openings?"
    assert sentences(body)[-1] == "P.S. Are there any openings?"


@pytest.mark.parametrize(
    "quote", ["> I found [Company]", "On Mon, 2 Nov 2026 at 09:12, Ama <a@example.org> wrote:\nI found"]
)
def test_what_is_quoted_below_is_not_the_letter(quote: str) -> None:
    assert read("A reminder.\n\n" + quote, NOBODY).body.strip() == "A reminder."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Osei works at St. Luke's, e.g. on Mondays. It is far.", 2),
        ("We met at 10 a.m. on Tuesday.", 1),
        ("I study at the Univ. of Ottawa, with J. K. Lim.", 1),
        ("Really?! Yes… no. Well", 3),
        ("She has a Ph.D. in wells. I do not.", 2),
        ("One thing\n\nAnother thing", 2),
        ("Two things:\n- the clay\n- the wells", 3),
        ("a line that is\nwrapped by hand.", 1),
        ("It was I. You knew.", 2),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_the_plain_form_spells_out_what_is_shortened() -> None:
    prose = read_line("I’m sure you don't answer e-mails on résumés.", NOBODY)
    assert plain(prose) == " i am sure you do not answer emails on resumes \n"


def test_names_and_quoted_titles_are_masked() -> None:
    masker = Masker.of(Facts(contact=ContactFacts(name="Paula Hire", organization="Job Works Ltd")))
    prose = read_line("Will Ms. Hire of Job Works hire? See “Jobs for all”.", masker)
    assert plain(prose) == " will ms ªname of ªorg hire ?\n see ªname \n"


def test_words_keep_their_place_in_the_body() -> None:
    body = "Dear Ms. Osei,\n\nI’m “here”: naïve, 20-minute e-mail—really."
    for word in read(body, NOBODY).prose.words:
        assert body[word.start : word.end] == word.text


def test_decomposed_accents_stay_inside_their_word() -> None:
    assert [word.text for word in read_line("Zoe\u0308 came", NOBODY).words] == ["Zoe\u0308", "came"]


def test_links_end_before_the_full_stop() -> None:
    body = "See https://example.org/a(b)/c, or calendly.com/lena. Node.js/React is none."
    assert [body[slice(*link)] for link in read(body, NOBODY).links] == [
        "https://example.org/a(b)/c",
        "calendly.com/lena",
    ]


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    reading = read("well " * 10_000, NOBODY)
    assert reading.is_cut
    assert len(reading.body) == 10_000


SIGNED = "Dear Ms. Osei,\n\nI study geology.\n\nThank you,\nLena Brandt\nBSc Geology, Carleton (2028)\n"


@pytest.mark.parametrize(
    "below",
    [
        "\nP.S. Are there any openings in your team?",
        "\nP.S.\nMy CV is attached.",
        "\nPPS: My CV is attached.",
        "\nPost scriptum: are there any openings?",
        "\nMy CV is attached.",
        "By the way, are you hiring at the moment?",
    ],
)
def test_what_is_said_below_the_name_is_read(below: str) -> None:
    reading = read(SIGNED + below, NOBODY)
    assert len(reading.prose.sentences) > 1
    assert "Lena Brandt\nBSc Geology" in reading.signed


@pytest.mark.parametrize(
    "below",
    [
        "Sent from my iPhone",
        "\nThis e-mail is confidential and meant only for you.",
        "+1 613 555 0100 | linkedin.com/in/lena",
        "School of Earth Sciences, 1125 Colonel By Drive",
        "She/her",
    ],
)
def test_what_only_belongs_to_a_signature_says_nothing(below: str) -> None:
    assert len(read(SIGNED + below, NOBODY).prose.sentences) == 1
