"""What a letter says of its reader that it could say of nobody else. Pure."""

from collections.abc import Iterator
from enum import IntEnum

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.names import SMALL_WORDS, TELLS_NOTHING, folded_parts, words_of
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import saying, words

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
    world sector space arena realm landscape marketplace
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
    and end side story
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


class Theirs(IntEnum):
    """Whether a letter speaks of something that is its reader's alone."""

    NOTHING = 0
    PERHAPS = 1
    CERTAIN = 2


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


def something_theirs(page: Page) -> Theirs:
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
    return (
        at > 0
        and bool(after)
        and not _where_found(ahead[0], after[0])
        and after[0] not in TOLD_OF_ANYBODY | topic
    )


def _where_found(thing: str, place: str) -> bool:
    """Whether "your profile on LinkedIn" or "your name in the alumni list" only says where somebody was found."""
    return thing in FOUND_BY and (place.startswith("ª") or place in FOUND_IN)


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
        head = ahead.pop(0)
    return bool(ahead) and ahead[0] in LEADS_ON and _is_of_something(head, ahead, title)


def _is_of_something(head: str, ahead: list[str], title: set[str]) -> bool:
    """Whether "work on the help desk" names what the work is on."""
    while ahead and ahead[0] in LEADS_ON | ARTICLES:
        ahead.pop(0)
    if ahead and _where_found(head, ahead[0]):
        return False
    if ahead[:1] and ahead[0] in COMMON_NOUNS and ahead[1:] and ahead[1] not in LEADS_ON | SMALL_WORDS:
        ahead.pop(0)  # "the help desk" is more than help
    return bool(ahead) and ahead[0] not in COMMON_NOUNS | COMMON_ADJECTIVES | NOT_THEIRS | title | {"ªorg"}


FOUND_BY = words("profile name contact email phone number page bio webpage website")
FOUND_IN = words("""
    linkedin website internet web online alumni alumnae alumnus university college school members member
    membership company staff team faculty
""")
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
