"""Where a contact's page says why something was not done: beside what it is about, rather than above everything."""

from typing import NamedTuple

from flask import request

from outreach.errors import OutreachError
from outreach.web.guest_forms import NotAnAddress, UnclearTime, proposed
from outreach.web.guest_page import Visit
from outreach.workflows.answering import NothingSaid, ProposedTooEarly, WhoIsIt

FORMS = {
    "guest.book": "times",
    "guest.move": "times",
    "guest.suggest": "suggestion",
    "guest.offer_page": "page",
    "guest.refer": "referral",
}
OF_A_FIELD = (UnclearTime, ProposedTooEarly, NothingSaid, NotAnAddress, WhoIsIt)


class Amiss(NamedTuple):
    """Why something was not done, the form that it is about, and which field of it, from 0."""

    sentence: str = ""
    form: str = ""
    """Empty for the page as a whole."""
    field: int = -1
    """Less than 0 if it is about no field."""

    @classmethod
    def of(cls, refusal: OutreachError | None, visit: Visit) -> "Amiss":
        """What a refusal is about on the page as it stands now."""
        if refusal is None:
            return NOTHING
        form = FORMS.get(request.endpoint or "", "")
        return cls(str(refusal), form if form in visit.forms else "", _field(refusal, visit))


NOTHING = Amiss(form="none")


def _field(refusal: OutreachError, visit: Visit) -> int:
    if isinstance(refusal, UnclearTime):
        return refusal.place
    if isinstance(refusal, ProposedTooEarly):
        return next(place for place, at in proposed(visit.face.zone).items() if at == refusal.instant)
    return 0 if isinstance(refusal, OF_A_FIELD) else -1
