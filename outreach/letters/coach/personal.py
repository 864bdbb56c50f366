"""Rules that make it one person's letter to one person: who writes, and why to them. Pure."""

import re
from collections.abc import Iterable

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.names import PART, fold, folded_parts, words_of
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import saying
from outreach.letters.coach.rules import Rule, Verdicts, kinds
from outreach.letters.coach.theirs import Theirs, something_theirs

ROLE = saying(r"""
    i (am|was|work|worked|study|studied|teach|taught|run|lead|build|design|have (been|worked|spent|studied))
    i (graduated|trained|retired|served|serve|manage|drive|practise|practice|volunteer|coach|help|own
        |repair|cook
        |research|write|sell|nurse|translate|program|farm|separate|leave|left|finished|finish|started
        |joined)
    i( have)?( \w+)? (taught|trained|led|managed|nursed|built|practised|practiced|driven|designed|owned|raised|cooked
        |farmed|repaired|handled|sold|brewed|edited|illustrated|tutored|translated|guided|moved)
    i (brew|illustrate|bake|plan|weld|edit|guide|handle|treat|grow|paint|photograph|act|sing|dance|fix|fly|sail|fish
        |clean|care|tutor|guard|dispatch|mend|draw|compose|test|keep|make|raise|handle|advise|represent)
    i (?!(am|was|hope|ask|asked|apply|applied|look|wonder|write|call|wait|care|wish|long|stop|come|came|think|thought
        |read|heard|hear|saw|see|found|find|met|sat|believe|thank|reach|have|had|would|will|could|can|do|did|search)\b)[a-z]{3,12}
        (for|at) (a|an|the|two|three)
    i am (a|an|the|in|at|currently|now|finishing|about|one|from|based|working|studying|training
        |retired)(?! (huge
        |big|great|fan|admirer|huge fan))
    as an?
    (student|students|graduate|undergraduate|postgraduate|pupil|engineer|nurse|teacher|analyst|manager
        |designer
        |developer|scientist|researcher|postdoc|accountant|technician|planner|consultant|assistant|officer
        |veteran|sergeant|chemist|biologist|geologist|lawyer|librarian|writer|journalist|architect|intern)
    (bsc|msc|ba|ma|phd|mba|bachelor|bachelor's|master|master's|diploma|degree|major|majoring|minor|semester)
    (first|second|third|fourth|final)[- ]year
    (career changer|returning to work|leaving the (army|navy|air force|service|military|forces))
    my (degree|studies|thesis|background|training|role|work|years) (in|as|at|is|on)
""")
OWN_ROLE = saying(r"""
    i( have| have been)?( just| now| currently| also| recently)? (work|worked|working|study|studied|studying|teach
        |taught|teaching|graduated|trained|retired|served|run|lead|led|manage|managed|drive|drove|farm|nurse|research|brew|weld
        |bake|program|volunteer|design|designed|build|built|translate|edit|started as|left the|finished (my|a|an|school)
        )(?! (you|your|up|out|for (a|an|your) (time|chance|while)|hard))
    i (am|was|have been)( [^ \n]++){0,5} (student|graduate|undergraduate|postgraduate|pupil|engineer|nurse|teacher
        |analyst|manager|designer|developer|scientist|researcher|postdoc|accountant|technician|planner|consultant|assistant
        |officer|veteran|sergeant|chemist|biologist|geologist|lawyer|librarian|writer|journalist|architect|apprentice
        |career changer|(first|second|third|fourth|final)[- ]year)
    i am( [^ \n]++){0,2} (studying|training|finishing|working (at|in|as|for|on)|leaving the|returning to work|retired|in
        (my|the) (first|second|third|fourth|fifth|last|final)|in( [^ \n]++)? grade|doing (a|my)|majoring)
    my( own)? (degree|studies|thesis|background|training|role|work|years|apprenticeship|doctorate) (in|as|at|is|on)
    as an? (student|graduate|engineer|nurse|teacher|analyst|researcher|technician|planner|developer|veteran|scientist)
""")
CONTACT_LINE = re.compile(r"[@+/]|www\.|\d{3}")
FULL_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:[ ][^\W\d_][\w'’.-]*){1,4}|[^\W\d_\x00-\u024f]{2,20}")
MY_NAME = re.compile(r"\b[Mm]y name is [A-Z]|\bI(?:['’]m| am) [A-Z][\w'’-]+ [A-Z]")


def sender_is_known(page: Page) -> Verdicts:
    """L28: a full name, and one word on who bears it."""
    named, placed = _signed_name(page), _says_role(page)
    if named == "full" and placed:
        yield from [Praise("They can see who you are.")] if _surely_says_role(page) else []
    elif not named or (named == "part" and not placed):
        name = page.facts.sender.name
        fix = f"Sign with your full name{': ' + name if name else ''}, and one line on what you do."
        yield Remark(Severity.E, fix)
    elif named == "part":
        name = page.facts.sender.name
        fix = f"Sign with your full name{': ' + name if name else ''}."
        yield Remark(Severity.W, fix, page.reading.signed, page.reading.signature)
    elif not placed:
        role = page.facts.sender.programme_or_role or page.facts.sender.school
        clause = f": {role}" if role else ", such as your programme, your school or your work"
        yield Remark(Severity.E, f"Say in one clause who you are{clause}.")


def _signed_name(page: Page) -> str:
    """Whether the letter bears the sender's name: "full", "part" or ""."""
    parts = folded_parts(page.facts.sender.name)
    if not parts:
        return _any_name(page)
    signed = set(words_of(page.reading.signed))
    if parts[0] in signed and parts[-1] in signed:
        return "full"
    body = {fold(part) for part in PART.findall(page.reading.body)}
    together = page.facts.sender.name.replace(" ", "") in page.reading.body.replace(" ", "")
    if (parts[0] in body and parts[-1] in body) or together:
        return "full"
    return "part" if {parts[0], parts[-1]} & body else ""


def _any_name(page: Page) -> str:
    """As ``_signed_name``, where nobody knows what the sender is called."""
    sign_off, _, rest = page.reading.signed.partition("\n")
    lines = [sign_off.partition(",")[2], *rest.split("\n")]
    if any(FULL_NAME.search(line) for line in lines) or MY_NAME.search(page.reading.body):
        return "full"
    return "part" if any(line.strip()[:1].isupper() for line in lines) else ""


def _says_role(page: Page) -> bool:
    return _surely_says_role(page) or page.prose.first(ROLE) is not None


def _bears_role(page: Page) -> bool:
    """Whether the role or the school of the record stands in the letter, or a line of its own in the signature."""
    facts = page.facts.sender
    tokens = {w for w in (*words_of(facts.programme_or_role), *words_of(facts.school)) if len(w) > 3}
    said = page.prose.all_folded | set(words_of(page.reading.signed))
    return bool(tokens & said) or _signs_with_role(page) or _does_what_they_are(tokens, said)


def _surely_says_role(page: Page) -> bool:
    """As ``_says_role``, but of the sender for certain: "How did you become a planner?" tells nothing of who asks."""
    return _bears_role(page) or page.prose.first(OWN_ROLE) is not None


def _does_what_they_are(tokens: set[str], said: Iterable[str]) -> bool:
    """Whether a brewer says that they brew, and a teacher that they teach."""
    stems = tuple(token[: max(4, len(token) - 3)] for token in tokens)
    return any(word.startswith(stems) for word in said) if stems else False


def _signs_with_role(page: Page) -> bool:
    """Whether the signature has a line beside sign-off and name that is no address and no number."""
    name = set(folded_parts(page.facts.sender.name))
    lines = [line.strip() for line in page.reading.signed.split("\n")[1:] if line.strip()]
    others = [line for line in lines if not set(folded_parts(line)) <= name and not CONTACT_LINE.search(line)]
    return len(others) > (0 if name else 1)


def only_for_them(page: Page) -> Verdicts:
    """L29: something that could stand in no other letter."""
    theirs = something_theirs(page)
    if theirs is Theirs.CERTAIN:
        yield Praise("It says why you write to them and not to anybody else.")
    if theirs is not Theirs.NOTHING:
        return
    severity = Severity.E if page.facts.relationship.is_stranger else Severity.W
    if page.facts.relationship is Relationship.INTRO:
        severity = Severity.T  # they have said yes to this very person already
    why_them = page.facts.why_them
    fix = (
        f"Say what drew you to them: {why_them[0]}."
        if why_them
        else ("Name one thing of theirs: a change of course, a project, a sentence they wrote.")
    )
    yield Remark(severity, fix)


RULES = (
    Rule(
        "L28", "Who writes", kinds("O"),
        why="Nobody gives time to a sender without a full name and a place in the world.",
        source="Babson College career center",
        check=sender_is_known,
    ),
    Rule(
        "L29", "Something only for them", kinds("O"),
        why="A letter that would fit anybody is read as one sent to everybody.",
        source="founders on the letters they answer (Entrepreneur Office Hours)",
        check=only_for_them,
    ),
)  # fmt: skip
