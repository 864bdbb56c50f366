"""What holds for every template, so that nobody has to remember it."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from outreach.app import TEMPLATES, create_app
from outreach.config import Config
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY

ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
BASES = ("base.html", "guest.html")
PARTS = [name for name in ALL if Path(name).name.startswith("_")]
PAGES = [name for name in ALL if name not in PARTS and name not in BASES]

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
OPENING = re.compile(r"\{# [A-Z].*\. #\}")
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
INLINE = re.compile(
    r"""(?<![\w-])(?:style|on[a-z]{3,})["']?\s*=|["'](?:style|on[a-z]{3,})["']\s*:|hx-on\b|javascript:|["']js:"""
)
BETWEEN = re.compile(r"<style|<script(?![^>]*\ssrc=)")


@pytest.fixture(scope="module")
def app() -> Flask:
    """The application without a database, to read its templates with."""
    return create_app(
        Config(secret_key=SECRET_KEY, encryption_keys=ENCRYPTION_KEY, database_url="sqlite:///:memory:")
    )


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def blocks(tree: nodes.Template) -> dict[str, nodes.Block]:
    return {block.name: block for block in tree.find_all(nodes.Block)}


def says_something(block: nodes.Block) -> bool:
    return any(
        not isinstance(node, nodes.TemplateData) or node.data.strip()
        for output in block.find_all(nodes.Output)
        for node in output.nodes
    )


@pytest.mark.parametrize("name", ALL)
def test_every_template_compiles_and_knows_its_filters(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_extends_a_base_and_has_a_title(app: Flask, name: str) -> None:
    tree = app.jinja_env.parse(source(name))
    [extends] = tree.find_all(nodes.Extends)

    assert isinstance(extends.template, nodes.Const)
    assert extends.template.value in BASES
    assert says_something(blocks(tree)["title"]), f"{name} has no title, which a screen reader says first"


@pytest.mark.parametrize("name", PARTS)
def test_every_part_begins_with_a_comment_and_extends_nothing(app: Flask, name: str) -> None:
    assert OPENING.match(source(name)), (
        f"{name}: say first what it shows, what it needs, and who answers with it"
    )
    assert not list(app.jinja_env.parse(source(name)).find_all(nodes.Extends))


@pytest.mark.parametrize("name", ALL)
def test_no_template_has_styles_or_scripts_inside(name: str) -> None:
    found = [*INLINE.findall(COMMENT.sub("", source(name))), *BETWEEN.findall(JINJA.sub("", source(name)))]

    assert found == [], f"{name}: the content security policy forbids it; use site.css and site.js"


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="x">',
        "<a href='javascript:f()'>",
        '<b onclick="f()">',
        "<b hx-on:click='f()'>",
        "f(style='x')",
    ],
)
def test_what_is_forbidden_would_be_found(bad: str) -> None:
    assert INLINE.search(bad)


def test_every_part_is_used(app: Flask) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(app.root_path).rglob("*.py"))
    named = "".join(COMMENT.sub("", source(name)) for name in ALL) + code

    assert [name for name in PARTS if name not in named] == []


def made_here(tree: nodes.Template) -> set[str]:
    """The names that a template gives to something itself."""
    stored = {name.name for name in tree.find_all(nodes.Name) if name.ctx in {"store", "param"}}
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    imported = {
        name[1] if isinstance(name, tuple) else name
        for line in tree.find_all(nodes.FromImport)
        for name in line.names
    }
    return stored | macros | imported | {"caller", "loop", "super"}


def needed(name: str) -> set[str]:
    """What a template says in its head comment that it is handed."""
    head = COMMENT.match(source(name))
    return set(re.findall(r"\w+", head[0].partition("Needs:")[2])) if head else set()


@pytest.mark.parametrize("name", ALL)
def test_what_a_template_calls_is_there(app: Flask, name: str) -> None:
    tree = app.jinja_env.parse(source(name))
    called = {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
    missing = called - made_here(tree) - needed(name) - app.jinja_env.globals.keys()
    assert not missing, (
        f"{name} calls {sorted(missing)}, which nothing is named that it has or says it needs."
    )
