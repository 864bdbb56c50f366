"""What is worked out once for all requests is the same for each of them."""

import pytest
from flask import Flask, url_for

from outreach.web.framework import Application


@pytest.fixture
def plain(app: Flask) -> Flask:
    """An application that remembers nothing, with the same addresses."""
    flask = Flask("plain")
    flask.url_map = app.url_map
    return flask


ASKED: list[tuple[str, dict[str, object]]] = [
    ("people.show", {"contact_id": 1}),
    ("people.show", {"contact_id": 2}),
    ("people.index", {}),
    ("people.index", {"q": "Grace & co", "after": None}),
    ("people.index", {"number": 1}),
    ("people.index", {"number": True}),
    ("people.index", {"number": "1"}),
    ("settings.show", {"_anchor": "mail"}),
    ("today.show", {"_external": True}),
    ("static", {"filename": "site.css"}),
]


@pytest.mark.parametrize(("endpoint", "told"), ASKED)
@pytest.mark.parametrize("root", ["/", "/outreach"])
def test_an_address_is_the_one_that_flask_would_give(
    app: Flask, plain: Flask, root: str, endpoint: str, told: dict[str, object]
) -> None:
    assert isinstance(app, Application)
    with plain.test_request_context(base_url=f"http://localhost{root}"):
        expected = url_for(endpoint, **told)  # type: ignore[arg-type]
    for _ in range(2):
        with app.test_request_context(base_url=f"http://localhost{root}"):
            assert url_for(endpoint, **told) == expected  # type: ignore[arg-type]


def test_an_address_within_a_family_belongs_to_the_page_that_asks(app: Flask) -> None:
    for path, address in (("/people", "/people/new"), ("/calendar", None)):
        with app.test_request_context(path):
            if address:
                assert url_for(".new") == address
            else:
                assert url_for(".show") == path
