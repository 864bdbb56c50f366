"""The desk on which a letter is written: how it is shown, read along with, and kept."""

import gc
import threading
import time
from dataclasses import replace
from functools import cache
from typing import cast

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.database import db, locked
from outreach.errors import OutreachError
from outreach.letters.coach.beforehand import work_out
from outreach.letters.coach.findings import Severity
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.review import Review, read_again
from outreach.letters.drafting.asks import missing_from, unsaid
from outreach.letters.drafting.draft import Voice
from outreach.letters.help.models import Suggestion
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter, LetterChanged
from outreach.letters.open_letters import OpenLetter, Shown
from outreach.letters.remarks import KeptRemark, not_of_ours, told_apart
from outreach.letters.templates import LetterTemplate
from outreach.web.access import current_account
from outreach.web.hypermedia import varied, wants_part
from outreach.web.letter_forms import FactsForm, LetterForm, reasons_given
from outreach.web.when import choice_of_moment
from outreach.workflows import writing
from outreach.workflows.sending import UnclearMoment

AFTER_OTHERS = 0.02
"""Seconds that the coach leaves to whoever waits for a page, again and again while it gets ready."""


@cache
def get_ready() -> None:
    """Have the coach ready for its first letter; once in a process, and while nobody waits for it."""
    threading.Thread(target=_work_out, name="coach", daemon=True).start()


def _work_out() -> None:
    for _ in work_out():
        time.sleep(AFTER_OTHERS)
    gc.collect()  # what it took to make the patterns is more than the patterns


def policy() -> Policy:
    """What this institution decided for its letters; read once, when the application was put together."""
    return cast(Policy, current_app.extensions["outreach.policy"])


def keep_words(letter: Letter, form: LetterForm) -> None:
    """Keep the words, if the form came with any: they may stand in an editor that nobody saved."""
    if form.came_along:
        subject, body = form.subject.data or "", form.body.data or ""
        locked(letter).rewrite(subject, body, revision=form.opened_at, now=clock.now())


def keep_facts(letter: Letter, facts: FactsForm) -> None:
    if facts.told:
        writing.tell(letter, facts.told, account=current_account(), now=clock.now())


def keep_remarks(letter: Letter, subject: str, body: str) -> int:
    """Keep every remark on these words that a reason was given for, and answer how many those were."""
    findings = {finding.known_by: finding for finding in remarks_on(opened(letter), subject, body).findings}
    kept = [
        KeptRemark.keep(letter, findings[rule, words], reason=reason, now=clock.now())
        for rule, words, reason in reasons_given()
        if (rule, words) in findings
    ]
    return len(kept)


def refused(
    letter_id: int, form: LetterForm, facts: FactsForm, refusal: OutreachError
) -> ResponseReturnValue:
    """Show the editor again with every word that was typed, and why it was not taken."""
    db.session.rollback()
    letter = Letter.find_whole(letter_id, of=current_account())
    return page(letter, form, facts, refusal=refusal, status=refusal.status)


def answer(letter: Letter, *, note: str = "") -> ResponseReturnValue:
    """The desk as it is now, or for a plain form the way back to the page."""
    if wants_part():
        return page(letter, note=note)
    if note:
        flash(note)
    return redirect(url_for("letters.show", letter_id=letter.id), 303)


def page(
    it: Letter | Shown,
    form: LetterForm | None = None,
    facts: FactsForm | None = None,
    *,
    refusal: OutreachError | None = None,
    note: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """The letter, or for htmx its desk alone, with what was typed."""
    shown = it if isinstance(it, Shown) else Shown(it)
    letter = shown.letter
    part = "letters/_gone.html" if letter.is_on_its_way else "letters/_desk.html"
    template = part if wants_part() else "letters/show.html"
    is_untimely = isinstance(refusal, UnclearMoment)
    said: dict[str, object] = {"refusal": refusal, "is_untimely": is_untimely, "note": note, "letter": letter}
    said["is_stale"] = isinstance(refusal, LetterChanged)
    if not letter.is_on_its_way:
        said |= _desk(shown, form or LetterForm(formdata=None, obj=letter), facts)
    return varied(make_response(render_template(template, **said), status))


def _desk(shown: Shown, form: LetterForm, facts: FactsForm | None) -> dict[str, object]:
    """Everything the desk shows: the form, what is missing, the preview and the remarks."""
    letter, account = shown.letter, current_account()
    it = OpenLetter.of(letter, account, now=clock.now(), has_kept=shown.has_kept)
    is_first = letter.kind is LetterKind.OUTREACH
    missing = missing_from(it.blank.facts) if is_first and not letter.is_edited else ()
    told = unsaid(it.blank.facts, "\n".join(form.words)) if is_first and letter.is_edited else {}
    return {
        "form": form,
        "when": choice_of_moment(letter.account_id, has_rules=shown.has_rules),
        "ours": writing.parts_to_choose(letter, *form.words, account=account),
        "missing": missing,
        "unsaid": told,
        "facts": (facts or FactsForm(formdata=None)) if missing or told else None,
        "voices": list(Voice),
        "part": request.form.get("part") or "ask",
        "own_templates": LetterTemplate.named_for(account, letter.kind) if shown.has_templates else (),
        **(suggested(letter, it) if shown.has_model else {"model": None}),
        **reading(it, *form.words),
    }


def suggested(letter: Letter, it: OpenLetter | None = None) -> dict[str, object]:
    """What a model of the person’s own was asked and said, if they have one."""
    model, suggestion = Suggestion.with_model(letter)
    remarks = suggestion and remarks_on(it or opened(letter), suggestion.subject, suggestion.body)
    return {"model": model, "suggestion": suggestion, "remarks_on_suggestion": remarks}


def opened(letter: Letter) -> OpenLetter:
    return OpenLetter.of(letter, current_account(), now=clock.now())


def reading(it: OpenLetter, subject: str, body: str, *, note: str = "") -> dict[str, object]:
    """The preview, what is still to be mended, and what is kept on purpose."""
    remarks = remarks_on(it, subject, body)
    found, kept = told_apart(not_of_ours(remarks.findings, it.composed), it.kept)
    findings = sorted(found, key=lambda finding: finding not in remarks.holds_back)
    return {
        "letter_id": it.id,
        "kind": it.kind,
        "reader_name": it.reader_name,
        "subject": subject,
        "body": body,
        "remarks": remarks,
        "findings": findings,
        "graver": sum(finding.severity is not Severity.T for finding in findings),
        "kept": kept,
        "words": remarks.words,
        "reading_note": note,
    }


def remarks_on(it: OpenLetter, subject: str, body: str) -> Review:
    return read_again(replace(it.blank, subject=subject, body=body), policy())
