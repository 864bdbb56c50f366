"""People: the contacts, each with their page."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from outreach import clock
from outreach.accounts.models import LARGEST_NUMBER
from outreach.contacts.models import Contact, DuplicateContact
from outreach.contacts.tags import Tag
from outreach.database import db
from outreach.enumeration import enumerated
from outreach.followups.dead_ends import Reach, reach_of
from outreach.followups.touches import last_contact
from outreach.interviews.models import Interview
from outreach.journal.models import Entry
from outreach.web.access import current_account
from outreach.web.forms import (
    ChangedMeanwhile,
    Choice,
    Form,
    Line,
    Text,
    VersionedForm,
    is_address,
    is_zone,
    one_line,
    version_of,
)
from outreach.web.hypermedia import part_or_page
from outreach.web.words import FORMALITIES, LEVELS
from outreach.workflows import meeting_people, readdressing, writing

bp = Blueprint("people", __name__, url_prefix="/people")

PAGE = 50
LONGEST_CALLED = 60


class ContactForm(VersionedForm):
    name = Line("Name", most=120, required="A contact needs a name.")
    email = Line("E-mail address", most=254, validators=[is_address])
    title = Line("What they do", most=160)
    organization = Line("Where they work", most=200)
    timezone = Line("Their time zone", most=64, validators=[is_zone])
    formality = Choice("How to address them", FORMALITIES)
    called = Line("What you call them", most=LONGEST_CALLED)
    level = Choice("How far along they are", LEVELS)
    why_them = Text("Why this person?", most=600)
    found_where = Line("Where you found them", most=300)
    phone = Line("Phone", most=40)
    introducer = Line("Who led you to them", most=120)
    may_use_name = BooleanField("They said that I may mention their name")


class AddressForm(Form):
    email = Line("E-mail address", most=254, required="Which address is it?", validators=[is_address])


@bp.get("")
def index() -> ResponseReturnValue:
    wanted = (one_line(request.args.get("q")) or "")[:100]
    number = min(request.args.get("number", 0, type=int), LARGEST_NUMBER)
    last = (one_line(request.args.get("after")) or "")[:120], number
    rows = Interview.pipeline(current_account(), wanted=wanted, after=last, limit=PAGE + 1)
    return render_template(
        "people/index.html",
        rows=rows[:PAGE],
        has_more=len(rows) > PAGE,
        wanted=wanted,
        has_samples=Contact.has_samples(current_account()),
    )


@bp.get("/new")
def new() -> ResponseReturnValue:
    place = (one_line(request.args.get("organization")) or "")[:200]
    form = ContactForm(formdata=None, timezone=current_account().timezone, organization=place)
    return render_template("people/new.html", form=form)


@bp.get("/names")
def names() -> ResponseReturnValue:
    part = one_line(request.args.get("introducer")) or ""
    found = Contact.names_like(part, of=current_account()) if part else []
    return render_template("people/_names.html", names=found)


@bp.post("")
def add() -> ResponseReturnValue:
    form = ContactForm()
    if not form.validate():
        return render_template("people/new.html", form=form), 422
    try:
        contact = meeting_people.add(current_account(), form.data, now=clock.now())
    except DuplicateContact as duplicate:
        return _already_there("people/new.html", form, duplicate)
    db.session.commit()
    return redirect(url_for("interviews.new", contact_id=contact.id), 303)


@bp.get("/<int:contact_id>")
def show(contact_id: int) -> ResponseReturnValue:
    contact = Contact.find_whole(contact_id, of=current_account())
    return render_template(
        "people/show.html",
        contact=contact,
        interviews=Interview.with_contact(contact),
        led_to=contact.led_to(),
        entries=Entry.with_contact(contact),
        tags=Tag.beside(contact),
        last_contact=last_contact(contact, now=clock.now()),
    )


@bp.get("/<int:contact_id>/edit")
def edit(contact_id: int) -> ResponseReturnValue:
    contact = Contact.find(contact_id, of=current_account())
    shown = _as_form(contact)
    form = ContactForm(formdata=None, data={**shown, "version": version_of(shown)})
    return render_template("people/edit.html", form=form, contact=contact)


@bp.post("/<int:contact_id>")
def change(contact_id: int) -> ResponseReturnValue:
    contact = Contact.find(contact_id, of=current_account())
    form = ContactForm()
    if not form.validate():
        return render_template("people/edit.html", form=form, contact=contact), 422
    try:
        form.refuse_stale(contact.name, now_shown=_as_form(contact))
        meeting_people.change(contact, form.data, account=current_account(), now=clock.now())
    except ChangedMeanwhile as stale:
        return render_template("people/edit.html", form=form, contact=contact, refusal=stale), stale.status
    except DuplicateContact as duplicate:
        return _already_there("people/edit.html", form, duplicate, number=contact_id)
    writing.redraft_all(contact, account=current_account(), now=clock.now())
    db.session.commit()
    return redirect(url_for("people.show", contact_id=contact.id), 303)


@bp.post("/<int:contact_id>/address")
def give_address(contact_id: int) -> ResponseReturnValue:
    """Another address for somebody whom mail did not reach."""
    contact = Contact.find(contact_id, of=current_account())
    typed, shown = AddressForm(), _as_form(contact)
    form = ContactForm(formdata=None, data={**shown, "email": typed.email.data, "version": version_of(shown)})
    if not typed.validate():
        form.email.errors = typed.email.errors
        return render_template("people/edit.html", form=form, contact=contact), 422
    try:
        interview = readdressing.give_address(contact, typed.email.data or "", now=clock.now())
    except DuplicateContact as duplicate:
        return _already_there("people/edit.html", form, duplicate, number=contact_id)
    db.session.commit()
    flash(f"From now on, mail to {contact.name} goes to {contact.email}.")
    return _back_to(contact, interview)


@bp.post("/<int:contact_id>/address/reinstatement")
def reinstate_address(contact_id: int) -> ResponseReturnValue:
    """The address works again, though mail to it came back once."""
    contact = Contact.find(contact_id, of=current_account())
    interview = readdressing.works_again(contact, now=clock.now())
    db.session.commit()
    flash(f"Mail to {contact.name} may go to {contact.email or 'their address'} again.")
    return _back_to(contact, interview)


def _back_to(contact: Contact, interview: Interview | None) -> ResponseReturnValue:
    """To the ask that can be taken up again, else to their page."""
    if interview is None:
        return redirect(url_for("people.show", contact_id=contact.id), 303)
    return redirect(url_for("interviews.show", interview_id=interview.id, _anchor="next"), 303)


@bp.app_template_global()
def reach(contact: Contact) -> Reach:
    """Whether mail reaches them, and where else it might."""
    return reach_of([contact]).get(contact.id, Reach())


@bp.post("/<int:contact_id>/clock")
def confirm_clock(contact_id: int) -> ResponseReturnValue:
    """The time zone that was only assumed is theirs."""
    contact = Contact.find(contact_id, of=current_account())
    contact.timezone_assumed = False
    db.session.commit()
    return part_or_page(
        "people/_clock.html", page=url_for("people.show", contact_id=contact_id), contact=contact
    )


@bp.post("/<int:contact_id>/removal")
def remove(contact_id: int) -> ResponseReturnValue:
    contact = Contact.find(contact_id, of=current_account())
    name, unheard = contact.name, meeting_people.remove(contact, now=clock.now())
    db.session.commit()
    flash(f"{name} is gone from your people, with everything that hung from them.")
    if unheard:
        have = "has" if len(unheard) == 1 else "have"
        flash(
            f"{enumerated(unheard)} led you to {name} and {have} not heard yet what became of it. A line would be kind."
        )
    return redirect(url_for("people.index"), 303)


def _as_form(contact: Contact) -> dict[str, object]:
    referral = contact.referral
    columns = ("name", "email", "title", "timezone", "formality", "level", "why_them", "found_where", "phone")
    return {name: getattr(contact, name) for name in columns} | {
        "called": contact.first_name if len(contact.first_name) <= LONGEST_CALLED else "",
        "organization": contact.organization_name,
        "introducer": referral.introducer.name if referral else "",
        "may_use_name": bool(referral and referral.may_use_name),
    }


def _already_there(
    page: str, form: ContactForm, duplicate: DuplicateContact, number: int | None = None
) -> ResponseReturnValue:
    """Show the form again with all that was typed, and lead to the person who is there."""
    there = duplicate.contact
    db.session.rollback()
    contact = Contact.find(number, of=current_account()) if number else None
    return render_template(
        page, form=form, contact=contact, there=there, sentence=str(duplicate)
    ), duplicate.status
