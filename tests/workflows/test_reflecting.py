from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.notebook.debrief import Debrief, Named
from outreach.notebook.models import Note
from outreach.workflows import reflecting
from tests.cast import NOW

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

    assert (jean.name, jean.title, jean.organization_name) == ("Jean Bartik", "programmer", "Eckert Mauchly")
    assert jean.timezone == grace.timezone
    assert jean.referral is not None
    assert jean.referral.introducer is grace
    assert grace.led_to() == [adele, jean]


def test_somebody_who_is_there_already_stays_who_they_are(
    ada: Account, grace: Contact, talk: Interview
) -> None:
    jean = saved(Contact(account_id=ada.id, name="Jean Bartik", timezone="Europe/Paris", created_at=NOW))

    met = reflecting.keep(LEARNED, talk, account=ada, now=NOW)

    assert [contact.name for contact in met] == ["Adele Goldstine"]
    assert (jean.timezone, jean.referral) == ("Europe/Paris", None)


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
