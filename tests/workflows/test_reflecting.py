from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.departures import has_left, has_not_left
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.kinds import Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.notebook.debrief import Debrief, Named
from outreach.notebook.models import Note
from outreach.workflows import reflecting
from outreach.workflows.following_up import settle, todos
from tests.cast import NOW
from tests.workflows.reading import open_follow_ups
from tests.workflows.test_following_up import another

HOUR = timedelta(hours=1)
LEARNED = Debrief(
    learned=("that a compiler is a translator", "how much of it is patience"),
    promises=("send you my essay",),
    people=(Named("Jean Bartik", "programmer"), Named("Adele Goldstine")),
    thought="I would like her life.",
)


def follow_up(talk: Interview, kind: FollowUpKind) -> FollowUp | None:
    return next((found for found in FollowUp.of(talk) if found.kind is kind), None)


@pytest.fixture
def booking(talk: Interview) -> Booking:
    """The talk was held an hour ago, and took twenty minutes."""
    talk.reach(Stage.BOOKED, now=NOW - 24 * HOUR)
    return saved(
        Booking(
            account_id=talk.account_id,
            interview=talk,
            uid="talk@example.org",
            starts_at=NOW - HOUR,
            ends_at=NOW - HOUR + timedelta(minutes=20),
            format=talk.format,
            guest_timezone="America/New_York",
            form_key="talk",
            made_at=NOW - 24 * HOUR,
            changed_at=NOW - 24 * HOUR,
        )
    )


def test_what_was_learned_is_kept(ada: Account, talk: Interview) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)
    db.session.flush()

    kept = Debrief.kept(Note.of(talk))
    assert (kept.learned, kept.promises, kept.thought) == (LEARNED.learned, LEARNED.promises, LEARNED.thought)
    assert [person.name for person in kept.people] == ["Jean Bartik", "Adele Goldstine"]


def test_the_talk_counts_as_held(ada: Account, talk: Interview) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    assert talk.stage is Stage.MET
    [entry] = [entry for entry in Entry.about(talk) if entry.name == "debrief.kept"]
    assert entry.particulars == {"learned": 2, "promise": 1, "person": 2, "thought": 1}


def test_thanks_are_due_at_once_and_late_a_day_after_the_talk(
    ada: Account, talk: Interview, booking: Booking
) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    thanks = follow_up(talk, FollowUpKind.THANKS)
    assert thanks is not None
    assert (thanks.due_at, thanks.late_at) == (booking.ends_at, booking.ends_at + 24 * HOUR)


def test_a_talk_without_a_booking_is_thanked_within_a_day_as_well(ada: Account, talk: Interview) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    thanks = follow_up(talk, FollowUpKind.THANKS)
    assert thanks is not None
    assert thanks.late_at == NOW + 24 * HOUR


@pytest.mark.parametrize("outcome", ["", "done"])
def test_thanks_that_are_planned_or_given_stay_as_they_are(
    ada: Account, talk: Interview, outcome: str
) -> None:
    FollowUp.plan(talk, FollowUpKind.THANKS, due_at=NOW - HOUR, late_at=NOW + HOUR)
    if outcome:
        FollowUp.settle(talk, FollowUpKind.THANKS, outcome=outcome, now=NOW)

    reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    thanks = follow_up(talk, FollowUpKind.THANKS)
    assert thanks is not None
    assert (thanks.due_at, thanks.outcome) == (NOW - HOUR, outcome)


def test_nothing_else_asks_for_the_talk_any_more(ada: Account, talk: Interview) -> None:
    for kind in (FollowUpKind.DEBRIEF, FollowUpKind.CONFIRMATION, FollowUpKind.NUDGE):
        FollowUp.plan(talk, kind, due_at=NOW, late_at=NOW)

    reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    outcomes = {found.kind: found.outcome for found in FollowUp.of(talk)}
    assert outcomes == {
        FollowUpKind.DEBRIEF: "done",
        FollowUpKind.CONFIRMATION: "dropped",
        FollowUpKind.NUDGE: "dropped",
        FollowUpKind.THANKS: "",
    }


