"""The question bank, read from bank.toml and fields/*.toml, and packs of the same form. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Level
from outreach.errors import NotFound
from outreach.interviews.kinds import Purpose
from outreach.questions.packs import BadPack, Entry, entries, head, written
from outreach.questions.topics import Aim, Topic

HERE = Path(__file__).parent
SLOT = "{fact}"


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """One question, ready to be read aloud, and what is known about when to ask it.

    ``minutes`` is what it costs with its answer; 0 stands for the usual cost of
    its topic. Empty ``purposes`` and ``levels`` mean all; ``situations`` and ``aims``
    are the askers it is especially apt for, ``only_for`` the only ones who can say
    it, ``asker`` the beginnings of words that their own studies or work must have
    for it. ``must`` marks what may open a talk or stand for a question no list goes
    without; ``serves`` names further topics that the answer covers. ``seed`` is
    the question's number in the founding document, ``soc`` the SOC 2018 major
    group of a field question, ``titles`` the beginnings of words that a
    contact's title must have for it.
    """

    key: str
    topic: Topic
    text: str
    purposes: frozenset[Purpose] = frozenset()
    levels: frozenset[Level] = frozenset()
    not_for: frozenset[Level] = frozenset()
    situations: frozenset[Situation] = frozenset()
    only_for: frozenset[Situation] = frozenset()
    asker: frozenset[str] = frozenset()
    aims: frozenset[Aim] = frozenset()
    minutes: float = 0
    must: bool = False
    spare: bool = True
    serves: frozenset[Topic] = frozenset()
    lookup: str = ""
    upgraded: str = ""
    seed: int | None = None
    titles: frozenset[str] = frozenset()
    soc: str = ""

    def __post_init__(self) -> None:
        if not self.minutes:
            object.__setattr__(self, "minutes", self.topic.usual_minutes)
        if self.upgraded and SLOT not in self.upgraded:
            raise ValueError(f"“{self.key}” has an upgraded form without {SLOT}")
        if bool(self.lookup) != bool(self.upgraded):
            raise ValueError(f"“{self.key}” needs both a look-up hint and an upgraded form, or neither")

    def asked_with(self, fact: str) -> str:
        """The upgraded form around what the asker found out; the plain text where there is nothing to say."""
        found = " ".join(fact.split()).rstrip(".!?,;: ")
        return self.upgraded.replace(SLOT, found) if found and self.upgraded else self.text

    def suits_title(self, title: str) -> bool:
        """Whether it fits somebody with this title; most fit everybody in the field."""
        return not self.titles or _has_word(title, self.titles)

    def suits_asker(self, programme: str) -> bool:
        """Whether it can be said by somebody with these studies or this work; most can be said by everybody."""
        return not self.asker or _has_word(programme, self.asker)

    def suits(self, purpose: Purpose | None, level: Level, situation: Situation | None) -> bool:
        """Whether such an asker can ask it of such a person; an unknown level counts as mid-career."""
        standing = Level.MID if level is Level.UNKNOWN else level
        return (
            (purpose is None or not self.purposes or purpose in self.purposes)
            and (not self.levels or standing in self.levels)
            and standing not in self.not_for
            and (not self.only_for or situation in self.only_for)
        )


def _has_word(text: str, beginnings: frozenset[str]) -> bool:
    words = text.casefold().replace("-", " ").replace(".", "").split()
    return any(word.startswith(tuple(beginnings)) for word in words)


@dataclass(frozen=True, slots=True)
class FieldOfWork:
    """One of the 23 major groups of SOC 2018: its two-digit code, official title, and the people in it."""

    code: str
    title: str
    people: str


@dataclass(frozen=True, eq=False)
class Bank:
    """All questions, by key; each bank is its own. Raises BadPack if two of them share a key."""

    questions: tuple[BankQuestion, ...]
    fields: Mapping[str, FieldOfWork] = field(default_factory=dict)

    def __post_init__(self) -> None:
        twice = [key for key, times in Counter(q.key for q in self.questions).items() if times > 1]
        if twice:
            raise BadPack(f"The bank has “{twice[0]}” twice. Give each question its own key.")

    @staticmethod
    def load() -> "Bank":
        """The bank that comes with the product; read once, then remembered."""
        return _shipped()

    def get(self, key: str) -> BankQuestion:
        """The question of this key. Raises NotFound if there is none."""
        try:
            return self.by_key[key]
        except KeyError:
            raise NotFound(f"There is no question “{key}” in the bank. Choose one from the list.") from None

    @cached_property
    def by_key(self) -> Mapping[str, BankQuestion]:
        """The whole bank by key."""
        return {question.key: question for question in self.questions}

    def about(self, topic: Topic) -> tuple[BankQuestion, ...]:
        """Every question of a topic, in the order of the bank."""
        return tuple(question for question in self.questions if question.topic is topic)

    def of_field(self, soc: str) -> tuple[BankQuestion, ...]:
        """The questions written for one SOC major group, such as “29”."""
        return tuple(question for question in self.questions if soc and question.soc == soc)

    def seeds(self) -> dict[int, tuple[BankQuestion, ...]]:
        """The founding document's questions by number; two may share one, as each holds one idea only."""
        numbers = sorted({question.seed for question in self.questions if question.seed})
        return {n: tuple(q for q in self.questions if q.seed == n) for n in numbers}

    def extended(self, pack: Iterable[BankQuestion]) -> "Bank":
        """This bank and a pack together. Raises BadPack if a key is taken."""
        return Bank((*self.questions, *pack), self.fields)


