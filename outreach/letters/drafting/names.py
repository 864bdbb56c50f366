"""How a letter addresses its reader and is signed by its writer. Pure."""

import re

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Formality
from outreach.letters.drafting.draft import Voice
from outreach.letters.drafting.material import vocabulary
from outreach.letters.drafting.phrases import tidy
from outreach.letters.facts import ContactFacts, SenderFacts

HONORIFIC = re.compile(
    r"^(Dr|Prof|Professor|Mr|Ms|Mrs|Miss|Mx|Rev|Sir|Dame|Judge|Justice|Rabbi|Imam|Ing|Dipl\.-Ing)(\.|\b)\s*",
    re.IGNORECASE,
)
SUFFIX = re.compile(r",?\s+(?:Jr\.?|Sr\.?|II|III|IV|Ph\.?D\.?|M\.?D\.?|P\.?Eng\.?|Esq\.?|MBA|CPA)$")


def honorific_of(contact: ContactFacts) -> str:
    """“Dr.” or “Prof.” as typed before the name, or a doctor or professor by title; empty for others."""
    if given := HONORIFIC.match(contact.name.strip()):
        return given[0].strip()
    title = contact.title.strip()
    if given := re.match(r"(Dr|Prof)\b\.?", title, re.IGNORECASE):
        return given[0] if not title.lower().startswith("professor") else "Professor"
    return "Professor" if re.search(r"\bprofessor\b", title, re.IGNORECASE) else ""


def bare_name(contact: ContactFacts) -> str:
    """The name without an honorific before it or letters behind it."""
    return SUFFIX.sub("", HONORIFIC.sub("", " ".join(contact.name.split())))


def full_name(contact: ContactFacts) -> str:
    """The honorific, if there is one, and the whole name."""
    return f"{honorific_of(contact)} {bare_name(contact)}".strip()


def first_name(contact: ContactFacts) -> str:
    """What they are called, else the first name; the whole name where that is an initial, as nobody is called “J.”."""
    if contact.called:
        return contact.called
    words = bare_name(contact).split()
    return words[0] if words and not re.fullmatch(r"\w\.?", words[0]) else " ".join(words)


def formal_name(contact: ContactFacts) -> str:
    """“Dr. Osei”, “Prof. van der Berg”, or the full name where gender or surname cannot be known.

    A surname is told apart only in a name of two words, or by a particle: a
    longer name may hold two surnames, and a wrong one is worse than a long one.
    So it is where the name does not begin with what they are called.
    """
    honorific, words = honorific_of(contact), bare_name(contact).split()
    if not honorific:
        return " ".join(words)
    particles = [i for i, word in enumerate(words) if i and word.casefold() in vocabulary("particles")]
    if particles and _is_one_surname(words[particles[0] :]):
        words = words[particles[0] :]
    elif len(words) == 2 and contact.called != words[1]:
        words = words[1:]
    return " ".join([honorific, *words])


def _is_one_surname(words: list[str]) -> bool:
    """Whether particles lead to a single word: “van der Berg” does, “de los Ángeles Fernández” may not."""
    return sum(word.casefold() not in vocabulary("particles") for word in words) == 1


def greeting(contact: ContactFacts, voice: Voice) -> str:
    """The greeting line. Without a name it greets nobody wrongly."""
    if not contact.name.strip():
        return "Good day," if voice is Voice.FORMAL else "Hello,"
    match contact.formality:
        case Formality.FIRST_NAME:
            word = {Voice.WARM: "Hi", Voice.PLAIN: "Hello", Voice.FORMAL: "Dear"}[voice]
            return f"{word} {first_name(contact)},"
        case Formality.NEUTRAL:
            return f"{'Dear' if voice is Voice.FORMAL else 'Hello'} {full_name(contact)},"
        case Formality.FORMAL:
            return f"Dear {formal_name(contact)},"


def signature(sender: SenderFacts) -> str:
    """Name, what the sender does, and one link; a line without its fact is left out."""
    role, school = tidy(sender.programme_or_role), sender.school.strip()
    studies = sender.situation in {Situation.STUDENT, Situation.GRADUATE}
    if studies and school and school.casefold() not in role.casefold():
        role = f"{role}, {school}" if role else school
    lines = (sender.name.strip(), role[:1].upper() + role[1:], sender.profile_url.strip())
    return "\n".join(line for line in lines if line)
