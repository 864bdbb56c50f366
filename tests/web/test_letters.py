"""The letter editor: remarks kept on purpose, templates of one's own, earlier versions."""

import re
import threading
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind, Origin
from outreach.letters.models import Letter, Revision
from outreach.letters.remarks import KeptRemark
from outreach.letters.templates import LetterTemplate
from outreach.web import desk
from outreach.web.words import spelled
from outreach.workflows import writing
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.web.reading import read

HX = {"HX-Request": "true"}
SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")
BODY = (
    "Dear Grace Hopper,\n\nI hope this email finds you well. I read about your first compiler. Would you have 20 "
    "minutes for a call? Whenever suits you.\n\nAda Lovelace\nBSc Mathematics"
)


@pytest.fixture
def letter(talk: Interview) -> Letter:
    letter = Letter.begin(talk, LetterKind.OUTREACH, now=NOW)
    letter.rewrite("Your first compiler", BODY, revision=0, now=NOW)
    return letter


def test_the_coach_gets_ready_when_somebody_comes_in_and_not_for_a_passer_by(
    client: FlaskClient, at_ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = threading.Event()

    def work_out() -> Iterator[None]:
        began.set()
        yield

    monkeypatch.setattr(desk, "work_out", work_out)
    desk.get_ready.cache_clear()

    client.get("/sign-in")
    assert desk.get_ready.cache_info().misses == 0

    at_ada.get("/people")
    assert began.wait(timeout=10)


def words(letter: Letter, **more: object) -> dict[str, object]:
    return {"subject": letter.subject, "body": letter.body, "revision": letter.revision, **more}


def keep(at_ada: FlaskClient, letter: Letter, reason: str, **more: object) -> str:
    form = words(letter, about="L30 hope this email finds you well", reason=reason, **more)
    return at_ada.post(f"/letters/{letter.id}/remarks", data=form, headers=HX).text


def test_the_editor_says_what_to_mend_why_and_what_is_right_already(
    at_ada: FlaskClient, letter: Letter
) -> None:
    shown = read(at_ada.get(f"/letters/{letter.id}"))
    assert "Cut it, and begin with what ties you two" in shown.words
    assert "Leave it anyway" in shown.words
    assert "Right already" in shown.headings


def test_the_same_advice_is_given_once_and_then_only_where_else(at_ada: FlaskClient, letter: Letter) -> None:
    asks = "Are there any openings? Would you review my résumé? Could you pass my name on?"
    part = at_ada.post(f"/letters/{letter.id}/reading", data=words(letter, body=asks), headers=HX)
    said = read(part).words
    assert said.count("ask what you want to understand about their work. If") == 1
    assert "The same with “review my résumé”." in said
    assert part.text.count('name="reason"') >= 3


def test_a_remark_kept_anyway_is_greyed_with_its_reason(at_ada: FlaskClient, letter: Letter) -> None:
    part = keep(at_ada, letter, "She opens hers like that")
    assert "Left on purpose" in part
    assert "She opens hers like that" in part
    assert db.session.query(KeptRemark).one().words == "hope this email finds you well"


def test_it_stays_kept_while_the_rest_of_the_letter_changes(at_ada: FlaskClient, letter: Letter) -> None:
    keep(at_ada, letter, "Because")
    typed = words(letter, body=BODY.replace("Whenever", "Any time that"))
    part = at_ada.post(f"/letters/{letter.id}/reading", data=typed, headers=HX).text
    assert "Left on purpose" in part
    typed["body"] = BODY.replace("I hope this", "I hope this note and this")
    assert "Left on purpose" not in at_ada.post(f"/letters/{letter.id}/reading", data=typed, headers=HX).text


def test_a_reason_is_asked_for(at_ada: FlaskClient, letter: Letter) -> None:
    assert "Say in a few words why" in keep(at_ada, letter, "  ")
    assert db.session.query(KeptRemark).count() == 0


def test_only_a_remark_that_was_made_can_be_kept(at_ada: FlaskClient, letter: Letter) -> None:
    form = words(letter, about="L12 nothing of the kind", reason="Because")
    at_ada.post(f"/letters/{letter.id}/remarks", data=form, headers=HX)
    assert db.session.query(KeptRemark).count() == 0


def test_it_can_be_let_count_again(at_ada: FlaskClient, letter: Letter) -> None:
    keep(at_ada, letter, "Because")
    kept = db.session.query(KeptRemark).one().id
    part = at_ada.post(
        f"/letters/{letter.id}/remarks/removal", data=words(letter, kept=kept), headers=HX
    ).text
    assert "Left on purpose" not in part


def test_without_script_the_words_come_along(at_ada: FlaskClient, letter: Letter) -> None:
    form = words(letter, about="L30 hope this email finds you well", reason="Because", body=BODY + "\nPS")
    assert at_ada.post(f"/letters/{letter.id}/remarks", data=form).status_code == 303
    assert "PS" in read(at_ada.get(f"/letters/{letter.id}")).fields["body"]
    assert db.session.query(KeptRemark).count() == 1


def test_a_remark_that_holds_letters_back_cannot_be_kept(at_ada: FlaskClient, letter: Letter) -> None:
    form = words(letter, body=BODY + "\n[Company]")
    part = at_ada.post(f"/letters/{letter.id}/reading", data=form, headers=HX).text
    assert "does not leave from here with this in it" in part


def test_every_kept_state_is_among_the_versions_with_where_it_came_from(
    at_ada: FlaskClient, letter: Letter
) -> None:
    at_ada.post(f"/letters/{letter.id}", data=words(letter, body=BODY + "\nPS", then="keep"))
    shown = read(at_ada.get(f"/letters/{letter.id}/revisions"))
    assert "Your words" in shown.words
    assert "<ins>PS</ins>" in at_ada.get(f"/letters/{letter.id}/revisions").text


def test_bringing_words_back_is_a_new_version_and_loses_none(at_ada: FlaskClient, letter: Letter) -> None:
    at_ada.post(f"/letters/{letter.id}", data=words(letter, body="Something else", then="keep"))
    at_ada.post(f"/letters/{letter.id}/revisions/1/restoration")
    db.session.expire_all()
    assert letter.body == BODY
    assert [r.origin for r in Revision.all_of(letter)] == [Origin.RESTORED, Origin.TYPED, Origin.TYPED]


@pytest.mark.parametrize("number", [0, 99, 10**12])
def test_a_version_that_is_not_there_is_not_found(at_ada: FlaskClient, letter: Letter, number: int) -> None:
    assert at_ada.post(f"/letters/{letter.id}/revisions/{number}/restoration").status_code == 404


def test_a_letter_starts_from_a_template_filled_with_what_is_known(
    at_ada: FlaskClient, ada: Account, letter: Letter
) -> None:
    body = "((greeting))\n\nMay I ask about ((interest | your work))? We share ((introducer))."
    template = LetterTemplate.write(ada, "Mine", LetterKind.OUTREACH, "About ((interest))", body, now=NOW)
    part = at_ada.post(f"/letters/{letter.id}/template", data=words(letter, template=template.id), headers=HX)
    db.session.expire_all()
    assert letter.subject == "About compilers"
    assert "May I ask about compilers? We share ((introducer))." in letter.body
    assert "What is not known yet still stands there as ((introducer))" in read(part).words


def test_no_letter_leaves_with_a_place_left_open(at_ada: FlaskClient, letter: Letter) -> None:
    typed = words(letter, body=BODY + "\n\nYours, ((my dog))", then="send")
    answer = at_ada.post(f"/letters/{letter.id}", data=typed)
    assert answer.status_code == 422
    assert "((my dog))" in read(answer).told[0]


def test_two_hundred_thousand_characters_are_refused_and_still_there(
    at_ada: FlaskClient, letter: Letter
) -> None:
    answer = at_ada.post(f"/letters/{letter.id}", data=words(letter, body="word " * 40_000, then="keep"))
    assert answer.status_code == 422
    assert len(read(answer).fields["body"]) > 190_000


def test_beside_send_stands_how_much_is_to_mend_and_the_worst_of_it(
    at_ada: FlaskClient, letter: Letter
) -> None:
    page = at_ada.get(f"/letters/{letter.id}").text
    assert page.index("Send it") < page.index('id="verdict"') < page.index('id="reading"')
    assert "to mend" in read(at_ada.get(f"/letters/{letter.id}")).words

    part = at_ada.post(f"/letters/{letter.id}/reading", data=words(letter), headers=HX).text
    assert 'id="verdict"' in part
    assert "hx-swap-oob" in part


def test_one_part_is_said_differently_and_typed_words_stay(
    at_ada: FlaskClient, talk: Interview, ada: Account
) -> None:
    letter = writing.write(talk, LetterKind.NUDGE, account=ada, site=SITE, now=NOW)
    ask = letter.parts["again"]
    typed = words(letter, body=letter.body + "\n\nP.S. I bake.", part="again", another="wording")

    part = at_ada.post(f"/letters/{letter.id}/draft", data=typed, headers=HX).text

    assert ask not in letter.body
    assert letter.body.endswith("P.S. I bake.")
    assert "Say it differently" in part
    assert "Formal" not in part


def test_a_part_that_was_changed_is_left_alone(at_ada: FlaskClient, talk: Interview, ada: Account) -> None:
    letter = writing.write(talk, LetterKind.NUDGE, account=ada, site=SITE, now=NOW)
    typed = words(letter, body="All of it my own.", part="again", another="wording")

    answer = at_ada.post(f"/letters/{letter.id}/draft", data=typed, headers=HX)

    assert answer.status_code == 409
    assert "All of it my own." in answer.text


def test_what_another_window_made_of_a_letter_stands_beside_what_was_typed(
    at_ada: FlaskClient, talk: Interview, ada: Account
) -> None:
    letter = writing.write(talk, LetterKind.NUDGE, account=ada, site=SITE, now=NOW)
    typed = words(letter, body="Typed in this window.")
    letter.rewrite("Compilers", "Typed in the other.", revision=letter.revision, now=NOW)

    answer = at_ada.post(f"/letters/{letter.id}", data=typed)

    assert answer.status_code == 409
    assert read(answer).fields["body"] == "Typed in this window."
    assert "What stands there now Compilers Typed in the other." in read(answer).words


def test_a_first_letter_from_before_its_parts_were_kept_has_them_said_anew(
    at_ada: FlaskClient, talk: Interview, ada: Account
) -> None:
    letter = writing.write(talk, LetterKind.OUTREACH, account=ada, site=SITE, now=NOW)
    ask, letter.parts = letter.parts["ask"], {}
    page = at_ada.get(f"/letters/{letter.id}").text

    assert f'<option value="ask" selected>{ask[:20]}' in page
    assert letter.parts == {}


def test_another_letter_from_then_says_how_its_parts_can_be_chosen(
    at_ada: FlaskClient, talk: Interview, ada: Account
) -> None:
    letter = writing.write(talk, LetterKind.NUDGE, account=ada, site=SITE, now=NOW)
    letter.parts = {}
    assert "Press a voice, and each part can be said differently." in at_ada.get(f"/letters/{letter.id}").text

    again = words(letter, voice=letter.voice)
    assert '<select name="part"' in at_ada.post(f"/letters/{letter.id}/draft", data=again, headers=HX).text


def test_promises_that_we_composed_are_no_homework(
    at_ada: FlaskClient, talk: Interview, ada: Account
) -> None:
    letter = writing.write(talk, LetterKind.REFERRAL_CHECK, account=ada, site=SITE, now=NOW)
    letter.parts = {"report": "I will tell you how it went."}
    said = words(letter, body="Dear Grace,\n\nI will tell you how it went. I will send you the map.\n\nAda")

    part = read(at_ada.post(f"/letters/{letter.id}/reading", data=said, headers=HX)).words

    assert "I will send you the map" in part
    assert "so that it gets done: I will tell you how it went" not in part


def test_what_is_told_for_a_letter_of_ones_own_words_stands_by_to_be_copied_until_it_is_said(
    at_ada: FlaskClient, letter: Letter
) -> None:
    part = at_ada.post(
        f"/letters/{letter.id}/facts", data=words(letter, broad="harbour logistics"), headers=HX
    ).text
    assert 'value="harbour logistics" readonly' in part
    assert "harbour logistics" not in letter.body

    assert 'value="harbour logistics"' in at_ada.get(f"/letters/{letter.id}").text  # without script too

    said = words(letter) | {"body": BODY.replace("compiler.", "compiler, and harbour logistics.")}
    at_ada.post(f"/letters/{letter.id}", data=said)
    assert 'value="harbour logistics"' not in at_ada.get(f"/letters/{letter.id}").text


def test_as_many_are_listed_to_mend_as_are_counted_beside_the_button(
    at_ada: FlaskClient, letter: Letter
) -> None:
    long = BODY.replace("\n\nI hope", "\n" * 26 + "I hope")
    letter.rewrite(letter.subject, long, revision=letter.revision, now=NOW)
    page = at_ada.get(f"/letters/{letter.id}").text
    to_mend, ideas = page.split('id="coach"')[1].split("Right already")[0], ""
    if "If you like" in to_mend:
        to_mend, ideas = to_mend.split("If you like")
    counted = len(re.findall(r'class="finding [EW]"', to_mend))

    assert 'class="finding T"' not in to_mend
    assert 'class="finding T"' in ideas
    assert f"{spelled(counted).capitalize()} thing{'s' * (counted > 1)} to mend" in page
