"""Rules on the tie between the two people: that it comes first, and who made it. Pure."""

from collections.abc import Iterable
from functools import lru_cache

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.names import SMALL_WORDS, TELLS_NOTHING, fold, folded_parts, words_of
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import opening, pieces, words
from outreach.letters.coach.rules import Rule, Verdicts, kinds
from outreach.letters.coach.theirs import speaks_of_theirs
from outreach.letters.coach.tokens import Sentence

PLEASANTRY = opening(r"""
    (i )?(hope|trust|hoping)~4 (finds you|find you|you are|you had|you have had|are having|is going
        |going well|doing)
    (i )?hope all is well
    how are you
    happy (new year|holidays|friday|monday)
    my name is
    good (morning|afternoon|evening|day)
    (first of all|to begin|please excuse|please forgive|excuse me|pardon)
""")  # fmt: skip
PHRASES = pieces(r"""
    WORKS = (article|articles|paper|papers|talk|talks|book|books|podcast|lecture|lectures|presentation
        |post|posts|essay|thesis|interview|panel|blog|study|studies|column|episode|piece|report|webinar
        |newsletter|keynote|seminar|workshop|session|map|maps|dataset|project|projects|move
        |(profile|story)(?!( \w+)?( \w+)? (resonated|resonates|resonate|inspired|inspires|inspire|impressed
        |impresses|speaks|spoke|moved|moves|stood|stands|amazed|amazes|is inspiring|is impressive))
        |exhibition|film|review|class|course|chapter|research|testimony|design|program|team's|columns
        |comments|remarks)
""")
CONNECTION = PHRASES.saying(r"""
    (found|came across|discovered|noticed|saw) (you|your|ªname)
    (read|watched|heard|listened to|attended|enjoyed|followed|follow|reading|following|watching|hearing
        |saw)~3 (you|your|ªname)
    (i|we) (just |recently |also |both )?(read|watched|attended|listened to|heard|enjoyed)
    we( both| last| first| once| briefly| all)? (met|worked|studied|overlapped|sat|spoke|talked|share
        |shared|went|graduated|are both|both
        |have both|were both|belong)
    (both of us|met you|nice to meet you|good to meet you|meeting you|met (at|on|in|after|during
        |briefly))
    your~3 <WORKS>
    your work (on|in|with|at|for|mapping|around|to)
    (by|from) you (on|about|in)
    (suggested|recommended|encouraged|advised|told|mentioned|referred|introduced|pointed|passed|gave
        |thought|urged|proposed|connected|sent|says|said|shared|kindly)~4 (i|me|you|your|us)
    (at|on|from|following)~4 (suggestion|recommendation|advice|introduction|invitation)
    (suggested|recommended) (that|to|by)
    fellow
    (took|taking|take|taken) (the|your|a) (course|class|seminar|workshop|module|lecture)
    alum(s|ni|na|nus|nae|ni's)?
    (directory|linkedin|classmate|classmates|schoolmate|neighbour|neighbor|nephew|niece|cousin|mutual)
    my (\w+ )?(mother|father|aunt|uncle|professor|supervisor|adviser|advisor|coach|instructor|teacher
        |friend|colleague|manager|classmate|cousin|sister|brother|counsellor|counselor|boss|parents
        |neighbour|neighbor|lecturer|wife|husband|partner)
    (was|were|by|from|with|through) my( \w+)? mentor
    (colleague|daughter|son|friend|alumna|reader|listener|subscriber) (of|at|in|from|with)
    (student|member|members|volunteer|graduate) (of|in|from|with)
    family friend
    thank you for (your|the|speaking|coming|visiting|accepting|connecting|introducing|offering|making
        |taking|agreeing|replying|inviting|saying|answering)
    following up
    (conference|panel|event|fair|meetup|summit|symposium|webinar|workshop|seminar|congress|reunion
        |association|society|chapter|guild|lodge|congregation|club|committee)
    same (firm|office|employer|organization|building|street|school|program|university|lab|town|city|department|team
        |company|village|course|degree|class
        |college|unit|regiment)
    grew up
    hometown
    (studied|study|studying|graduated|worked|work|am|was|trained|finished)~6 (there|too|as well
        |where you)
    where you (studied|work|worked|teach|taught|trained|did|are|were)
    (years|months|weeks) ago
    long time
    (last|on|this) (week|month|year|spring|summer|autumn|fall|winter|monday|tuesday|wednesday|thursday
        |friday)('s)?
    your (former|old|name|colleague|student|daughter|son|sister|brother|mother|father)
    like you
    as you did
    you (wrote|spoke|said|taught|supervised|gave|mentioned|published|presented|explained|described|built
        |led|founded|moved|left|switched)
    (i|we) work( \w+){0,5} (ªorg|same)
    introduc(e|ed|ing|tion)
    connected (to|through|with|on)
    our (conversation|chat|talk|meeting|time|days|years|class|shared|program|department|team|company
        |school|university|college|church|club|lab)
""")  # fmt: skip

TOGETHER = PHRASES.saying(r"""
    (we|us|our|together|both)
    it has been (too |so |very )?(long|a while|a long time|\w+ years)
    (since|back in|at|in) (19|20)\d\d
    (student|member|members|volunteer|graduate) at
""")


UNACQUAINTED = PHRASES.saying(r"""
    you (do|did|will|may|might|would|probably)( \w+)? not( \w+)? (know|remember|have heard of) (me|my name)
    you( have)?( \w+)? (never|not) (heard of|met|seen) me
    we (have|had)( \w+)? (never|not)( \w+)? (met|spoken|talked|crossed|known)
    (we|us) (do|did) not( \w+)? know (each other|one another)
    we are strangers
""")
"""What is true of any two strangers ties nobody to anybody."""


