"""One person of an organization at a time, and nobody too often: what the coach knows of earlier letters."""

from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import saved
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.channels import Channel
from outreach.letters.coach.review import review
from outreach.letters.kinds import LetterKind
from outreach.letters.known import facts_of, manuscript_of
from outreach.letters.models import Letter
from outreach.letters.open_letters import OpenLetter
from outreach.workflows.handing_over import hand_over
from tests.cast import NOW

DAY = timedelta(days=1)


@pytest.fixture
def jean(talk: Interview) -> Interview:
    """A colleague of Grace's, whom Ada would like to ask as well."""
    plain = {
        name: getattr(talk, name)
        for name in ("purpose", "relationship_kind", "minutes", "format", "account_id")
    }
    contact = saved(
        Contact(
            account_id=talk.account_id, name="Jean Bartik", organization=talk.contact.organization,
            timezone="America/New_York", created_at=NOW,
        )
    )  # fmt: skip
    return saved(Interview(contact=contact, stage_at=NOW, created_at=NOW, **plain))


def asked(
    interview: Interview, account: Account, *, ago: timedelta, kind: LetterKind = LetterKind.OUTREACH
) -> None:
    letter = Letter.begin(interview, kind, now=NOW - ago)
    hand_over(
        letter, Channel.EMAIL, subject="A question", text="Twenty minutes?", account=account, now=NOW - ago
    )


def remarks(interview: Interview, account: Account) -> list[str]:
    """What the coach says of one more first letter being too much."""
    letter = Letter.begin(interview, LetterKind.OUTREACH, now=NOW)
    facts = facts_of(interview, account)
    read = manuscript_of(letter, facts, subject="A question", body="Dear you,", now=NOW)
    return [finding.fix for finding in review(read).findings if finding.rule == "L39"]


def test_a_colleague_waits_until_the_first_had_time_to_answer(
    ada: Account, talk: Interview, jean: Interview
) -> None:
    assert remarks(jean, ada) == []
    asked(talk, ada, ago=DAY)

    assert remarks(jean, ada) == [
        "Give Grace Hopper 3 working days to answer before you write to a colleague."
    ]


def test_who_was_sent_on_by_a_colleague_is_not_kept_waiting(
    ada: Account, talk: Interview, jean: Interview
) -> None:
    asked(talk, ada, ago=DAY)
    talk.reach(Stage.REDIRECTED, now=NOW)

    assert remarks(jean, ada) == []


def test_two_letters_without_an_answer_are_enough(ada: Account, talk: Interview) -> None:
    asked(talk, ada, ago=40 * DAY)
    asked(talk, ada, ago=20 * DAY, kind=LetterKind.NUDGE)

    assert "Let it rest" in remarks(talk, ada)[0]


def test_a_letter_that_is_being_typed_knows_the_same_of_those_before(
    ada: Account, talk: Interview, jean: Interview
) -> None:
    letter = Letter.begin(jean, LetterKind.OUTREACH, now=NOW)

    def known() -> list[str]:
        typed = OpenLetter.find(letter.id, of=ada, now=NOW).blank.history
        assert typed == OpenLetter.of(letter, ada, now=NOW).blank.history
        return [earlier.to for earlier in typed]

    assert known() == []
    asked(talk, ada, ago=DAY)
    assert known() == ["Grace Hopper"]
    talk.stage = Stage.DECLINED  # who has answered is no silent colleague
    assert known() == []
    asked(jean, ada, ago=DAY)
    assert known() == ["Jean Bartik"]
