"""Opening the letter that an interview needs next."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.bookings.models import PersonalLink
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish
from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.coach.policy import Policy
from outreach.letters.drafting.draft import Voice
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter, PartIsTheirs
from outreach.notebook.models import Note, NoteKind, Written
from outreach.questions.lists import tailored_for
from outreach.workflows import booking, replies, writing
from outreach.workflows.replies import Answer
from outreach.workflows.sending import send
from outreach.workflows.writing import (
    NothingToConfirm,
    WordsAreTheirs,
    change_voice,
    change_wording,
    tell,
    write,
)
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.workflows.posting import sends_through
from tests.workflows.reading import outbox, story, to_grace
from tests.workflows.test_booking import NEXT_MONDAY

SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")


def written(talk: Interview, account: Account, kind: LetterKind = LetterKind.OUTREACH) -> Letter:
    return write(talk, kind, account=account, site=SITE, now=NOW)


def test_a_first_letter_is_drafted_from_what_is_known_and_sends_nothing(
    ada: Account, talk: Interview
) -> None:
    letter = written(talk, ada)

    assert "Hopper" in letter.body
    assert "compilers" in letter.body
    assert letter.subject
    assert talk.stage is Stage.DRAFTED
    assert story(talk) == ["letter.drafted"]
    assert outbox() == []


def test_opening_it_again_opens_the_same_letter(ada: Account, talk: Interview) -> None:
    first = written(talk, ada)
    body = first.body

    assert written(talk, ada) is first
    assert first.body == body
    assert story(talk) == ["letter.drafted"]


def test_words_of_adas_own_are_never_replaced(ada: Account, talk: Interview) -> None:
    letter = written(talk, ada)
    letter.rewrite("Mine", "My own words", revision=letter.revision, now=NOW)
    talk.narrow = "linkers"

    written(talk, ada)
    writing.redraft(talk, account=ada, now=NOW)
    with pytest.raises(WordsAreTheirs):
        change_voice(letter, Voice.WARM, account=ada, site=SITE, now=NOW)
    with pytest.raises(PartIsTheirs):
        change_wording(letter, "ask", account=ada, site=SITE, now=NOW)

    assert (letter.subject, letter.body) == ("Mine", "My own words")


def test_a_draft_follows_what_is_newly_told(ada: Account, talk: Interview) -> None:
    letter = written(talk, ada)

    tell(letter, {"narrow": "garbage collectors", "organization": "Remington Rand"}, account=ada, now=NOW)

    assert "garbage collectors" in letter.body
    assert talk.contact.organization_name == "Remington Rand"


def test_another_wording_says_the_same_with_other_words(ada: Account, talk: Interview) -> None:
    letter = written(talk, ada)
    bodies = {letter.body}

    for _ in range(4):
        change_wording(letter, "interest", account=ada, site=SITE, now=NOW)
        bodies.add(letter.body)

    assert len(bodies) > 1


def test_one_part_is_said_anew_and_adas_own_words_beside_it_stay(ada: Account, talk: Interview) -> None:
    letter = written(talk, ada)
    ask = letter.parts["ask"]
    letter.rewrite("Mine", f"{letter.body} P.S. I bake.", revision=letter.revision, now=NOW)

    change_wording(letter, "ask", account=ada, site=SITE, now=NOW)

    assert letter.subject == "Mine"
    assert letter.body.endswith("P.S. I bake.")
    assert ask not in letter.body
    assert letter.parts["ask"] in letter.body


@pytest.mark.parametrize("kind", [LetterKind.NUDGE, LetterKind.PROPOSAL, LetterKind.THANKS, LetterKind.CLOSE])
def test_later_letters_have_other_wordings_and_voices_too(
    ada: Account, talk: Interview, kind: LetterKind
) -> None:
    letter = written(talk, ada, kind)
    worded, voiced = {letter.body}, set()

    for voice in Voice:
        change_voice(letter, voice, account=ada, site=SITE, now=NOW)
        voiced.add(letter.body)
    for part in letter.parts:
        change_wording(letter, part, account=ada, site=SITE, now=NOW)
        worded.add(letter.body)

    assert len(voiced) > 1
    assert len(worded) > 2


def test_a_letter_that_left_is_followed_by_a_new_one(ada: Account, talk: Interview) -> None:
    first = written(talk, ada)
    send(first, account=ada, mail_domain="outreach.example", policy=Policy(), now=NOW)

    second = written(talk, ada)

    assert second.id != first.id


def test_a_proposal_offers_three_times_and_a_page_to_choose_others(ada: Account, talk: Interview) -> None:
    letter = written(talk, ada, LetterKind.PROPOSAL)

    link = PersonalLink.of(talk)
    assert link is not None
    assert SITE.guest_url(link) in letter.body
    assert "New York" in letter.body or "Eastern" in letter.body


def test_a_proposal_names_no_page_that_only_adas_own_computer_could_open(
    app: Flask, ada: Account, talk: Interview
) -> None:
    at_home = Site("http://127.0.0.1:8000", SECRET_KEY, "outreach.example")
    sends_through(app, ada, 25)

    body = write(talk, LetterKind.PROPOSAL, account=ada, site=at_home, now=NOW).body

    assert "http" not in body
    assert "send me a time" in body or "what suits you better" in body


def test_what_stays_in_the_mailbox_here_names_the_page_all_the_same(ada: Account, talk: Interview) -> None:
    at_home = Site("http://127.0.0.1:8000", SECRET_KEY, "outreach.example")

    body = write(talk, LetterKind.PROPOSAL, account=ada, site=at_home, now=NOW).body

    assert "http://127.0.0.1:8000/meet/" in body


def test_there_is_nothing_to_confirm_before_a_time_is_agreed(ada: Account, talk: Interview) -> None:
    with pytest.raises(NothingToConfirm):
        written(talk, ada, LetterKind.CONFIRMATION)


def test_a_confirmation_names_the_time_on_the_contacts_clock(
    ada: Account, talk: Interview, link: PersonalLink
) -> None:
    wish = Wish(starts_at=NEXT_MONDAY, timezone="America/New_York", form_key="first")
    booking.book(link, wish, site=SITE, now=NOW)

    letter = written(talk, ada, LetterKind.CONFIRMATION)

    assert "30 November" in letter.body
    assert "04:00 to 04:20" in letter.body


def test_thanks_name_what_was_learned(ada: Account, talk: Interview) -> None:
    Note.rewrite(talk, [Written(NoteKind.LEARNED, "that compilers are mostly tests")], now=NOW)

    letter = written(talk, ada, LetterKind.THANKS)

    assert "compilers are mostly tests" in letter.body


def test_thanks_never_speak_of_their_reader_as_of_a_third(ada: Account, talk: Interview) -> None:
    kept = [Written(NoteKind.PROMISE, text) for text in ("send her the report", "send you my notes")]
    Note.rewrite(talk, kept, now=NOW)

    letter = written(talk, ada, LetterKind.THANKS)

    assert "send you my notes" in letter.body
    assert "send her" not in letter.body


def test_questions_by_mail_are_few(ada: Account, talk: Interview) -> None:
    letter = written(talk, ada, LetterKind.QUESTIONS)

    assert 3 <= letter.body.count("?") <= 6


def test_no_letter_is_sent_by_being_written(ada: Account, talk: Interview) -> None:
    for kind in LetterKind:
        if kind is not LetterKind.CONFIRMATION and not kind.is_to_introducer:
            written(talk, ada, kind)

    assert to_grace() == []


def test_whom_they_named_is_thanked_for_however_often_the_letter_is_opened(
    ada: Account, talk: Interview
) -> None:
    replies.note_answer(talk, Answer.SOMEBODY_ELSE, account=ada, named="Jean Bartik", now=NOW)
    first = write(talk, LetterKind.REDIRECT, account=ada, site=SITE, named="Jean Bartik", now=NOW)
    body = first.body

    again = written(talk, ada, LetterKind.REDIRECT)

    assert "Jean Bartik" in body
    assert (again, again.body) == (first, body)


def test_the_times_of_a_proposal_are_those_that_ada_noted_down(ada: Account, talk: Interview) -> None:
    letter = written(talk, ada, LetterKind.PROPOSAL)
    body, later = letter.body, NOW + timedelta(hours=20)

    write(talk, LetterKind.PROPOSAL, account=ada, site=SITE, now=later)

    assert letter.body == body


def test_a_proposal_of_the_day_before_looks_for_times_afresh(ada: Account, talk: Interview) -> None:
    letter = written(talk, ada, LetterKind.PROPOSAL)
    body = letter.body

    write(talk, LetterKind.PROPOSAL, account=ada, site=SITE, now=NOW + timedelta(days=3))

    assert letter.body != body


def test_a_time_that_was_agreed_meanwhile_is_proposed_no_more(
    ada: Account, talk: Interview, link: PersonalLink
) -> None:
    other = saved(
        Interview(
            account_id=ada.id,
            contact=talk.contact,
            purpose=talk.purpose,
            relationship_kind=talk.relationship_kind,
            minutes=20,
            format=talk.format,
            stage_at=NOW,
            created_at=NOW,
        )
    )
    letter = written(other, ada, LetterKind.PROPOSAL)
    body, later = letter.body, NOW + timedelta(minutes=5)
    wish = Wish(starts_at=Hold.chosen_for(letter)[0].starts_at, timezone="America/New_York", form_key="first")
    booking.book(link, wish, site=SITE, now=later)

    write(other, LetterKind.PROPOSAL, account=ada, site=SITE, now=later)

    assert letter.body != body


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_words_saved_at_the_very_moment_are_not_drafted_over(
    app: Flask, ada: Account, talk: Interview
) -> None:
    letter = written(talk, ada)
    db.session.commit()
    talk.narrow, number = "linkers", letter.id  # the letter is read, and then another window saves it
    kept = elsewhere(app, number)

    writing.redraft(talk, account=ada, now=NOW)

    assert letter.body == kept


def elsewhere(app: Flask, number: int) -> str:
    """Another window keeps words of its own, and is done before we go on."""
    with app.app_context():
        letter = db.session.get_one(Letter, number)
        letter.rewrite("Mine", "My own words", revision=letter.revision, now=NOW)
        db.session.commit()
        return letter.body


def test_four_to_seven_questions_of_the_list_go_ahead_as_they_are_worded_now(
    ada: Account, talk: Interview
) -> None:
    questions = tailored_for(talk, ada, now=NOW)
    starred = next(question for question in questions.asked if question.is_starred)
    starred.text = "How do you know that a compiler is right?"

    letter = written(talk, ada, LetterKind.AHEAD)

    numbered = re.findall(r"^\d\. ", letter.body, re.MULTILINE)
    assert 4 <= len(numbered) <= 7
    assert "How do you know that a compiler is right?" in letter.body
