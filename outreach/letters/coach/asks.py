"""Rules on the ask: one favour, put as a question, with a limit of time. Pure."""

from outreach.enumeration import enumerated
from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.minutes import Length, lengths_in
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import saying
from outreach.letters.coach.rules import Rule, Verdicts, kinds
from outreach.letters.coach.times import looks_back
from outreach.letters.coach.wishes import LIGHT, Wish
from outreach.letters.facts import Kind

MANY_QUESTIONS = 3
CLOCK = saying(r"""
    (at|from|between|around) \d{1,2}([:.]\d\d)?
    \d{1,2}:\d\d
    \d{1,2}(:\d\d)? ?(am|pm|a\.m|p\.m)
    (at )?noon
""")
TAKES = saying(r"""
    (should|would|will|must|ought to)( \w+)? be (enough|plenty|sufficient)(?! to)
    (should|would|will)( \w+)? suffice(?! to)
""")
"""How long the conversation is thought to be, said in a sentence of its own."""
RANGE = saying(r"""
    \d{1,2}[:.]\d\d(-| | to | until )\d{1,2}[:.]\d\d
""")


def one_ask(page: Page) -> Verdicts:
    """L09: one favour; an easier alternative to it does not count."""
    wishes, policy = page.wishes, page.policy
    asked = list(wishes.kinds)
    if len(wishes.questions) > 1 and asked and Wish.QUESTIONS not in asked:
        asked.append(Wish.QUESTIONS)
    if len(asked) >= policy.asks_warned:
        last = wishes.first(asked[-1])
        severity = Severity.E if len(asked) >= policy.asks_refused else Severity.W
        kept = next((wish for wish in asked if wish in LIGHT), Wish.CALL)
        rest = [wish for wish in asked if wish is not kept]
        fix = f"Ask for {kept} alone, and leave out {enumerated(rest)}."
        yield Remark(severity, fix, enumerated(asked), last.span if last else None)
    elif len(wishes.questions) > MANY_QUESTIONS:
        fix = "Keep the two questions that only they can answer."
        yield Remark(Severity.W, fix, f"{len(wishes.questions)} questions")
    elif len(asked) == 1 and asked[0] in {Wish.CALL, Wish.QUESTIONS}:
        yield Praise(f"You ask for one thing: {asked[0]}.")


def ask_is_a_question(page: Page) -> Verdicts:
    """L10: the favour is asked with a question mark."""
    asks = [ask for ask in page.wishes.asks if not ask.is_fallback]
    questions = {number for number, sentence in enumerate(page.prose.sentences) if sentence.is_question}
    if questions & (page.wishes.requesting_sentences | {ask.passage.sentence for ask in asks}):
        return
    if not asks and page.wishes.questions:
        return  # the question itself is what is asked
    minutes = min(page.facts.minutes, _most(page))
    fix = f"Ask it: “Would you be open to a {minutes}-minute call?”"
    stated = asks[0].passage if asks else None
    severity = Severity.T if questions else Severity.W  # some question is better than none
    yield Remark(severity, fix, stated.text if stated else "", stated.span if stated else None)


def time_box(page: Page) -> Verdicts:
    """L11: the ask names its minutes, and no more than a busy person can spare."""
    if page.kind is Kind.SCHEDULING and (not _names_a_time(page) or page.prose.first(RANGE)):
        return
    if page.kind is Kind.OUTREACH and not page.wishes.asks and not page.prose.sentences:
        return
    if set(page.wishes.kinds) == {Wish.QUESTIONS}:
        return  # answers by mail take what they take
    every = list(lengths_in(page.prose))
    bounds = page.wishes.asking_sentences | page.prose.sentences_with(TAKES)
    asked = [one for one in every if one.passage.sentence in bounds]
    if not every:
        ask = page.wishes.first(Wish.CALL)
        minutes = min(page.facts.minutes, _most(page))
        yield Remark(
            Severity.E,
            f"Say how long: “a {minutes}-minute call”.",
            ask.text if ask else "",
            ask.span if ask else None,
        )
    elif asked:
        yield from _too_long(page, max(asked, key=lambda one: one.minutes))


def _names_a_time(page: Page) -> bool:
    return any(not looks_back(page, clock) for clock in page.prose.find(CLOCK))


def _most(page: Page) -> int:
    policy = page.policy
    return policy.minutes_of_a_stranger if page.facts.relationship.is_stranger else policy.minutes_most


def _too_long(page: Page, length: Length) -> Verdicts:
    most = _most(page)
    if length.minutes <= most:
        yield Praise(f"You say how long it will take: {length.minutes} minutes.")
        return
    severity = Severity.E if length.minutes > page.policy.minutes_most else Severity.W
    whom = "a stranger" if page.facts.relationship.is_stranger else "anyone"
    yield Remark(
        severity, f"Ask for at most {most} minutes of {whom}.", length.passage.text, length.passage.span
    )


RULES = (
    Rule(
        "L09", "One ask", kinds("O"),
        why="One letter gets one result; with several favours to weigh, the easiest answer is none.",
        source="NC State University entrepreneurship programme",
        check=one_ask,
    ),
    Rule(
        "L10", "The ask is a question", kinds("O"),
        why="A question waits for an answer; a wish in passing can be read and left.",
        source="reply counts of 40 million e-mails (Boomerang)",
        check=ask_is_a_question,
    ),
    Rule(
        "L11", "A limit of time", kinds("OS"),
        why="People say yes to a favour whose size they know.",
        source="Northeastern University and UC Berkeley career services",
        check=time_box,
    ),
)  # fmt: skip
