"""How long the coach takes, in time of the processor.

Run: python -m benchmarks.coach

A letter of 120 words by all rules should take at most 3 ms (median), and no
text of 100 kB more than 200 ms. The letter is read as it is while one types, a
letter more each time, so that one sentence of it is always new; and it is read
as nobody ever wrote it, every sentence new.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, cycle, islice

from outreach.interviews.kinds import Purpose, Relationship
from outreach.letters.coach.review import review
from outreach.letters.facts import ContactFacts, Facts, Kind, Manuscript, SenderFacts

LETTER = Manuscript(
    kind=Kind.OUTREACH,
    subject="Carleton geology student, quick question",
    body="""Dear Ms. Osei,

I found you in the Carleton alumni directory; I am in third-year geology there, and I spend my
weekends on the Rideau with a borrowed auger. Your move from consulting to the river authority
caught my eye, because I cannot tell from the outside how those two worlds differ. Did the questions
change, or only the people who ask them? I am exploring groundwater work, and water careers more
widely, before I choose my courses for next year.

Would you be open to a 20-minute call in the next few weeks, whenever suits you? If your calendar is
full, two short answers by e-mail, or the name of a colleague, would help just as much.

Thank you,
Lena Brandt
BSc Geology, Carleton (2028)
""",
    facts=Facts(
        sender=SenderFacts(name="Lena Brandt", school="Carleton", programme_or_role="BSc Geology"),
        contact=ContactFacts(
            name="Ama Osei", organization="Rideau River Authority", timezone="America/Toronto"
        ),
        relationship=Relationship.ALUM,
        purpose=Purpose.FIELD,
        connection_facts=("Carleton alumni directory",),
        why_them=("move from consulting to the river authority",),
    ),
    now=datetime(2026, 11, 18, 17, 0, tzinfo=UTC),
)
NASTY = {
    "one word": "a", "spaces": " ", "combining marks": "\u0301", "letters with marks": "e\u0301\u0323",
        "dots": "a.",
    "brackets": "[", "braces": "{{", "tags": "<b", "underscores": "x_", "questions": "?", "lines": "\n",
        "quotes": "“",
    "requests": "could you ", "jobs": "are there any ", "my": "my application for the ", "numbers": "20 ",
        "times": "at 3 or ",
    "links": "https://a.b/", "hosts": "a.b.c.d-", "mail": "a@", "right to left": "\u202eשלום ", "surrogates":
        "\ud800",
    "capitals": "AB ", "dear": "Dear Ms. ", "sign-offs": "Thank you,\n", "promises": "i will ", "your":
        "your work on ",
    "its": "it's a ", "wrote": "On x wrote", "smileys": ":) ", "dashes": "a-", "apostrophes": "a'",
        "English": "The clay is deep. ",
}  # fmt: skip


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The median of so many runs, unmoved by what else the machine does."""
    runs = []
    for _ in range(times):
        start = time.process_time()
        work()
        runs.append((time.process_time() - start) * 1000)
    return statistics.median(runs)


def as_typed(letter: Manuscript) -> Iterator[Manuscript]:
    """The letter again and again, each time with one more letter of a sentence that grows in its middle."""
    said = "The auger brought up blue clay on Sunday and I wondered what your cores from there look like. "
    at = letter.body.index("Did the questions")
    for end in cycle(range(1, len(said))):
        yield replace(letter, body=letter.body[:at] + said[:end] + letter.body[at:])


def never_seen(letter: Manuscript) -> Iterator[Manuscript]:
    """The letter again and again, each time with an unheard-of word in every sentence."""
    for number in count():
        yield replace(letter, body=re.sub(r"(?<= )(and|or|of) ", rf"\1 x{number} ", letter.body))


def main() -> None:
    """Print the figures."""
    review(LETTER)  # the calendar of holidays is loaded once
    words = len(LETTER.body.split())
    typed, unseen = iter(as_typed(LETTER)), iter(never_seen(LETTER))
    for name, letters in (("typed", typed), ("never seen", unseen)):
        ready = iter(list(islice(letters, 301)))
        took = milliseconds(lambda ready=ready: review(next(ready)), 300)  # type: ignore[misc]
        print(f"a letter of {words} words, {name}: {took:6.2f} ms")
    worst: list[tuple[float, str]] = []
    for name, piece in NASTY.items():
        text = (piece * (100_000 // len(piece) + 1))[:100_000]
        for kind in (Kind.OUTREACH, Kind.SCHEDULING, Kind.THANKS):
            letter = replace(LETTER, kind=kind, body=text, subject=text)
            worst.append((milliseconds(lambda letter=letter: review(letter), 3), f"{name}, {kind}"))  # type: ignore[misc]
    for took, name in sorted(worst, reverse=True)[:5]:
        print(f"100 kB of {name}: {took:6.1f} ms")


if __name__ == "__main__":
    main()
