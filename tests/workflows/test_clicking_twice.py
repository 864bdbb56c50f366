"""A button pressed twice, when both clicks arrive at one moment: it happens once, and nobody sees an error."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, Organization
from outreach.contacts.tags import Tag, Tagging
from outreach.database import Base, db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.notebook.debrief import Debrief, Named
from outreach.workflows import reflecting, targeting
from tests.cast import NOW

JEAN = Debrief(learned=("patience",), people=(Named("Jean Bartik"),))


def tags(account: Account, talk: Interview) -> None:
    Tagging.put(Tag.named("Compilers", of=account), [talk.contact_id])


def lists(account: Account, _: Interview) -> None:
    targeting.add(account, ["Eckert Mauchly", "Remington Rand"])


def reflects(account: Account, talk: Interview) -> None:
    reflecting.keep(JEAN, talk, account=account, now=NOW)


@pytest.mark.parametrize(
    ("act", "rows", "count"), [(tags, Tagging, 1), (lists, Organization, 2), (reflects, Contact, 2)]
)
def test_two_clicks_at_one_moment_count_once(
    app: Flask, ada: Account, talk: Interview, act: Callable[..., None], rows: type[Base], count: int
) -> None:
    numbers, gate, errors = (ada.id, talk.id), Barrier(2), list[BaseException]()
    talk.reach(Stage.MET, now=NOW)
    db.session.commit()

    def click() -> None:
        with app.app_context():
            account, interview = (
                db.session.get_one(Account, numbers[0]),
                db.session.get_one(Interview, numbers[1]),
            )
            db.session.rollback()
            gate.wait(10)
            try:
                act(account, interview)
                db.session.commit()
            except Exception as error:  # whatever it is, it would be a 500
                errors.append(error)

    clicks = [Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join(20)
    assert errors == []
    assert db.session.scalar(select(func.count()).select_from(rows)) == count