HOLLOW = PHRASES.saying(r"""
    (found|came across|discovered|noticed|saw|read|viewed) your( \w+)? (profile|page|background|journey|story|bio) and~7
        (resonated|resonates|inspired|inspiring|impressed|impressive|amazed|amazing|fascinated|fascinating|intrigued|incredible)
""")
"""Who was only moved, and does not say by what, says nothing of what ties the two."""


TO_BE_LED_ON = PHRASES.saying(r"""
    (could|can|would|will|might|please)( you)?( \w+){0,2} introduce (me|us)
""")
"""Who asks to be introduced to somebody else says nothing of what ties the two."""


def connection_comes_first(page: Page) -> Verdicts:
    """L07: what ties the two is said in the first sentences; a pleasantry is not counted as one."""
    limit = page.policy.connection_by_sentence
    tied = tied_sentences(page)
    counted = counted_sentences(page, tied)
    if not page.prose.sentences:
        return
    named = _names_somebody(page, [page.prose.sentences[n] for n in counted[:limit]])
    if tied & set(counted[:limit]):
        yield Praise("You say at once what ties you to them.")
    elif told := {n for n in tied if not _text(page, page.prose.sentences[n]).rstrip().endswith("?")}:
        late = page.prose.sentences[min(told)]  # what only asks is no tie to begin with
        fix = "Move this to the top: begin with what ties you two."
        severity = Severity.W if named else Severity.E
        yield Remark(severity, fix, _text(page, late), (late.start, late.end))
    elif named:
        yield Remark(Severity.W, _how_to_tie(page), _text(page, page.prose.sentences[0]))
    else:
        yield Remark(Severity.E, _how_to_tie(page), _text(page, page.prose.sentences[0]), _span(page))


def counted_sentences(page: Page, tied: frozenset[int]) -> list[int]:
    """The numbers of the sentences that are more than a pleasantry, or than saying that one is a stranger."""
    pleasantries = page.prose.sentences_with(PLEASANTRY) - tied
    if page.facts.relationship.is_stranger:
        pleasantries |= page.prose.sentences_with(UNACQUAINTED) - tied
    return [n for n in range(len(page.prose.sentences)) if n not in pleasantries]


@lru_cache(maxsize=1)
def tied_sentences(page: Page) -> frozenset[int]:
    """The sentences that say how the sender came to write to this very person; two rules ask it of each letter."""
    says_nothing = page.prose.sentences_with(TO_BE_LED_ON) | page.prose.sentences_with(HOLLOW)
    tied = page.prose.sentences_with(CONNECTION) - says_nothing
    if page.facts.relationship.is_stranger:
        tied.update(speaks_of_theirs(page))  # to a stranger it is what brought the letter to them
    else:
        tied |= page.prose.sentences_with(TOGETHER) - page.prose.sentences_with(UNACQUAINTED)
    tokens = _tokens_of_the_tie(page)
    interests = [_telling(page, fact) for fact in page.facts.why_them]
    for number, said in enumerate(page.prose.folded):
        if tokens & said or any(len(interest & said) >= min(2, len(interest)) > 0 for interest in interests):
            tied.add(number)
    return frozenset(tied)


def _tokens_of_the_tie(page: Page) -> set[str]:
    """The words of which a single one shows the tie."""
    facts = page.facts
    tokens = {word for fact in facts.connection_facts for word in _telling(page, fact)}
    tokens |= set(folded_parts(facts.introducer))
    if not facts.relationship.is_stranger:
        tokens |= {word for word in words_of(facts.sender.school) if len(word) > 3} - COMMON_IN_SCHOOLS
    return tokens


def _telling(page: Page, fact: str) -> set[str]:
    """The words of a fact, but for short ones and for the contact's own names."""
    contact = page.facts.contact
    known = {*words_of(contact.organization), *folded_parts(contact.name)}
    return {word for word in words_of(fact) if len(word) > 3} - known - TELLS_NOTHING


COMMON_IN_SCHOOLS = words("""
    university college school institute technology state community high academy
""")


OF_THE_CALENDAR = words("""
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday christmas easter
""")


def _names_somebody(page: Page, sentences: Iterable[Sentence]) -> bool:
    """Whether a capitalized word stands there that is neither sender, contact nor their organization."""
    facts = page.facts
    known = SMALL_WORDS.union(
        folded_parts(facts.contact.name),
        folded_parts(facts.sender.name),
        words_of(facts.contact.organization),
    )
    return any(
        word.text[0].isupper() and not word.text.isupper() and word.low not in OF_THE_CALENDAR
        and word.low.split("'")[0] != "i" and page.reading.body[word.start - 1] not in "[{<("
        and fold(word.text) not in known
        for sentence in sentences for word in sentence.words[1:]
    )  # fmt: skip


def _how_to_tie(page: Page) -> str:
    facts = page.facts
    if facts.introducer and not facts.lacks_leave:
        return f"Begin with {facts.introducer}: who they are to you, and that they suggested you write."
    if facts.connection_facts:
        return f"Begin with what ties you two: {facts.connection_facts[0]}."
    if facts.relationship is Relationship.ALUM and facts.sender.alma_mater:
        return (
            f"Begin with the school you both know, {facts.sender.alma_mater}, and where you found their name."
        )
    return "Begin with how you found them, and the one thing of theirs that made you write."


def _span(page: Page) -> tuple[int, int]:
    first = page.prose.sentences[0]
    return first.start, first.end


def _text(page: Page, sentence: Sentence) -> str:
    return page.reading.body[sentence.start : sentence.end]


RULES = (
    Rule(
        "L07", "The tie comes first", kinds("O"),
        why="A stranger reads on when the first lines say why this letter came to them and to no one else.",
        source="Simon Fraser University career services",
        check=connection_comes_first,
    ),
)  # fmt: skip
