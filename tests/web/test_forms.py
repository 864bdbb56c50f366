"""What all forms share: clean text, and a sentence for whatever is not right."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from outreach.interviews.kinds import Purpose
from outreach.web.forms import (
    UNSEEN,
    ChangedMeanwhile,
    Choice,
    Day,
    Form,
    Line,
    Number,
    Text,
    VersionedForm,
    is_address,
    is_web_address,
    is_zone,
    one_line,
    paragraphs,
    version_of,
)
from outreach.web.words import PURPOSES


class Everything(Form):
    name = Line("Name", most=20, required="Please give a name.")
    address = Line("Address", most=300, validators=[is_address])
    zone = Line("Zone", most=64, validators=[is_zone])
    link = Line("Link", most=300, validators=[is_web_address])
    words = Text("Words", most=50)
    purpose = Choice("Purpose", PURPOSES)
    minutes = Number("Minutes", wrong="Please give a number.")
    on = Day("Day", wrong="Please give a date.")


GOOD = {"name": "Grace", "zone": "UTC", "purpose": "field"}


@pytest.fixture(scope="module")
def app() -> Flask:
    """No database and no page: only what a form needs to be read."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "a secret"
    return app


def filled(app: Flask, **typed: str) -> Everything:
    """The form with what was typed, checked."""
    with app.test_request_context(method="POST"):
        form = Everything(formdata=MultiDict({**GOOD, **typed}))
        form.validate()
        return form


def said(app: Flask, **typed: str) -> list[str]:
    return [sentence for _, sentence in filled(app, **typed).problems]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Grace   Hopper ", "Grace Hopper"),
        ("Grace\r\nHopper", "Grace Hopper"),
        ("Grace\x0bHopper", "Grace Hopper"),
        ("Grace\u2028Hopper", "Grace Hopper"),
        ("Grace\u2029Hopper", "Grace Hopper"),
        ("Grace\x85Hopper", "Grace Hopper"),
        ("Grace\tHopper\t", "Grace Hopper"),
        ("Gra\x00ce", "Grace"),
        ("Gra\u200bce", "Grace"),
        ("\ufeffGrace", "Grace"),
        ("\u202eecarG", "ecarG"),
        ("\u2067Grace\u2069", "Grace"),
        ("Gr\x9bace", "Grace"),
        ("Gr\ud800ace", "Grace"),
        ("\x00\x01", ""),
        ("", ""),
        (None, None),
        ("می‌خواهم", "می‌خواهم"),  # a word of Persian, which needs its joiner
        ("<b>%s</b> {{7*7}}", "<b>%s</b> {{7*7}}"),
    ],
)
def test_a_line_is_one_line_without_what_cannot_be_seen(typed: str | None, kept: str | None) -> None:
    assert one_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Dear Grace,\r\n\r\nI write \r\nto you.\r\n", "Dear Grace,\n\nI write\nto you."),
        ("one\rtwo", "one\ntwo"),
        ("one\u2028two", "one\ntwo"),
        ("one\x0btwo", "one\ntwo"),
        ("  indented\n  stays", "indented\n  stays"),
        ("nothing\x00 hid\u200bden", "nothing hidden"),
        ("\n\n", ""),
        (None, None),
    ],
)
def test_a_text_keeps_its_lines_and_nothing_that_cannot_be_seen(typed: str | None, kept: str | None) -> None:
    assert paragraphs(typed) == kept


@given(st.text())
def test_cleaning_leaves_nothing_to_clean(text: str) -> None:
    line, lines = one_line(text), paragraphs(text)

    assert line is not None
    assert lines is not None
    assert one_line(line) == line
    assert paragraphs(lines) == lines
    assert len(line.splitlines()) <= 1
    assert not UNSEEN.search(line)
    assert not UNSEEN.search(lines.replace("\n", ""))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("grace@example.com", "grace@example.com"),
        (" Grace@Example.COM\n", "grace@example.com"),
        ("grace+talk@example.com", "grace+talk@example.com"),
        ("grace@münchen.de", "grace@münchen.de"),
        ("gra\u200bce@example.com", "grace@example.com"),
        ("", ""),
    ],
)
def test_one_address_is_kept_in_its_usual_spelling(app: Flask, typed: str, kept: str) -> None:
    form = filled(app, address=typed)

    assert form.problems == []
    assert form.address.data == kept


@pytest.mark.parametrize(
    "typed",
    [
        "grace",
        "grace@",
        "@example.com",
        "grace@example",
        "grace@localhost",
        "grace@exa\nmple.com",
        "grace@example.com Bcc: all",
        "grace@[127.0.0.1]",
        '"a b"@example.com',
        "Grace Hopper <grace@example.com>",
        "grace@-example-.com",
    ],
)
def test_what_cannot_be_an_address_is_sent_back(app: Flask, typed: str) -> None:
    assert said(app, address=typed) == [
        "This does not look like an e-mail address. Check it for missing parts."
    ]


