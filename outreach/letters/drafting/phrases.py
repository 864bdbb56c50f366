"""Read the phrases people type so that a sentence can take them in without breaking. Pure.

People answer "what made you think of her?" in many shapes: "your move to the
river authority", "moved to the river authority", "because she moved there".
Each is read as a noun phrase, a clause or raw words, and every slot of a letter
says which of the three it can hold. Nothing inside a phrase is rewritten; only
its first word is turned towards the reader.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from outreach.letters.drafting.material import tables, vocabulary


class Shape(StrEnum):
    """What a typed phrase can stand for in a sentence."""

    NOUN = "noun"  # "your move into hydrology", "what you said about permits"
    CLAUSE = "clause"  # "you moved into hydrology", "we both rowed for Carleton"
    RAW = "raw"  # anything else: fits after a colon, or where any name fits


@dataclass(frozen=True, slots=True)
class Phrase:
    """A typed fact, tidied, and its shape."""

    text: str
    shape: Shape

    @property
    def capitalized(self) -> str:
        """The phrase as the start of a sentence."""
        return self.text[:1].upper() + self.text[1:]


def tidy(typed: str) -> str:
    """One line without the closing punctuation of a sentence; what stands inside is kept to the letter."""
    text = " ".join(typed.split())
    if text.split(" ")[-1].casefold() in vocabulary("abbreviations"):
        return text
    return text.rstrip(" .,;:!")


def read(typed: str, *, about: str = "") -> Phrase:
    """Read a phrase; ``about`` is the name of the reader, when the phrase tells of them.

    Of a phrase about the reader, "she moved", "Grace moved", "moved" become
    "you moved", and "her move" or "Grace's move" become "your move".
    """
    text = _lowered(_without_because(tidy(typed)))
    if about:
        text = _turned_to_you(text, about)
    first = text.split(" ")[0].casefold() if text else ""
    if first in vocabulary("pronouns"):
        return Phrase(text, Shape.CLAUSE)
    return Phrase(text, Shape.NOUN if first in vocabulary("noun_starts") else Shape.RAW)


def _without_because(text: str) -> str:
    text = re.sub(r"^because of\s+", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^because\s+", "", text, flags=re.IGNORECASE)
    return re.sub(r"^that\s+(?=(?:you|we|i|he|she|they)\b)", "", text, flags=re.IGNORECASE)


def _lowered(text: str) -> str:
    """A capital that only began a sentence is lowered; a name keeps its own."""
    first = text.split(" ")[0]
    return text[:1].lower() + text[1:] if _is_plain(first.casefold()) else text


def _is_plain(word: str) -> bool:
    """Whether a word never carries a capital of its own inside a sentence."""
    plain = ("noun_starts", "pronouns", "lowered_too")
    return word not in vocabulary("lowered_never") and any(word in vocabulary(name) for name in plain)


def _turned_to_you(text: str, name: str) -> str:
    for known in _names_of(name):
        for mark in ("'s ", "’s "):
            if text.startswith(known + mark):
                return "your " + text.removeprefix(known + mark)
        if text.startswith(known + " "):
            return _you(text.removeprefix(known + " "), sure=True) or text
    first, _, rest = text.partition(" ")
    if first.casefold() in vocabulary("they") and rest:
        return _you(rest, sure=True) or text
    if first.casefold() in vocabulary("theirs") and rest:
        return f"your {rest}"
    return _you(text, sure=False) or text


def _names_of(name: str) -> list[str]:
    """The whole name, then the first name: how a person is likely to be called in a note."""
    words = name.split()
    return [name, words[0]] if words else []


def _you(text: str, *, sure: bool) -> str:
    """``text`` as something "you" did, or nothing when it does not begin with a verb."""
    verb, _, rest = text.partition(" ")
    leads_on = rest.split(" ")[0].casefold() in vocabulary("after_a_verb")
    low, to_you = verb.casefold(), tables("words")["to_you"]
    if low in to_you and (sure or leads_on or low in {"has", "is", "was"}):
        return f"you {to_you[low]} {rest}".strip()
    if low in vocabulary("past") or (low.endswith("ed") and (sure or leads_on)):
        return f"you {low} {rest}".strip()
    return ""


AN_ANYWAY = ("hour", "honest", "heir", "honour", "honor")
A_ANYWAY = ("uni", "use", "usa", "eu", "one ", "once")


def article(phrase: str) -> str:
    """“a” or “an” for a phrase, by its sound: “an MSc student”, “a university”."""
    word = phrase.split(" ")[0] if phrase else ""
    letters = re.match(r"[A-Z]{2,}", word)
    if letters and (len(word) <= 3 or not re.search(r"[AEIOU]", word)):
        return "an" if word[0] in "AEFHILMNORSX" else "a"
    low = phrase.casefold()
    if low.startswith(("8", "11", "18", *AN_ANYWAY)):
        return "an"
    return "an" if low[:1] in tuple("aeiouáéíóúàèäöüå") and not low.startswith(A_ANYWAY) else "a"


PERSON_ENDINGS = ("er", "or", "ist", "ian", "ant", "yst", "eer", "man", "woman", "person", "ect", "ee")
THING_ENDINGS = ("water", "paper", "power")


def names_a_person(phrase: str) -> bool:
    """Whether a phrase says what someone is (“river engineer at Acme”), not what they do (“hydrology”)."""
    head = re.split(r",| (?:at|in|for|with|of|from|on|to|and|who)\b|\(", phrase, maxsplit=1)[0].split()
    word = head[-1].casefold().strip(".") if head else ""
    if word in vocabulary("not_persons") or word.endswith(THING_ENDINGS):
        return False
    return word in vocabulary("persons") or word.endswith(PERSON_ENDINGS)


def with_article(phrase: str) -> str:
    """A person's role with its article, unless it brings its own (“the”, “my”, “one of …”)."""
    first = phrase.split(" ")[0].casefold() if phrase else ""
    return phrase if first in vocabulary("noun_starts") else f"{article(phrase)} {phrase}"


def as_a_word(text: str) -> str:
    """“Hydrogeologist”, typed as a heading, as it stands in a sentence; longer titles keep their capitals."""
    return text.lower() if text.istitle() and " " not in text else text


INSTITUTION_OF = re.compile(
    r"^(?:[^\W\d_a-z][\w.&’'-]*\s){0,4}(?:University|School|Institute|College|Academy|Faculty|Department|Society|Museum)\s"
    r"(?:of|for)\s"
)


def as_a_place(name: str) -> str:
    """“University of London”, typed as on a letterhead, with the article that a sentence gives it."""
    return f"the {name}" if INSTITUTION_OF.match(name) else name
