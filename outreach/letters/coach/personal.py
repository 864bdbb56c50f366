"""Rules that make it one person's letter to one person: who writes, and why to them. Pure."""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.names import PART, SMALL_WORDS, TELLS_NOTHING, fold, folded_parts, words_of
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import saying, words
from outreach.letters.coach.rules import Rule, Verdicts, kinds

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
CONTACT_LINE = re.compile(r"[@+/]|www\.|\d{3}")
FULL_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:[ ][^\W\d_][\w'’.-]*){1,4}|[^\W\d_\x00-\u024f]{2,20}")
MY_NAME = re.compile(r"\b[Mm]y name is [A-Z]|\bI(?:['’]m| am) [A-Z][\w'’-]+ [A-Z]")

COMMON_ADJECTIVES = words("""
    amazing incredible great impressive inspiring wonderful fantastic valuable busy precious kind
    professional personal
    current recent own earliest best very generous helpful many much vast extensive interesting successful
    good entire
    whole daily new present fascinating inspirational outstanding remarkable exceptional extraordinary diverse unique
    most humble obedient hiring recruiting
    rich broad deep strong excellent admirable brilliant stellar varied exciting distinguished esteemed storied
""")
COMMON_NOUNS = words("""
    website site webpage page homepage linkedin bio biography web internet online github
    work company organization team profile background experience experiences career time help advice
    calendar schedule
    convenience day days brain insight insights perspective thoughts consideration name contact email path
    field industry job
    role position attention kindness response reply journey expertise knowledge success firm department
    office business
    opinion view views guidance support wisdom generosity week inbox availability understanding assistance
    feedback
    culture reputation mission vision values success successes achievement achievements accomplishment
    accomplishments contribution contributions product products service services brand excellence passion
    dedication skill skills talent talents boss manager staff workplace employer trajectory status
    answer answers mentorship leadership interest interests life area specialty input phone number
    colleague colleagues self needs goals challenges priorities objectives stack pipeline servant
    and end side
""")
COMMON = TELLS_NOTHING | COMMON_NOUNS | COMMON_ADJECTIVES
YOUR = saying(r"""
    your (?!([^ \n]++ ){0,2}(time|help|support|assistance|kindness) to )(?P<first>[^ \n]+)(?P<rest>( [^ \n]++){0,6})
""")
BY_THEM = saying(r"""
    you (wrote|said|spoke|moved|led|built|founded|made|described|explained|showed|argued|published|presented
        |switched|left|joined|started|studied|taught|designed|mapped|developed|won|once|mention|mentioned
        |let|put|took(?! (the )?time)|brought|stood|held|drew|kept|sold|bought|told|sang|cut|set|lost|grew|threw|caught
        |fought|rode|flew|broke|spent|stayed|moderated
        |write|describe|say|went|gave|found|trained|began|worked|chose|turned|ran|run|helped|came)
    you had( \w+)? ([a-z]{2,12}ed|drawn|written|built|made|found|taught|told|shown|given|brought|sent)
    (a|an|the|one|some|two|that|this)( \w+)? \w+ of yours
    you have( \w+)? ([a-z]{2,12}ed|been|built|led|written|made|run|held|taught|spent|seen|won|kept|grown|chosen|become
        |brought|done|given|left|found|shown|sold|drawn|gone|begun)(?! (time|a moment|a minute))
    you would (know|be the)
    (read|watched|heard|enjoyed|attended|reading|listened to)~3 (you|your|ªname)
    you (apply|use|study|teach|run|lead|build|design|map|price|treat|grow|argue|call|keep|mean|compare
        |measure
        |are known|were)
    you (?!need|indeed)[a-z]{2,12}ed(?! to (hear|be))
    (the|that|this|one) (part|way|bit|moment|story|chapter|passage|sentence|line|scene|example|chart|point|idea|slide
        |episode|page) (where|when|about|in which|on|you|of|that|with)
    how you (?!(got|get|came|started|start|like|balance|spend|became|made it|ended|broke|entered|landed|see|feel|think
        |found your|have been|are|were|do|did|could|can|would|might|built your|chose your|developed your|grew)\b)
        [a-z]+
    (in which|when|where|why|what|as|while|after|before|since|because|until|that) you (?!(are|have|had
        |would|could|can
        |might|may|will|should|know|think|like|want|prefer|wish|need|do|did|feel|find|see|agree
        |say|enjoy|love|like|work|live|study|recommend|suggest|offer|learned|learn|find|studied|worked|hope|please|choose
        |enjoyed|liked|loved|consider|decide|wanted|spend|help)\b)[a-z]+
""")
LEADS_ON = words("on from in with about behind for at of to around as between against that")


def sender_is_known(page: Page) -> Verdicts:
    """L28: a full name, and one word on who bears it."""
    named, placed = _signed_name(page), _says_role(page)
    if named == "full" and placed:
        yield Praise("They can see who you are.")
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
    facts = page.facts.sender
    tokens = {w for w in (*words_of(facts.programme_or_role), *words_of(facts.school)) if len(w) > 3}
    said = page.prose.all_folded | set(words_of(page.reading.signed))
    return bool(
        tokens & said or page.prose.first(ROLE) or _signs_with_role(page) or _does_what_they_are(tokens, said)
    )


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


class Theirs(IntEnum):
    """Whether a letter speaks of something that is its reader's alone."""

    NOTHING = 0
    PERHAPS = 1
    CERTAIN = 2


def only_for_them(page: Page) -> Verdicts:
    """L29: something that could stand in no other letter."""
    theirs = _something_theirs(page)
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


def _uses_a_fact(page: Page) -> bool:
    facts = page.facts
    known = {
        *words_of(facts.contact.organization),
        *folded_parts(facts.contact.name),
        *words_of(facts.contact.title),
    }
    told = facts.why_them
    if facts.relationship is Relationship.AUTHOR:
        told += facts.connection_facts  # the work that was read
    telling = {w for fact in told for w in words_of(fact) if len(w) > 3 and w not in COMMON}
    wanted = {w[:6] for w in telling} - {w[:6] for w in known}
    return bool(wanted and wanted & {word[:6] for word in page.prose.all_folded if len(word) > 3})


def speaks_of_theirs(page: Page) -> Iterator[int]:
    """The sentences that name something of the reader’s that not everybody has, in the order of the letter."""
    title = set(words_of(page.facts.contact.title))
    for passage in page.prose.find(YOUR):
        if _is_specific([passage.match["first"], *passage.match["rest"].split()], title):
            yield passage.sentence


def _something_theirs(page: Page) -> Theirs:
    """Certain where a fact, a deed of theirs or "your work on wells" is told; perhaps with any rarer "your …"."""
    if _uses_a_fact(page):
        return Theirs.CERTAIN
    deeds = [passage.match[0] for passage in page.prose.find(BY_THEM)]
    if any(not ANYBODYS_DEED.match(deed + " ") for deed in deeds):
        return Theirs.CERTAIN
    facts = page.facts
    title = set(words_of(facts.contact.title))
    topic = title.union(words_of(facts.narrow), words_of(facts.broad))
    told = [[p.match["first"], *p.match["rest"].split()] for p in page.prose.find(YOUR)]
    if any(_leads_on_to_something(ahead, topic) for ahead in told):
        return Theirs.CERTAIN
    return Theirs.PERHAPS if deeds or any(_is_specific(ahead, title) for ahead in told) else Theirs.NOTHING


def _leads_on_to_something(ahead: list[str], topic: set[str]) -> bool:
    """Whether "your …" goes on, within three words, to say from what, on what or with whom."""
    at = next((n for n, word in enumerate(ahead[:4]) if word in LEADS_ON), 0)
    after = [word for word in ahead[at + 1 :] if word not in LEADS_ON | ARTICLES]
    return at > 0 and bool(after) and after[0] not in TOLD_OF_ANYBODY | topic


def _is_specific(ahead: list[str], title: set[str]) -> bool:
    ahead = list(ahead)
    while ahead and ahead[0] in COMMON_ADJECTIVES:
        ahead.pop(0)
    head = ahead[0].removesuffix("'s") if ahead else ""
    if ahead[1:] and head != ahead[0]:  # "your team's gauge" is a gauge
        return ahead[1] not in COMMON_NOUNS | COMMON_ADJECTIVES | NOT_THEIRS | LEADS_ON | SMALL_WORDS
    if head and head not in COMMON_NOUNS:
        return head not in NOT_THEIRS | LEADS_ON | SMALL_WORDS and not head.startswith("ª")
    while ahead and ahead[0].removesuffix("'s") in COMMON_NOUNS:
        ahead.pop(0)
    if not ahead or ahead[0] not in LEADS_ON:
        return False
    while ahead and ahead[0] in LEADS_ON | ARTICLES:
        ahead.pop(0)
    if ahead[:1] and ahead[0] in COMMON_NOUNS and ahead[1:] and ahead[1] not in LEADS_ON | SMALL_WORDS:
        ahead.pop(0)  # "the help desk" is more than help
    return bool(ahead) and ahead[0] not in COMMON_NOUNS | COMMON_ADJECTIVES | NOT_THEIRS | title | {"ªorg"}


ARTICLES = words("the a an this that these those your such")
NOT_THEIRS = words(
    "is are was were will would can could may might has have if when so but or i me my it help caught me us"
)
SOME_TIME = words(
    "next coming following few two three weeks week month months days year years future meantime general particular"
    " person touch advance order case turn return short detail"
)
TOLD_OF_ANYBODY = COMMON_NOUNS | COMMON_ADJECTIVES | NOT_THEIRS | SOME_TIME | words("ªorg")
ANYBODYS_DEED = saying(r"""
    you( have)?( \w+)? (worked|work|helped|help|achieved|accomplished|been|done|made|gained|seen|grown|come|came|went
        |said|say|shared|inspired|succeeded|find|found|gave|give|know|known|become|needed|wanted)
""")
"""Of whom could one not say that?"""

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
