"""What is worked out once for all requests is the same for each of them."""

import pytest
from flask import Flask, url_for
from jinja2 import Environment, pass_context, pass_environment
from jinja2.runtime import Context

from outreach.web.framework import Application, Speaking


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


@pass_context
def who(context: Context, greeting: str) -> str:
    return f"{greeting} {context['name']}"


@pass_environment
def blocks_begin_with(environment: Environment) -> str:
    return environment.block_start_string


class Caller:
    """Something that can be called although it is no function."""

    def __call__(self, name: str) -> str:
        return f"called {name}"


SAID = """
{%- macro bold(text) %}<b>{{ text }}</b>{{ caller() if caller else "" }}{% endmacro -%}
{% for name in ["Grace"] %}{{ who("Dear") }}{% endfor %}, {{ blocks_begin_with() }}, {{ obj("Ada") }},
{{- " " ~ obj.__call__("Ada") }},
{{- " " ~ plain(1, b=2) }}, {{ name.upper() }}, {{ bold("x") }}, {% call bold("y") %}z{% endcall %},
{{- dict(a=1, what=2, self=3) }}, {{ range(2) | list }}"""


def test_a_template_calls_whatever_it_could_call_before() -> None:
    said = []
    for kind in (Context, Speaking):
        environment = Environment(autoescape=True)
        environment.context_class = kind
        known = {
            "who": who,
            "blocks_begin_with": blocks_begin_with,
            "obj": Caller(),
            "plain": lambda a, b: a + b,
        }
        said.append(environment.from_string(SAID).render(name="Grace", **known))

    assert said[1] == said[0]
    assert said[0].startswith("Dear Grace, {%, called Ada, called Ada, 3, GRACE, ")
