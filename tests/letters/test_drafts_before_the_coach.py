"""What we draft, our own coach must let pass: two rooms that know nothing of each other."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from outreach.accounts.kinds import Situation
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.letters.coach.findings import Severity
from outreach.letters.coach.review import review
from outreach.letters.drafting.afterwards import News, draft_referral_update, draft_thanks
from outreach.letters.drafting.draft import Draft, Voice
from outreach.letters.drafting.first_letter import draft_outreach
from outreach.letters.drafting.followups import (
    draft_answers_by_mail,
    draft_confirmation,
    draft_decline,
    draft_later,
    draft_nudge,
    draft_proposal,
    draft_redirect_thanks,
)
from outreach.letters.drafting.writing import Manner, Pair
from outreach.letters.facts import Facts, Kind, Manuscript
from tests.letters.drafting.cast import complete


def objections(kind: Kind, draft: Draft, facts: Facts) -> list[str]:
    """What the coach would have changed, tips aside."""
    findings = review(Manuscript(kind, draft.body, draft.subject, facts)).findings
    return [f"{f.rule}: {f.text} in {draft.body}" for f in findings if f.severity is not Severity.T]


@pytest.mark.parametrize("relationship", Relationship)
def test_the_coach_lets_every_first_letter_pass(relationship: Relationship) -> None:
    for number, (purpose, situation, voice) in enumerate(product(Purpose, Situation, Voice)):
        facts = complete(relationship, purpose, situation, number)
        draft = draft_outreach(facts, voice=voice, seed=f"interview {number}")
        assert not objections(Kind.OUTREACH, draft, facts)


@pytest.mark.parametrize("voice", Voice)
@pytest.mark.parametrize("form", Format)
def test_the_coach_lets_every_short_letter_pass(voice: Voice, form: Format) -> None:
    for number in range(8):
        facts = complete(Relationship.GROUP, situation=list(Situation)[number % 6], number=number)
        pair, manner = Pair(facts.contact, facts.sender), Manner(f"interview {number}", voice)
        day, windows = date(2027, 2, 9), ("Tuesday 9 February, 10:00", "Friday 12 February, 14:00")
        drafts = [
            (Kind.NUDGE, draft_nudge(pair, manner, format=form)),
            (
                Kind.SCHEDULING,
                draft_proposal(pair, manner, windows=windows, zone="Calgary time", format=form),
            ),
            (
                Kind.SCHEDULING,
                draft_proposal(pair, manner, windows=(), link="https://o.example/m/x", format=form),
            ),
            (Kind.SCHEDULING, draft_answers_by_mail(pair, manner, questions=["What surprised you?"] * 3)),
            (
                Kind.SCHEDULING,
                draft_confirmation(pair, manner, day=day, time="10:00", zone="Calgary time", format=form),
            ),
            (Kind.KEEP_IN_TOUCH, draft_redirect_thanks(pair, manner, person="Ana Ruiz")),
            (Kind.KEEP_IN_TOUCH, draft_later(pair, manner, until=day)),
            (Kind.KEEP_IN_TOUCH, draft_decline(pair, manner)),
            (Kind.THANKS, draft_thanks(pair, manner, learned=("how slow permits are",), will_do="read on")),
            (Kind.REFERRAL, draft_referral_update(pair, manner, person="Ana Ruiz", news=News.MET)),
        ]
        for kind, draft in drafts:
            assert not objections(kind, draft, facts)


@pytest.mark.parametrize("voice", Voice)
def test_a_draft_to_a_stranger_is_not_faulted_for_its_order_or_its_signature(voice: Voice) -> None:
    """Nothing ties Lena to them yet but what she admires; her signature is of four lines."""
    facts = complete(Relationship.COLD, connection_facts=())
    sender = replace(facts.sender, profile_url="https://www.example.org/people/lena-brandt/profile/in/full")
    for number in range(8):
        draft = draft_outreach(replace(facts, sender=sender), voice=voice, seed=f"interview {number}")
        findings = review(Manuscript(Kind.OUTREACH, draft.body, draft.subject, facts)).findings
        assert not {"L03", "L07"} & {finding.rule for finding in findings}, draft.body
