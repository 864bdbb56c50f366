"""Rules on the tie between the two people: that it comes first, and who made it. Pure."""

from collections.abc import Iterable

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.names import SMALL_WORDS, fold, folded_parts, words_of
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import opening, saying, upto
from outreach.letters.coach.reading import Sentence
from outreach.letters.coach.rules import Rule, Verdicts, kinds

PLEASANTRY = opening(
    rf"(?:i )?(?:hope|trust|hoping){upto(4)} (?:finds you|find you|you are|you had|you have had|are having|is going|going well|doing)",
    r"(?:i )?hope all is well", r"how are you", r"happy (?:new year|holidays|friday|monday)", r"my name is", r"good (?:morning|afternoon|evening|day)",
    r"(?:first of all|to begin|please excuse|please forgive|excuse me|pardon)",
)  # fmt: skip
WORKS = (
    r"(?:article|articles|paper|papers|talk|talks|book|books|podcast|lecture|lectures|presentation|post|posts|essay|thesis|interview|panel"
    r"|blog|study|studies|column|episode|piece|report|webinar|newsletter|keynote|seminar|workshop|session|profile|map|maps|dataset|project"
    r"|projects|move|story|exhibition|film|review|class|course|chapter|research|testimony|design|program|team's|columns|comments|remarks)"
)
CONNECTION = saying(
    r"(?:found|came across|discovered|noticed|saw) (?:you|your|ªname)",
    rf"(?:read|watched|heard|listened to|attended|enjoyed|followed|follow|reading|following|watching|hearing|saw){upto(3)} (?:you|your|ªname)",
    r"(?:i|we) (?:just |recently |also |both )?(?:read|watched|attended|listened to|heard|enjoyed)",
    r"we (?:both )?(?:met|worked|studied|overlapped|sat|spoke|talked|share|shared|went|graduated|are both|both|have both|were both|belong)",
    r"(?:both of us|met you|nice to meet you|good to meet you|meeting you|met (?:at|on|in|after|during|briefly))",
    rf"your{upto(3)} {WORKS}", r"your work (?:on|in|with|at|for|mapping|around|to)", r"(?:by|from) you (?:on|about|in)",
    rf"(?:suggested|recommended|encouraged|advised|told|mentioned|referred|introduced|pointed|passed|gave|thought|urged|proposed|connected|sent|says|said|shared|kindly){upto(4)} (?:i|me|you|your|us)",
    rf"(?:at|on|from|following){upto(4)} (?:suggestion|recommendation|advice|introduction|invitation)", r"(?:suggested|recommended) (?:that|to|by)",
    r"fellow", r"alum\w*", r"(?:directory|linkedin|classmate|classmates|schoolmate|neighbour|neighbor|nephew|niece|cousin|mutual)",
    r"my (?:\w+ )?(?:mother|father|aunt|uncle|professor|supervisor|adviser|advisor|coach|instructor|teacher|friend|colleague|manager|classmate|cousin|sister|brother|counsellor|counselor|mentor|boss|parents|neighbour|neighbor|lecturer|wife|husband|partner)",
    r"(?:colleague|student|daughter|son|friend|member|members|volunteer|alumna|graduate|reader|listener|subscriber) (?:of|at|in|from|with)", r"family friend",
    r"thank you for (?:your|the|speaking|coming|visiting|accepting|connecting|introducing|offering|making|taking|agreeing|replying|inviting|saying|answering)",
    r"following up", r"(?:conference|panel|event|fair|meetup|summit|symposium|webinar|workshop|seminar|congress|reunion|association|society|chapter|guild|lodge|congregation|club|committee)",
    r"same (?:school|program|university|lab|town|city|department|team|company|village|course|degree|class|college|unit|regiment)", r"grew up", r"hometown",
    rf"(?:studied|study|studying|graduated|worked|work|am|was|trained|finished){upto(6)} (?:there|too|as well|where you)", r"where you (?:studied|work|worked|teach|taught|trained|did|are|were)",
    r"(?:years|months|weeks) ago", r"long time", r"(?:last|on|this) (?:week|month|year|spring|summer|autumn|fall|winter|monday|tuesday|wednesday|thursday|friday)(?:'s)?",
    r"your (?:former|old|name|colleague|student|daughter|son|sister|brother|mother|father)", r"like you", r"as you did", r"you (?:wrote|spoke|said|taught|supervised|gave|mentioned|published|presented|explained|described|built|led|founded|moved|left|switched)",
    r"(?:i|we) work(?: \w+){0,5} (?:ªorg|same)", r"introduc(?:e|ed|ing|tion)", r"connected (?:to|through|with|on)", r"our (?:conversation|chat|talk|meeting|time|days|years|class|shared|program|department|team|company|school|university|college|church|club|lab)",
)  # fmt: skip


