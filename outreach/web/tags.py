"""The tags of a person, put on and taken off."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from outreach.contacts.models import Contact
from outreach.contacts.tags import Tag, Tagging
from outreach.database import db
from outreach.web.access import current_account
from outreach.web.forms import number_in, one_line

bp = Blueprint("tags", __name__)


@bp.post("/people/<int:contact_id>/tags")
def put(contact_id: int) -> ResponseReturnValue:
    contact = Contact.find(contact_id, of=current_account())
    tag = Tag.named(one_line(request.form.get("name")) or "", of=current_account())
    Tagging.put(tag, [contact.id])
    db.session.commit()
    return _back(contact)


@bp.post("/people/<int:contact_id>/tags/removal")
def take(contact_id: int) -> ResponseReturnValue:
    contact = Contact.find(contact_id, of=current_account())
    tag = Tag.find(number_in(request.form.get("tag")), of=current_account())
    Tagging.take(tag, [contact.id])
    db.session.commit()
    return _back(contact)


def _back(contact: Contact) -> ResponseReturnValue:
    return redirect(url_for("people.show", contact_id=contact.id, _anchor="tags"), 303)