def read_pack(text: str) -> tuple[BankQuestion, ...]:
    """The questions of a pack: TOML with one ``[[question]]`` each, and the tags of bank.toml.

    Raises BadPack, naming the line and the key, for a tag that does not exist, a
    value that does not fit, a missing or repeated key.
    """
    return tuple(_question(entry, soc="") for entry in entries(text))


def write_pack(questions: Iterable[BankQuestion]) -> str:
    """The questions as a pack that ``read_pack`` gives back; what is usual for a topic is left out."""
    return "\n".join(written(_plain(question)) for question in questions)


def _plain(question: BankQuestion) -> dict[str, object]:
    """The tags worth writing, in the order of the class, without those that say nothing."""
    tags = {name: getattr(question, name) for name in BankQuestion.__dataclass_fields__ if name != "soc"}
    if question.minutes == question.topic.usual_minutes:
        del tags["minutes"]
    if question.spare:
        del tags["spare"]
    return {name: value for name, value in tags.items() if value or (name == "spare")}


def _question(entry: Entry, *, soc: str) -> BankQuestion:
    try:
        return BankQuestion(
            key=entry.slug("key"),
            topic=entry.one("topic", Topic),
            text=entry.text("text"),
            purposes=entry.several("purposes", Purpose),
            levels=entry.several("levels", Level),
            not_for=entry.several("not_for", Level),
            situations=entry.several("situations", Situation),
            only_for=entry.several("only_for", Situation),
            asker=entry.words("asker"),
            aims=entry.several("aims", Aim),
            minutes=entry.number("minutes", most=15),
            must=entry.flag("must", usually=False),
            spare=entry.flag("spare", usually=True),
            serves=entry.several("serves", Topic),
            lookup=entry.text("lookup", needed=False),
            upgraded=entry.text("upgraded", needed=False),
            titles=entry.words("titles"),
            seed=int(entry.number("seed", most=17)) or None,
            soc=soc,
        )
    except ValueError as unfit:
        raise BadPack(f"Line {entry.line}: {unfit}.") from unfit


@cache
def _shipped() -> Bank:
    questions = list(read_pack((HERE / "bank.toml").read_text(encoding="utf-8")))
    fields = {}
    for path in sorted((HERE / "fields").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        work = FieldOfWork(**head(text, "code", "title", "people"))
        fields[work.code] = work
        questions += [_question(entry, soc=work.code) for entry in entries(text)]
    return Bank(tuple(questions), fields)