def connection_comes_first(page: Page) -> Verdicts:
    """L07: what ties the two is said in the first sentences; a pleasantry is not counted as one."""
    limit = page.policy.connection_by_sentence
    tied = tied_sentences(page)
    pleasantries = {passage.sentence for passage in page.prose.find(PLEASANTRY)} - tied
    counted = [n for n in range(len(page.prose.sentences)) if n not in pleasantries]
    if not page.prose.sentences:
        return
    if tied & set(counted[:limit]):
        yield Praise("You say at once what ties you to them.")
    elif tied:
        late = page.prose.sentences[min(tied)]
        fix = "Move this to the top: begin with what ties you two."
        yield Remark(Severity.E, fix, _text(page, late), (late.start, late.end))
    elif _names_somebody(page, [page.prose.sentences[n] for n in counted[:limit]]):
        yield Remark(Severity.W, _how_to_tie(page), _text(page, page.prose.sentences[0]))
    else:
        yield Remark(Severity.E, _how_to_tie(page), _text(page, page.prose.sentences[0]), _span(page))


def tied_sentences(page: Page) -> set[int]:
    """The sentences that say how the sender came to write to this very person."""
    tied = {passage.sentence for passage in page.prose.find(CONNECTION)}
    tokens = _tokens_of_the_tie(page)
    for number, sentence in enumerate(page.prose.sentences):
        if tokens & {fold(word.text) for word in sentence.words}:
            tied.add(number)
    return tied


def _tokens_of_the_tie(page: Page) -> set[str]:
    facts = page.facts
    tokens = {
        word
        for fact in (*facts.connection_facts, *facts.why_them)
        for word in words_of(fact)
        if len(word) > 3
    }
    tokens -= set(words_of(facts.contact.organization)) | set(folded_parts(facts.contact.name))
    tokens |= set(folded_parts(facts.introducer))
    if not facts.relationship.is_stranger:
        tokens |= {
            word for word in words_of(facts.sender.school) if len(word) > 3 and word not in COMMON_IN_SCHOOLS
        }
    return tokens


COMMON_IN_SCHOOLS = frozenset(
    ["university", "college", "school", "institute", "technology", "state", "community", "high", "academy"]
)


def _names_somebody(page: Page, sentences: Iterable[Sentence]) -> bool:
    """Whether a capitalized word stands there that is neither sender, contact nor their organization."""
    facts = page.facts
    known = {
        *folded_parts(facts.contact.name),
        *folded_parts(facts.sender.name),
        *words_of(facts.contact.organization),
    }
    return any(
        word.text[0].isupper() and word.low != "i" and not word.low.startswith("i'") and not word.text.isupper()
        and fold(word.text) not in known | SMALL_WORDS
        for sentence in sentences for word in sentence.words[1:]
    )  # fmt: skip


def _how_to_tie(page: Page) -> str:
    facts = page.facts
    if facts.introducer:
        return f"Begin with {facts.introducer}: who they are to you, and that they suggested you write."
    if facts.connection_facts:
        return f"Begin with what ties you two: {facts.connection_facts[0]}."
    if facts.relationship is Relationship.ALUM and facts.sender.school:
        return f"Begin with {facts.sender.school}, which you both know, and where you found their name."
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
