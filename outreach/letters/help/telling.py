"""What a language model is told, and how its answer is read. Pure.

It hears only the facts that the person ticked. The greeting and the signature
are put in here, from places that it leaves open, so that it need not know a name.
"""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from outreach.letters.drafting.draft import Voice
from outreach.letters.drafting.names import greeting, signature
from outreach.letters.facts import Facts, Kind

TELLABLE = {
    "title": "What they do",
    "organization": "Where they work",
    "why_them": "Why you write to this person",
    "connection": "What ties you",
    "interest": "What you would like to understand",
    "minutes": "How many minutes you ask for",
    "my_role": "Your programme or role",
    "my_school": "Your school or workplace",
    "contact_name": "Their name",
    "introducer": "Who led you to them",
    "my_name": "Your name",
}
"""Every fact that a model can be told, as the person reads it."""

USUALLY_TOLD = (
    "title", "organization", "why_them", "connection", "interest", "minutes", "my_role", "my_school",
)  # fmt: skip
"""What is ticked until the person decides: no names of people."""

LONGEST_SUBJECT, LONGEST_BODY = 200, 5000
GREETING, SIGNATURE = "((greeting))", "((signature))"
INSTRUCTIONS = f"""\
You help somebody write one short, polite e-mail in English. {{occasion}}
Keep to these rules:
- Between 60 and 100 words; plain text; short sentences; no bullet points.
- Say in the first sentence what ties the two people, if you are told.
- Say who is writing in one clause.
- If the mail asks for something, ask one question, name the minutes, and make it easy to say no.
- Never ask for a job, never attach anything, never flatter, never press, use no exclamation marks.
- Use only the facts below. Invent nothing, and leave no blanks to fill in.
- Begin with a line "Subject: …" of three to six words, then an empty line, then the mail.
- The mail begins with the line {GREETING} and ends with the line {SIGNATURE}; write both exactly so.
"""
OCCASIONS = {
    Kind.OUTREACH: "It asks a person for a short conversation about their work.",
    Kind.NUDGE: "It reminds a person, once and in two sentences, of such a request that was not answered.",
    Kind.THANKS: "It thanks a person for such a conversation.",
    Kind.SCHEDULING: "It agrees the time of a conversation.",
    Kind.LINKEDIN_NOTE: "It is a note of at most 280 characters, without a subject.",
}
KEPT_SHORT = "It is a brief, friendly word to a person the writer is in touch with."

THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
"""What a model says to itself; one that is cut off in the middle of it has said nothing else."""
SUBJECT = re.compile(r"\A\W{0,4}subject\W{0,4}:[ *_\"“”]{0,6}(?P<subject>[^\n]*)(?:\n+|\Z)", re.IGNORECASE)
FENCE = re.compile(r"\A\s*```\w*\n(?P<inside>.*)\n```\s*\Z", re.DOTALL)
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


class Suggested(NamedTuple):
    """The subject and the body that a model wrote, with greeting and signature in place."""

    subject: str
    body: str


def facts_told(facts: Facts, told: Collection[str]) -> Mapping[str, str]:
    """The ticked facts that are known, by how the model reads them; nothing else leaves this house."""
    contact, sender = facts.contact, facts.sender
    known = {
        "contact_name": ("The reader’s name", contact.name),
        "title": ("What the reader does", contact.title),
        "organization": ("Where the reader works", contact.organization),
        "why_them": ("Why the writer turns to this reader", "; ".join(facts.why_them)),
        "connection": ("What ties the two", "; ".join(facts.connection_facts)),
        "introducer": ("Who suggested it", facts.introducer if facts.may_use_name else ""),
        "interest": ("What the writer would like to understand", _both(facts.narrow, facts.broad)),
        "minutes": ("How many minutes to ask for", str(facts.minutes)),
        "my_name": ("The writer’s name", sender.name),
        "my_role": ("What the writer does", sender.programme_or_role),
        "my_school": ("Where the writer studies or works", sender.school),
    }
    return {label: text for name, (label, text) in known.items() if name in told and text}


def _both(narrow: str, broad: str) -> str:
    return f"{narrow}, and {broad} more widely" if narrow and broad else narrow or broad


def messages_for(kind: Kind, facts: Facts, told: Collection[str]) -> list[dict[str, str]]:
    """The two messages of the request, in the form of chat completions."""
    lines = [f"{label}: {text}" for label, text in facts_told(facts, told).items()]
    return [
        {"role": "system", "content": INSTRUCTIONS.format(occasion=OCCASIONS.get(kind, KEPT_SHORT))},
        {"role": "user", "content": "\n".join(["The facts:", *lines])},
    ]


def read_answer(text: str, facts: Facts) -> Suggested:
    """What the model wrote, as a letter; an empty body if it wrote nothing that could be one."""
    text = THOUGHTS.sub("", UNSEEN.sub("", text.replace("\r\n", "\n"))).strip()
    fenced = FENCE.match(text)
    text = fenced["inside"].strip() if fenced else text
    head = SUBJECT.match(text)
    subject, body = (head["subject"], text[head.end() :]) if head else ("", text)
    put = {GREETING: greeting(facts.contact, Voice.PLAIN), SIGNATURE: signature(facts.sender)}
    body = re.sub(r"\(\((?:greeting|signature)\)\)", lambda place: put[place[0]], body)
    return Suggested(subject.strip(' *"“”')[:LONGEST_SUBJECT], body.strip()[:LONGEST_BODY])
