"""A page as a person meets it: what it says, what its fields hold, where its links lead."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "option", "source", "wbr"}
UNSEEN = {"script", "style", "datalist", "template"}


@dataclass
class Shown:
    """A page that was read. ``words`` is all its text on one line, hidden parts left out.

    ``fields`` holds what stands in each field, hidden ones too; of radio
    buttons and check boxes only those that are chosen. ``links`` and
    ``buttons`` are by their words; ``told`` are the notices and alerts.
    """

    status: int
    title: str = ""
    words: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    posts_to: list[str] = field(default_factory=list)


def read(response: TestResponse) -> Shown:
    """Read a page, or a part of one."""
    reader = Reader()
    reader.feed(response.text)
    reader.close()
    shown = reader.shown
    shown.status, shown.words = response.status_code, squeezed(reader.seen)
    return shown


def squeezed(text: str) -> str:
    return " ".join(text.split())


@dataclass
class Open:
    """An element that has begun: what it is, and what was said before it."""

    tag: str
    attributes: dict[str, str]
    since: int
    is_hidden: bool


class Reader(HTMLParser):
    """Follows a page from its first tag to its last."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = Shown(200)
        self.seen = ""
        self.raw = ""
        self.open: list[Open] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "input":
            self._input(attributes)
        if tag == "form":
            self.shown.posts_to.append(attributes.get("action", ""))
        if tag == "select":
            self.select = attributes.get("name", "")
        if tag == "option" and self.select and {"selected", "value"} <= attributes.keys():
            self.shown.fields[self.select] = attributes["value"]
        if tag in VOID:
            self.seen += " "
            return
        hidden = tag in UNSEEN or tag in {"title", "textarea", "select"} or "hidden" in attributes
        is_hidden = hidden or bool(self.open and self.open[-1].is_hidden)
        self.open.append(Open(tag, attributes, len(self.raw), is_hidden))

    def _input(self, attributes: dict[str, str]) -> None:
        chosen = attributes.get("type") not in {"radio", "checkbox"} or "checked" in attributes
        if "name" in attributes and chosen:
            self.shown.fields[attributes["name"]] = attributes.get("value", "")

    def handle_data(self, data: str) -> None:
        self.raw += data
        if not (self.open and self.open[-1].is_hidden):
            self.seen += data

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not self.open:
            return
        ended = self.open.pop()
        assert ended.tag == tag, f"</{tag}> closes <{ended.tag}>"
        said = self.raw[ended.since :]
        if not ended.is_hidden and tag not in {"a", "span", "strong", "em", "mark", "time", "b"}:
            self.seen += " "
        if tag == "select":
            self.select = ""
        self._keep(ended, said)

    def _keep(self, ended: Open, said: str) -> None:
        tag, attributes, shown = ended.tag, ended.attributes, self.shown
        if tag == "title":
            shown.title = squeezed(said)
        if tag == "textarea":
            # A line break right after the opening tag belongs to the markup.
            shown.fields[attributes.get("name", "")] = said.removeprefix("\r\n").removeprefix("\n")
        if tag == "a":
            shown.links[squeezed(said)] = attributes.get("href", "")
        if tag == "button":
            shown.buttons.append(squeezed(said))
        if tag in {"h1", "h2"}:
            shown.headings.append(squeezed(said))
        if squeezed(said) and (
            "notice" in attributes.get("class", "").split() or attributes.get("role") == "alert"
        ):
            shown.told.append(squeezed(said))
        if tag == "div" and attributes.get("class") == "letter":
            shown.letters.append(said)
