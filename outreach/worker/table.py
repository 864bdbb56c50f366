"""The one table of recurring work."""

import os
import socket
from collections.abc import Sequence
from datetime import timedelta

from outreach.bookings.site import Site
from outreach.mail.carriers import Connect
from outreach.mail.imap import ear_of, entrance
from outreach.mail.listening import Ears
from outreach.outbound import Outbound
from outreach.secrets import Vault
from outreach.tokens import new_token
from outreach.worker import turns
from outreach.worker.loop import Chore, noted
from outreach.workflows import (
    calendar_servers,
    delivering,
    filing,
    listening,
    noticing,
    reading_calendars,
    receiving,
    suggesting,
    writing_back,
)
from outreach.workflows.consenting import Means


def chores(
    connect: Connect,
    outbound: Outbound,
    vault: Vault,
    site: Site,
    means: Means,
    file: filing.File,
    *,
    models: Outbound,
) -> Sequence[Chore]:
    """The one table of recurring work.

    ``connect`` opens the way out for mail, ``file`` the way into a Sent folder,
    ``models`` to the language models that people bring, ``outbound`` to all else;
    ``means`` is for signing in at mail providers.
    """
    owner = f"{socket.gethostname()}/{os.getpid()}/{new_token()[:8]}"
    enter = entrance(vault, opener=outbound.open_mail)
    ears = Ears(ear_of(opener=outbound.open_mail))
    table = (
        Chore("sign in at providers", timedelta(seconds=2), lambda clock: turns.exchange_codes(means, clock)),
        Chore("renew permissions", timedelta(minutes=1), lambda clock: turns.renew_permissions(means, clock)),
        Chore(
            "deliver",
            timedelta(seconds=2),
            lambda clock: delivering.deliver_due(connect, owner=owner, clock=clock).sent,
        ),
        Chore(
            "receive",
            timedelta(seconds=5),
            lambda clock: receiving.read_due(enter, noticing, owner=owner, clock=clock),
            is_slow=True,
        ),
        Chore(
            "listen", timedelta(seconds=30), lambda clock: listening.listen(ears, vault=vault, now=clock())
        ),
        Chore("hear", timedelta(seconds=2), lambda clock: turns.hear(ears, clock)),
        Chore(
            "file copies",
            timedelta(seconds=30),
            lambda clock: turns.file_copies(means, file, owner, clock),
            is_slow=True,
        ),
        Chore(
            "read calendars",
            timedelta(seconds=5),
            lambda clock: reading_calendars.read_due(outbound, vault, clock=clock),
            is_slow=True,
        ),
        Chore(
            "find calendars",
            timedelta(seconds=5),
            lambda clock: calendar_servers.look_around(outbound, vault, clock=clock),
            is_slow=True,
        ),
        Chore(
            "write calendars",
            timedelta(seconds=10),
            lambda clock: writing_back.write_due(outbound, vault, site, clock=clock),
            is_slow=True,
        ),
        Chore(
            "suggest",
            timedelta(seconds=2),
            lambda clock: suggesting.answer_due(vault=vault, models=models, clock=clock),
            is_slow=True,
        ),
        Chore("remind", timedelta(minutes=1), lambda clock: turns.remind(site, clock)),
        Chore("settle", timedelta(seconds=5), turns.settle),
        Chore("lay out letters", timedelta(minutes=1), lambda clock: turns.lay_out(site, clock)),
        Chore("write the daily mail", timedelta(minutes=1), lambda clock: turns.write_digests(site, clock)),
        Chore("learn who answers", timedelta(hours=1), turns.learn),
        Chore("forget", timedelta(hours=1), turns.forget),
    )
    return tuple(map(noted, table))