def test_the_people_who_were_named_join_ones_own(ada: Account, grace: Contact, talk: Interview) -> None:
    jean, adele = reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    assert (jean.name, jean.title, jean.organization_name) == ("Jean Bartik", "programmer", "")
    assert jean.timezone == grace.timezone
    assert jean.referral is not None
    assert jean.referral.introducer is grace
    assert grace.led_to() == [adele, jean]


@pytest.fixture
def jean(ada: Account) -> Contact:
    """Ada knows her already."""
    return saved(Contact(account_id=ada.id, name="Jean Bartik", timezone="Europe/Paris", created_at=NOW))


def test_somebody_who_is_there_already_stays_who_they_are(
    ada: Account, grace: Contact, talk: Interview, jean: Contact
) -> None:
    met = reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    assert [contact.name for contact in met] == ["Adele Goldstine"]
    assert (jean.timezone, jean.title) == ("Europe/Paris", "")
    assert jean.referral is not None
    assert jean.referral.introducer is grace


@pytest.mark.parametrize("stage", [Stage.ASKED, Stage.MET])
def test_somebody_who_was_asked_before_goes_their_own_way(
    ada: Account, talk: Interview, jean: Contact, stage: Stage
) -> None:
    asked = another(talk)
    asked.contact, asked.stage = jean, stage

    reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    assert jean.referral is None
    assert Interview.with_contact(jean) == [asked]
    assert FollowUp.of(asked) == []


def asked_of(ada: Account, name: str) -> Interview:
    """The one ask of somebody who was named."""
    person = Contact.named(name, of=ada)
    assert person is not None
    [asked] = Interview.with_contact(person)
    return asked


def test_who_was_named_is_to_be_written_to_within_the_week(ada: Account, talk: Interview) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    asked = asked_of(ada, "Jean Bartik")
    assert (asked.stage, asked.relationship_kind) == (Stage.FOUND, Relationship.REFERRAL)
    assert (asked.purpose, asked.minutes, asked.narrow) == (talk.purpose, 20, "compilers")
    letter = follow_up(asked, FollowUpKind.FIRST_LETTER)
    assert letter is not None
    assert (letter.due_at, letter.late_at.date().isoformat()) == (NOW, "2026-12-01")  # a Thanksgiving between
    assert ("first_letter", asked.id) in [(todo.kind, todo.interview_id) for todo in todos(ada, now=NOW)]


def test_the_thanks_may_carry_the_thanks_for_the_name_and_a_note_of_its_own_waits_until_they_are_late(
    ada: Account, talk: Interview, booking: Booking
) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    owed = follow_up(asked_of(ada, "Jean Bartik"), FollowUpKind.REFERRAL_THANKS)
    assert owed is not None
    assert owed.due_at == max(booking.ends_at, NOW) + 24 * HOUR


def test_late_thanks_are_not_crowded_by_thanks_for_the_name(
    ada: Account, talk: Interview, booking: Booking
) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW + 72 * HOUR)

    kinds = [todo.kind for todo in todos(ada, now=NOW + 72 * HOUR)]
    assert kinds == ["thanks", "first_letter", "first_letter"]


def test_a_name_that_comes_after_the_thanks_is_thanked_for_at_once(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.THANKED, now=NOW)

    reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    owed = follow_up(asked_of(ada, "Jean Bartik"), FollowUpKind.REFERRAL_THANKS)
    assert owed is not None
    assert owed.due_at == NOW


@pytest.mark.parametrize(
    ("body", "outcome"), [("Thank you for pointing me to JEAN BARTIK.", "done"), ("", "")]
)
def test_thanks_that_name_somebody_have_thanked_for_them(
    ada: Account, talk: Interview, body: str, outcome: str
) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)
    letter = Letter.begin(talk, LetterKind.THANKS, now=NOW)
    letter.subject, letter.body = "Thank you", f"Dear Grace, {body}"

    has_left(letter, "letter.sent", account=ada, now=NOW + HOUR)

    owed = follow_up(asked_of(ada, "Jean Bartik"), FollowUpKind.REFERRAL_THANKS)
    assert owed is not None
    assert owed.outcome == outcome


