"""What the database counts, held against what happened to the people in it."""

from datetime import timedelta
from itertools import count

import pytest

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, Organization
from outreach.contacts.tags import Tag, Tagging
from outreach.database import db, saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.insights import board, queries, referrals, targets, weeks
from outreach.insights.board import Wish
from outreach.interviews.columns import Column, WaitsFor
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from tests.cast import NOW

DAY = timedelta(days=1)
NUMBER = count()


def ask(account: Account, *stages: Stage, ago: int = 30, name: str = "", **known: object) -> Interview:
    """An ask of somebody, taken from stage to stage a day apart, the first so many days ago."""
    contact = saved(
        Contact(account_id=account.id, name=name or f"Person {next(NUMBER)}", timezone="UTC", created_at=NOW)
    )
    plain = {
        "purpose": Purpose.FIELD,
        "relationship_kind": Relationship.ALUM,
        "minutes": 20,
        "format": Format.PHONE,
    }
    interview = saved(
        Interview(account_id=account.id, contact=contact, stage_at=NOW, created_at=NOW, **{**plain, **known})
    )
    for place, stage in enumerate(stages):
        interview.reach(stage, now=NOW - (ago - place) * DAY)
    return interview


def test_each_ask_counts_as_far_as_it_came(ada: Account, mary: Account) -> None:
    ask(ada, Stage.ASKED)
    ask(ada, Stage.ASKED, Stage.DECLINED)
    met = ask(ada, Stage.ASKED, Stage.MET, relationship_kind=Relationship.COLD)
    saved(Contact(account_id=ada.id, name="Jean", timezone="UTC", created_at=NOW)).credit(
        met.contact, now=NOW
    )
    ask(mary, Stage.ASKED, Stage.THANKED)

    found = queries.rates(ada, now=NOW)

    assert found.whole.counts == (3, 2, 1, 1, 0, 1)
    assert {tally.name: tally.counts[:2] for tally in found.groups["relationship"]} == {
        "alum": (2, 1),
        "cold": (1, 1),
    }


def test_who_was_asked_lately_and_whom_no_letter_reached_is_not_counted(ada: Account) -> None:
    ask(ada, Stage.ASKED, ago=13)
    ask(ada, Stage.ASKED, Stage.BOUNCED)
    ask(ada, Stage.MET)  # met without a letter

    found = queries.rates(ada, now=NOW)

    assert (found.whole.counts[0], found.fresh) == (0, 1)


def test_asks_are_told_apart_by_template_and_by_the_day_on_their_calendar(ada: Account) -> None:
    late = ask(ada, asked_with="Short")
    late.contact.timezone = "Pacific/Auckland"
    late.reach(Stage.ASKED, now=NOW - 29 * DAY + timedelta(hours=3))  # Monday noon in London

    found = queries.rates(ada, now=NOW)

    assert [tally.name for tally in found.groups["template"]] == ["Short"]
    assert [tally.name for tally in found.groups["weekday"]] == ["1"]


def test_asks_of_an_unknown_day_stand_beside_as_many_of_a_known_one(ada: Account) -> None:
    ask(ada, Stage.ASKED)
    ask(ada, Stage.ASKED).asked_weekday = None

    assert len(queries.rates(ada, now=NOW).groups["weekday"]) == 2


def test_an_undone_step_is_not_counted(ada: Account) -> None:
    interview = ask(ada, Stage.ASKED, Stage.BOOKED)
    interview.fall_back(Stage.ANSWERED, now=NOW)
    assert queries.rates(ada, now=NOW).whole.counts[:3] == (1, 1, 0)

    interview.fall_back(Stage.DRAFTED, now=NOW)
    assert queries.rates(ada, now=NOW).whole.counts[0] == 0


def test_cards_stand_in_their_columns_who_waited_longest_on_top(ada: Account, mary: Account) -> None:
    ask(mary, Stage.ASKED)
    for name, ago in (("Grace", 3), ("Jean", 9)):
        ask(ada, Stage.ASKED, ago=ago, name=name)
    for name, ago in (("Kay", 9), ("Betty", 3)):
        ask(ada, Stage.THANKED, ago=ago, name=name)

    columns, more = board.cards(ada, Wish())

    assert [card.name for card in columns[Column.ASKED]] == ["Jean", "Grace"]
    assert [card.name for card in columns[Column.THANKED]] == ["Betty", "Kay"]
    assert more == set()


