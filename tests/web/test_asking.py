"""The form that begins an interview."""

from flask.testing import FlaskClient

from outreach.interviews.models import Interview
from tests.web.reading import read


def test_a_stranger_is_asked_for_as_few_minutes_as_the_hint_says(
    at_ada: FlaskClient, talk: Interview
) -> None:
    form = read(at_ada.get(f"/people/{talk.contact_id}/interviews/new"))
    assert "Fifteen if you do not know them" in form.words
    assert form.fields["minutes"] == "15"
