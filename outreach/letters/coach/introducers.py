"""Rules on the one who made the tie: named at once, named in full, named with leave. Pure."""

from functools import lru_cache

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.connections import counted_sentences, tied_sentences
from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.names import PART, fold, fold_word, folded_parts
from outreach.letters.coach.page import Page
from outreach.letters.coach.rules import Rule, Verdicts, kinds
from outreach.letters.coach.tokens import Sentence

ACADEMIC = {"prof", "professor", "dr"}


def introducer_is_named(page: Page) -> Verdicts:
    """L08: whoever sent the sender stands in the first sentence, in full, and in the subject."""
    name = page.facts.introducer
    parts = set(folded_parts(name))
    if page.facts.relationship not in {Relationship.REFERRAL, Relationship.FACULTY} or not parts:
        return
    if page.facts.lacks_leave and not parts & {part for s in page.prose.sentences for part in _folded(s)}:
        fix = f"Ask {name}: “May I mention you when I write?” Until they say yes, begin with another tie."
        yield Remark(Severity.T, fix)
        return
    if page.facts.lacks_leave and page.facts.relationship is Relationship.REFERRAL:
        return  # that the name stands there at all is L44's to say
    numbers = counted_sentences(page, tied_sentences(page))
    places = [place for place, n in enumerate(numbers) if parts & _folded(page.prose.sentences[n])]
    if not places:
        yield Remark(Severity.E, f"Begin with {name}: “{name} suggested I write to you.”")
    elif places[0] > 0:
        late = page.prose.sentences[numbers[places[0]]]
        severity = Severity.W if places[0] == 1 else Severity.E
        text = page.reading.body[late.start : late.end]
        yield Remark(severity, f"Name {name} in the very first sentence.", text, (late.start, late.end))
    else:
        yield from _in_full(page, page.prose.sentences[numbers[0]], parts)
    if not parts & {fold(part) for part in PART.findall(page.manuscript.subject[:1000])}:
        fix = f"Put {name} into the subject as well: “{name} suggested I write”."
        yield Remark(Severity.W, fix, page.manuscript.subject[:100], where="subject")


def _folded(sentence: Sentence) -> set[str]:
    return {part for word in sentence.words for part in _parts_of_word(word.text)}


@lru_cache(maxsize=4096)
def _parts_of_word(word: str) -> tuple[str, ...]:
    """A word as it would stand in a name: "Nair’s" is Nair, and a double name is two."""
    if "-" not in word:
        return (fold_word(word),)
    return (fold_word(word), *folded_parts(word.removesuffix("’s").removesuffix("'s")))


def _in_full(page: Page, sentence: Sentence, parts: set[str]) -> Verdicts:
    here = _folded(sentence)
    surname = folded_parts(page.facts.introducer)[-1]
    if parts <= here or (surname in here and ACADEMIC & here):
        yield Praise(f"{page.facts.introducer} is named at once.")
        return
    span = (sentence.start, sentence.end)
    yield Remark(
        Severity.W, f"Give the full name: {page.facts.introducer}.", page.reading.body[slice(*span)], span
    )


def name_may_be_used(page: Page) -> Verdicts:
    """L44: an introducer is named only if they said so."""
    facts = page.facts
    parts = folded_parts(facts.introducer)
    if facts.relationship is not Relationship.REFERRAL or facts.may_use_name or not parts:
        return
    for word in page.prose.words:
        if parts[-1] in _parts_of_word(word.text):
            fix = f"Ask {facts.introducer} first: “May I mention you when I write?” Then note the yes here."
            yield Remark(Severity.E, fix, word.text, (word.start, word.end))
            return


RULES = (
    Rule(
        "L08", "The introducer named", kinds("O"),
        why="The name they know is the reason to read on, and it works only where it is seen first.",
        source="a ghostwriter’s advice on letters of referral",
        check=introducer_is_named,
    ),
    Rule(
        "L44", "Leave to use the name", kinds("OR"),
        why="A name is lent by its owner: used without a yes, it costs you both people.",
        source="“Six Steps to Job Search Success”, an open textbook",
        check=name_may_be_used,
        needs_english=False,
    ),
)  # fmt: skip