def test_the_table_sorts_stages_by_the_road(ada: Account) -> None:
    road = [Stage.FOUND, Stage.ASKED, Stage.ANSWERED, Stage.BOOKED, Stage.MET, Stage.THANKED, Stage.DECLINED]
    for stage in reversed(road):
        ask(ada, stage)

    found = board.lines(ada, Wish(), sort="stage", is_down=False, past=0, limit=9, wanted=None)

    assert [line.card.stage for line in found] == road


def test_a_column_says_when_there_are_more(ada: Account) -> None:
    for _ in range(3):
        ask(ada, Stage.ASKED)
    columns, more = board.cards(ada, Wish(), most=2)

    assert (len(columns[Column.ASKED]), more) == (2, {Column.ASKED})


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        ({"organization": "eckert"}, ["Grace"]),
        ({"organization": "100%"}, []),
        ({"organization": "_ck%"}, []),
        ({"relationship": Relationship.COLD}, ["Jean"]),
        ({"purpose": Purpose.JOB}, ["Kay"]),
        ({"waits_for": WaitsFor.ME}, ["Kay"]),
        ({"relationship": Relationship.COLD, "waits_for": WaitsFor.ME}, []),
    ],
)
def test_the_board_and_the_table_are_narrowed_down_alike(
    ada: Account, wish: dict[str, object], names: list[str]
) -> None:
    grace = ask(ada, Stage.ASKED, name="Grace")
    grace.contact.organization = Organization.named("Eckert Mauchly", of=ada)
    ask(ada, Stage.ASKED, name="Jean", relationship_kind=Relationship.COLD)
    ask(ada, Stage.ANSWERED, name="Kay", purpose=Purpose.JOB)

    columns, _ = board.cards(ada, Wish(**wish))  # type: ignore[arg-type]
    lines = board.lines(ada, Wish(**wish), sort="name", is_down=False, past=0, limit=9, wanted=None)  # type: ignore[arg-type]

    assert [card.name for own in columns.values() for card in own] == names
    assert [line.card.name for line in lines] == names


def test_a_tag_narrows_down_too(ada: Account) -> None:
    grace = ask(ada, Stage.ASKED, name="Grace")
    ask(ada, Stage.ASKED, name="Jean")
    tag = Tag.named("Compilers", of=ada)
    Tagging.put(tag, [grace.contact_id])

    columns, _ = board.cards(ada, Wish(tag=tag.id))
    assert [card.name for card in columns[Column.ASKED]] == ["Grace"]


@pytest.mark.parametrize("sort", board.SORTS)
@pytest.mark.parametrize("is_down", [True, False])
def test_the_table_goes_in_any_order_and_page_by_page(ada: Account, sort: str, is_down: bool) -> None:
    for ago, stage in ((3, Stage.ASKED), (9, Stage.ANSWERED), (6, Stage.BOUNCED)):
        ask(ada, stage, ago=ago)

    def page(past: int, limit: int) -> list[int]:
        found = board.lines(ada, Wish(), sort=sort, is_down=is_down, past=past, limit=limit, wanted=None)
        return [line.card.id for line in found]

    assert len(page(0, 9)) == 3
    assert page(0, 2) + page(2, 2) == page(0, 9)


def test_a_week_holds_what_fell_into_it_on_the_clocks_of_the_account(ada: Account) -> None:
    ask(ada, Stage.ASKED, Stage.ANSWERED, ago=2)  # a Sunday, and the Monday after it
    begins = weeks.monday_of(NOW.date())

    *_, last, this = weeks.weeks(ada, begins)

    assert (last.asked, last.answered, this.asked, this.answered) == (1, 0, 0, 1)


def test_a_week_that_is_still_empty_breaks_no_row(ada: Account) -> None:
    ask(ada, Stage.ASKED, ago=8)
    ask(ada, Stage.ASKED, ago=15)

    assert weeks.in_a_row(weeks.weeks(ada, weeks.monday_of(NOW.date()))) == 2


