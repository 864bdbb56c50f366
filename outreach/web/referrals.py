"""Who led to whom: the chain as a picture and as a list, what is owed for it, and whose name may be used."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.errors import NotFound
from outreach.followups.rules import RULES
from outreach.insights import referrals
from outreach.insights.chains import HEIGHT, WIDTH, Node, picture, shortened
from outreach.insights.referrals import Led
from outreach.interviews.reached import stages_with
from outreach.web.access import current_account
from outreach.web.telling import owed_in_words

bp = Blueprint("referrals", __name__)

DRAWN = 120
"""So many people at most are drawn; the list has them all."""


@bp.get("/referrals")
def show() -> ResponseReturnValue:
    account, now = current_account(), clock.now()
    roots, people = referrals.chain(account)
    people |= _with_stages({root.number: people[root.number] for root in roots}, account)
    owed = referrals.debts(account, now=now)
    drawn: list[Node] = []
    count = 0
    for root in roots:
        count += sum(1 for _ in root.all())
        if drawn and count > DRAWN:
            break
        drawn.append(root)
    return render_template(
        "referrals/show.html",
        roots=roots,
        people=people,
        introducer_of=lambda node: people[people[node.number].introducer_id].name,
        drawing=picture(drawn),
        is_whole=len(drawn) == len(roots),
        box=(WIDTH, HEIGHT),
        shortened=shortened,
        due=[debt for debt in owed if debt.due_at <= now],
        coming=[debt for debt in owed if debt.due_at > now],
        owed_to={debt.introducer_id for debt in owed if debt.due_at <= now},
        debt_title=lambda debt: owed_in_words(debt.kind, debt.name, debt.introducer),
        letter_of={kind: rule.letter for kind, rule in RULES.items()},
        generous=referrals.most_generous(account),
    )


def _with_stages(people: Mapping[int, Led], account: Account) -> dict[int, Led]:
    """Whom nobody led to, with how far one is with them."""
    reached = stages_with(people, of=account)
    return {number: replace(led, stage=reached.get(number)) for number, led in people.items()}


@bp.post("/people/<int:contact_id>/permission")
def permit(contact_id: int) -> ResponseReturnValue:
    """Whoever led to this contact said that they may be named, or took that back."""
    contact = Contact.find(contact_id, of=current_account())
    if contact.referral is None:
        raise NotFound(f"Nobody is noted as having led you to {contact.name}. Add that on their page first.")
    may = request.form.get("may") == "1"
    contact.referral.permit(may, now=clock.now())
    db.session.commit()
    name = contact.referral.introducer.name
    flash(f"Noted: you may mention {name}." if may else f"Noted: you will not mention {name}.")
    if request.form.get("from") == "referrals":
        return redirect(url_for("referrals.show"), 303)
    return redirect(url_for("people.show", contact_id=contact.id), 303)
