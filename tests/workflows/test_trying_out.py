"""A mail account that is tried out: how it ended is told at once, and nothing is tried again behind one's back."""

from collections.abc import Callable

import pytest
from flask import Flask

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.database import db
from outreach.mail.carriers import Connect
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.workflows.connecting import try_out
from outreach.workflows.delivering import deliver_due
from tests.mail.smtp_servers import DROP, Fault
from tests.workflows.posting import Wall, faulty
from tests.workflows.test_delivering import A_MINUTE, connect, wall

__all__ = ["connect", "wall"]


@pytest.fixture
def trial(ada: Account) -> Callable[[], OutgoingMessage]:
    return lambda: try_out(ada, mail_domain="outreach.example", now=Wall().shows)


def test_a_server_that_takes_the_message_is_known_to_work(
    app: Flask, ada: Account, trial: Callable[[], OutgoingMessage], connect: Connect, wall: Wall
) -> None:
    with faulty(app, ada, {}) as server:
        message = trial()
        deliver_due(connect, owner="worker", clock=wall)

    assert len(server.bodies) == 1
    assert message.delivery is Delivery.SENT
    mail_account = MailAccount.of(ada)
    assert mail_account is not None
    assert mail_account.tested_at == wall.shows


@pytest.mark.parametrize(
    "faults",
    [{"banner": DROP}, {"banner": Fault(b"421 busy\r\n")}, {"AUTH": Fault(b"535 wrong password\r\n")}],
    ids=["no answer", "busy", "wrong password"],
)
def test_a_trial_that_did_not_work_is_over_and_says_why(
    app: Flask,
    ada: Account,
    trial: Callable[[], OutgoingMessage],
    connect: Connect,
    wall: Wall,
    faults: dict[str, Fault],
) -> None:
    with faulty(app, ada, faults) as server:
        message = trial()
        deliver_due(connect, owner="worker", clock=wall)
        server.faults = {}
        wall.shows += 5 * A_MINUTE
        deliver_due(connect, owner="worker", clock=wall)

    assert server.bodies == []
    assert (message.delivery, bool(message.trouble)) == (Delivery.FAILED, True)
    mail_account = MailAccount.of(ada)
    assert mail_account is not None
    assert mail_account.tested_at is None


def test_an_account_that_is_gone_by_then_is_no_accident(
    app: Flask, ada: Account, trial: Callable[[], OutgoingMessage], connect: Connect, wall: Wall
) -> None:
    with faulty(app, ada, {}):
        trial()
        MailAccount.passed_its_test(ada.id + 1, now=wall.shows)
        deliver_due(connect, owner="worker", clock=wall)
        db.session.delete(MailAccount.of(ada))
        MailAccount.passed_its_test(ada.id, now=wall.shows)

    assert MailAccount.of(ada) is None