def test_a_letter_to_who_was_named_is_told_to_who_named_them(ada: Account, talk: Interview) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)
    asked = asked_of(ada, "Jean Bartik")

    has_left(Letter.begin(asked, LetterKind.OUTREACH, now=NOW), "letter.sent", account=ada, now=NOW + HOUR)

    outcomes = {found.kind: found.outcome for found in FollowUp.of(asked)}
    assert outcomes[FollowUpKind.FIRST_LETTER] == "done"
    assert outcomes[FollowUpKind.REFERRAL_WROTE] == ""


def test_a_letter_that_did_not_leave_after_all_is_due_again(ada: Account, talk: Interview) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)
    asked = asked_of(ada, "Jean Bartik")
    letter = Letter.begin(asked, LetterKind.OUTREACH, now=NOW)
    has_left(letter, "letter.by_hand", account=ada, now=NOW + HOUR)

    has_not_left(letter, sent_at=NOW + HOUR, now=NOW + 2 * HOUR)

    due = follow_up(asked, FollowUpKind.FIRST_LETTER)
    assert due is not None
    assert (due.settled_at, due.times_done) == (None, 0)


@pytest.mark.parametrize(
    ("outcome", "owed"),
    [("dropped", FollowUpKind.REFERRAL_NOT_PURSUED), ("done", FollowUpKind.REFERRAL_WROTE)],
)
def test_who_named_somebody_hears_what_became_of_it(
    ada: Account, talk: Interview, outcome: str, owed: FollowUpKind
) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)
    asked = asked_of(ada, "Jean Bartik")
    letter = follow_up(asked, FollowUpKind.FIRST_LETTER)
    assert letter is not None

    settle(letter, outcome=outcome, now=NOW + HOUR)

    assert owed in open_follow_ups(asked)


def test_keeping_the_notes_again_does_not_call_back_what_was_let_go(ada: Account, talk: Interview) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)
    asked = asked_of(ada, "Jean Bartik")
    FollowUp.settle(asked, *FollowUpKind, outcome="dropped", now=NOW)

    reflecting.keep(LEARNED, talk, account=ada, now=NOW + HOUR)

    assert open_follow_ups(asked) == set()


def test_a_name_that_was_told_in_confidence_promises_nothing(ada: Account, talk: Interview) -> None:
    told = Debrief(people=(Named("Jean Bartik"),), confidential=frozenset({"Jean Bartik"}))

    [jean] = reflecting.keep(told, talk, account=ada, now=NOW)

    assert Interview.with_contact(jean) == []


def test_grace_naming_herself_changes_nothing(ada: Account, grace: Contact, talk: Interview) -> None:
    debrief = Debrief(learned=("that it works",), people=(Named("grace hopper"),))

    assert reflecting.keep(debrief, talk, account=ada, now=NOW) == []
    assert grace.referral is None


def test_people_named_by_a_sample_person_are_samples_too(
    ada: Account, grace: Contact, talk: Interview
) -> None:
    grace.is_sample = True

    met = reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    assert all(contact.is_sample for contact in met)


def test_keeping_the_same_twice_is_told_once(ada: Account, talk: Interview) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)
    db.session.flush()
    reflecting.keep(LEARNED, talk, account=ada, now=NOW + HOUR)

    assert [entry.name for entry in Entry.about(talk)].count("debrief.kept") == 1


def test_a_thanked_person_is_not_to_be_thanked_again(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.THANKED, now=NOW)

    reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    assert talk.stage is Stage.THANKED
    assert follow_up(talk, FollowUpKind.THANKS) is None


def test_an_empty_debrief_is_not_kept(ada: Account, talk: Interview) -> None:
    with pytest.raises(reflecting.NothingWritten, match="One line is enough"):
        reflecting.keep(Debrief(), talk, account=ada, now=NOW)


def test_notes_can_be_emptied_again(ada: Account, talk: Interview) -> None:
    reflecting.keep(LEARNED, talk, account=ada, now=NOW)
    db.session.flush()

    reflecting.keep(Debrief(), talk, account=ada, now=NOW)

    assert Note.of(talk) == []