@pytest.mark.parametrize("between", [", ", "; ", " ", "\r\n", "\x0b", "\u2028", "%0a", "\r\nBcc: "])
def test_of_two_addresses_one_is_asked_for(app: Flask, between: str) -> None:
    typed = f"grace@example.com{between}jean@example.com"

    assert said(app, address=typed) == ["Please give one e-mail address; this looks like two."]


def test_an_address_that_few_servers_pass_on_is_told_at_once(app: Flask) -> None:
    assert said(app, address="grâce@example.com") == [
        "Many mail servers do not pass on such letters. Is there another address?"
    ]


def test_an_address_whose_first_part_is_too_long_is_told(app: Flask) -> None:
    assert said(app, address="g" * 65 + "@example.com") == [
        "The part before the @ is too long for an e-mail address."
    ]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "Asia/Kolkata", "US/Eastern", " Europe/Berlin "])
def test_the_name_of_a_zone_is_taken(app: Flask, zone: str) -> None:
    assert said(app, zone=zone) == []


@pytest.mark.parametrize(
    "zone", ["Mars/Base", "../../etc/passwd", "europe/berlin", "CEST+1", "localtime", "<b>"]
)
def test_what_is_no_zone_is_named_with_an_example(app: Flask, zone: str) -> None:
    assert said(app, zone=zone) == [
        f"“{zone}” is not a time zone we know. Choose one from the list, such as Europe/Berlin."
    ]


def test_no_zone_is_asked_for(app: Flask) -> None:
    assert said(app, zone=" ") == ["Please choose a time zone from the list, such as Europe/Berlin."]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org/ada", "https://example.org/ada"),
        ("http://example.org", "http://example.org"),
        ("example.org/ada", "https://example.org/ada"),
        ("", ""),
    ],
)
def test_a_web_address_is_kept_with_its_scheme(app: Flask, typed: str, kept: str) -> None:
    form = filled(app, link=typed)

    assert form.problems == []
    assert form.link.data == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "ftp://example.org",
        "ada",
        "https://",
        "http://[::1",
    ],
)
def test_what_is_no_web_address_is_sent_back(app: Flask, typed: str) -> None:
    form = filled(app, link=typed)

    assert [s for _, s in form.problems] == [
        "This does not look like a web address. It should begin with https://"
    ]
    assert form.link.data == typed


def test_a_web_address_fits_its_place_with_its_scheme(app: Flask) -> None:
    assert said(app, link="example.org/" + "a" * 288) == [
        "This address is very long. Is there a shorter one?"
    ]


def test_a_name_of_blanks_is_no_name(app: Flask) -> None:
    for typed in ("", "   ", "\x00", "\u200b"):
        assert said(app, name=typed) == ["Please give a name."]


def test_what_is_too_long_says_how_long_it_may_be(app: Flask) -> None:
    form = filled(app, name="x" * 10_000)

    assert [s for _, s in form.problems] == ["This is longer than 20 characters. Please shorten it."]
    assert form.name.data == "x" * 10_000


@pytest.mark.parametrize("typed", ["hobby", "", "FIELD", "Purpose.FIELD", "field\x00"])
def test_a_word_outside_the_vocabulary_is_not_taken(app: Flask, typed: str) -> None:
    assert said(app, purpose=typed) == ["Please choose one of these."]


def test_a_word_of_the_vocabulary_becomes_its_member(app: Flask) -> None:
    assert filled(app, purpose="industry").purpose.data is Purpose.INDUSTRY


@pytest.mark.parametrize("typed", ["abc", "20.5", "1e3", "٣٠x", "twenty"])
def test_what_is_no_number_is_told_in_the_field_s_own_words(app: Flask, typed: str) -> None:
    assert said(app, minutes=typed) == ["Please give a number."]


@pytest.mark.parametrize("typed", ["tomorrow", "2027-13-01", "2027-02-30", "31.1.2027", "10000-01-01"])
def test_what_is_no_date_is_told_in_the_field_s_own_words(app: Flask, typed: str) -> None:
    assert said(app, on=typed) == ["Please give a date."]


def test_no_date_is_no_mistake(app: Flask) -> None:
    form = filled(app, on=" ")

    assert form.problems == []
    assert form.on.data is None


def test_every_field_that_is_not_right_is_named(app: Flask) -> None:
    form = filled(app, name="", address="grace", zone="Mars/Base")

    assert [field.label.text for field, _ in form.problems] == ["Name", "Address", "Zone"]


def test_a_form_notices_once_that_something_else_is_kept_now(app: Flask) -> None:
    opened, now_shown = {"name": "Grace"}, {"name": "Grace Hopper"}
    with app.test_request_context(method="POST"):
        form = VersionedForm(formdata=MultiDict({"version": version_of(opened)}))
        form.refuse_stale("Grace", now_shown=opened)
        form.version.data = version_of(opened)

        with pytest.raises(ChangedMeanwhile, match="pressing the button once more"):
            form.refuse_stale("Grace", now_shown=now_shown)
        form.refuse_stale("Grace", now_shown=now_shown)


def test_the_order_of_what_is_shown_makes_no_difference() -> None:
    assert version_of({"a": 1, "b": 2}) == version_of({"b": 2, "a": 1}) != version_of({"a": 2, "b": 1})