def test_the_story_of_a_week_tells_what_is_worth_telling(ada: Account, talk: Interview) -> None:
    note("letter.drafted", talk, at=NOW)
    note("answer.yes", talk, at=NOW)
    note("answer.no", talk, at=NOW - 7 * DAY)

    told = weeks.story(ada, weeks.monday_of(NOW.date()))
    assert [(line.name, line.who) for line in told] == [("answer.yes", "Grace Hopper")]


@pytest.mark.parametrize("said", ["link.none_fits", "link.own_page", "link.declined"])
def test_what_was_said_on_ones_page_belongs_to_the_story_of_its_week(
    ada: Account, talk: Interview, said: str
) -> None:
    note(said, talk, at=NOW)

    assert [line.name for line in weeks.story(ada, weeks.monday_of(NOW.date()))] == [said]


def test_debts_name_who_is_owed_and_vanish_with_them(ada: Account, talk: Interview) -> None:
    barbara = saved(Contact(account_id=ada.id, name="Barbara", timezone="UTC", created_at=NOW))
    talk.contact.credit(barbara, now=NOW)
    FollowUp.plan(talk, FollowUpKind.REFERRAL_WROTE, due_at=NOW, late_at=NOW)

    [debt] = referrals.debts(ada, now=NOW)
    assert (debt.introducer, debt.name) == ("Barbara", "Grace Hopper")

    barbara.left_alone_at = NOW
    assert referrals.debts(ada, now=NOW) == []


def test_of_one_conversation_only_the_newest_news_is_owed(ada: Account, talk: Interview) -> None:
    barbara = saved(Contact(account_id=ada.id, name="Barbara", timezone="UTC", created_at=NOW))
    talk.contact.credit(barbara, now=NOW)
    for kind, due_at in (("THANKS", NOW), ("ANSWERED", NOW), ("UPDATE", NOW + DAY)):
        FollowUp.plan(talk, FollowUpKind[f"REFERRAL_{kind}"], due_at=due_at, late_at=due_at)
    db.session.flush()

    assert [one.kind for one in referrals.debts(ada, now=NOW)] == ["referral_answered", "referral_update"]
    assert [one.kind for one in referrals.debts(ada, now=NOW + DAY)] == ["referral_update"]


def test_the_most_generous_led_to_the_most_people(ada: Account, talk: Interview) -> None:
    barbara, jean = (
        saved(Contact(account_id=ada.id, name=name, timezone="UTC", created_at=NOW))
        for name in ("Barbara", "Jean")
    )
    talk.contact.credit(barbara, now=NOW)
    jean.credit(barbara, now=NOW)
    saved(Contact(account_id=ada.id, name="Kay", timezone="UTC", created_at=NOW)).credit(jean, now=NOW)
    talk.reach(Stage.MET, now=NOW)

    found = referrals.most_generous(ada)
    assert [(one.name, one.led_to, one.met) for one in found] == [("Barbara", 2, 1), ("Jean", 1, 0)]


def test_the_five_to_work_on_are_those_one_wants_most(ada: Account, mary: Account) -> None:
    for owner, number in ((ada, n) for n in range(7)):
        place = Organization.named(f"Works {number}", of=owner)
        assert place is not None
        place.motivation = number % 6
    assert Organization.named("Elsewhere", of=mary)

    assert [one.name for one in targets.top(ada)] == ["Works 5", "Works 4", "Works 3", "Works 2", "Works 1"]


def test_at_each_place_it_is_told_who_is_asked_and_who_could_be_next(ada: Account, talk: Interview) -> None:
    place = talk.contact.organization
    assert place is not None
    talk.reach(Stage.ASKED, now=NOW)
    saved(Contact(account_id=ada.id, name="Jean", organization=place, timezone="UTC", created_at=NOW))

    inside = targets.insiders([place.id])[place.id]
    assert [one.name for one in inside.under_way] == ["Grace Hopper"]
    assert [one.name for one in inside.next_ones] == ["Jean"]
