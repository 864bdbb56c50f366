"""Rules on tone: praise in measure, no shouting, no phrases that everybody uses. Pure."""

import re

from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import saying, words
from outreach.letters.coach.rules import EVERY, Rule, Verdicts, kinds
from outreach.letters.facts import Kind

SUPERLATIVE = saying(r"""
    (amazing|amazingly|incredible|incredibly|awesome|outstanding|extraordinary|phenomenal|brilliant
        |brilliantly|fantastic
        |legendary|genius|stellar|unparalleled|world-class|idol|hero|inspirational|magnificent|spectacular
        |marvellous
        |marvelous|exceptional|exceptionally|unbelievable|unbelievably|mind-blowing|breathtaking|visionary
        |superb)
    (huge|big|massive|biggest|enormous|great|long-time|longtime) (fan|admirer)
    (so|truly|deeply|incredibly|extremely|very|really|hugely|greatly) (impressed|inspired|honoured|honored
        |admire|admired
        |impressive|inspiring|honor|humbled)
    (honoured|honored|privileged|humbled|thrilled|blown away|in awe|starstruck)
    (always|greatly|deeply|long|truly|really) (looked up to|admired)
    (greatest|finest|smartest|best)( \w+)? (of our time|alive|ever|in the world|i know of|on the planet|there is)
    (honor|honour|privilege|thrill) of (my|a) life(time)?
    (worship|adore|idolize|idolise|astonishing|astounding|jaw-dropping|peerless|unmatched|greatest|sublime|wizard)
    (best|greatest|finest)( \w+){0,3} (who|that) ever (lived|was)
    (stunning|unforgettable)
    (one in a million|legend|once in a generation)
    (masterpiece|masterful|flawless|unequalled|unrivalled|unrivaled|matchless|godlike|superhuman|life-changing)
    (nobody|no one|no-one|none|nothing)~2 (comes?|came) (close|near)
    like (an angel|a god|a master|no one else|nobody else|no other)
    in a (league|class) of (your|its|their) own
    (best|finest|greatest|most \w+)( \w+){0,2} i have ever (read|heard|seen|met|come across|attended)
    changed my life
    (words can ?not|no words can|beyond words|nothing short of)
    (dream come true|role model|the best in|second to none|one of a kind|deepest admiration
        |greatest respect)
""")
STOCK = saying(r"""
    (hope|trust) (this|that this|(that )?my)( last| previous| earlier)?( email| message| note| letter| mail)? (finds
        |find|reaches|reach|meets) you( well)?
    (allow|let|permit) me to introduce myself
    let me introduce myself
    (today's|in this)( \w+)? (fast-paced|ever-changing|fast-changing|competitive|dynamic|rapidly)( \w+){0,2} (world
        |market|environment|landscape|economy)
    leverag(e|ing) your
    (pick|picking) (your|somebody's|someone's) brains?
    (touch|touching) base
    just (checking in|check in|circling back|following up|wanted to (check|follow))
    (circle|circling) back
    synerg(y|ies|ize|istic)
    (to whom it may concern|per my last email|think outside the box|low[- ]hanging fruit|win-win|win win)
    (bump|bumping) this( up)?
""")
MILD = saying(r"""
    (i )?(hope|trust) (that )?(you are|you have been|all is|everything is)( doing)? (well|good|great)
    (i )?hope (that )?you are (having|enjoying|keeping) (a|an|your|the|well|warm|cool|safe)
    (i )?hope (that )?your (week|day|weekend|monday|summer|year|new year|month)( \w+)? (is|has|was|went|goes|started)
    happy (monday|tuesday|wednesday|thursday|friday)
""")
WRITING_TO = saying(
    r"i am (just )?(writing|emailing|reaching out|contacting you|getting in touch)( you)?( this \w+)?( to you"
    r"| you)?( today)? (to|in|about|regarding|as|because|since)"
)
REACH_OUT = saying(r"(reach|reaching|reached) out")
SHOUTED = words("""
    opportunity job jobs career experience internship advice student
    legend hero genius wow
    love very really please huge urgent thanks thank need must help never always best only every great
    amazing
    incredible awesome hope want like much many immediately important read this that your you are not
    have
    will would could should dream chance free anything everything nothing now today tomorrow passion
    passionate
    excited exciting hello dear sorry ever best most more super totally absolutely definitely highly
    extremely so
    truly honestly literally any anyone anything call meet talk reply answer soon quick wait stop just
""")
ACRONYM_IN_CAPS = re.compile(r"\b[A-Z]{2,}(?:[ ,]+[A-Z]{2,}){3,}\b")
CAPS = re.compile(r"\b[A-Z]{4,20}\b")
CAPITALS = re.compile(r"[A-Z][A-Z][ ,]*[A-Z][A-Z]")
"""Without any such there is no shouting; four letters or two pairs as one pattern, which is found ten times as fast."""
EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u26ff\u2705\u270a-\u270d\u2728\u2764\u2763\u2b50\u2b55\u203c\u2049]\ufe0f?"
)
EMOTICON = re.compile(
    r"[:;=<^xX](?<!\S.)(?:(?<=[:;=])[-'^o]?[()DPpO|/\\](?![\w/])|(?<=<)3(?!\w)|(?<=\^)_\^|(?<=:)-?\*"
    r"|(?<=[xX])D(?!\w))"
)
MANY_MORE = 2


def praise_in_measure(page: Page) -> Verdicts:
    """L22: one strong word of praise, not two."""
    found = list(page.prose.find(SUPERLATIVE))
    if len(found) > page.policy.superlatives:
        said = ", ".join(passage.text for passage in found[:4])
        fix = f"Cut {said}, and name instead what exactly you liked, and what it made you ask."
        yield Remark(Severity.W, fix, found[1].text, found[1].span)


def exclamation_marks(page: Page) -> Verdicts:
    """L23: at most one, or two in thanks."""
    start = page.prose.sentences[0].start if page.prose.sentences else 0
    end = page.reading.signature[1] if page.reading.signature else len(page.reading.body)
    count = page.reading.body.count("!", start, end)
    policy = page.policy
    most = policy.exclamations_in_thanks if page.kind is Kind.THANKS else policy.exclamations
    if count > most:
        severity = Severity.W if count >= most + MANY_MORE else Severity.T
        at = page.reading.body.find("!", start, end)
        yield Remark(
            severity,
            f"Keep at most {most}; full stops sound surer.",
            f"{count} exclamation marks",
            (at, at + 1),
        )


def no_shouting(page: Page) -> Verdicts:
    """L24: no words in capitals, no pictures."""
    body = page.reading.body
    if not body.isascii() and (picture := EMOJI.search(body)):
        yield Remark(Severity.W, "Leave the picture out.", picture[0], picture.span())
    if smiley := EMOTICON.search(body):
        yield Remark(Severity.W, "Leave the smiley out.", smiley[0], smiley.span())
    if not page.is_english or not CAPITALS.search(body):
        return
    shouted = next((m for m in CAPS.finditer(body) if m[0].lower() in SHOUTED), None)
    shouted = shouted or ACRONYM_IN_CAPS.search(body)
    if shouted:
        yield Remark(
            Severity.W, f"Write “{shouted[0].lower()}” in small letters.", shouted[0], shouted.span()
        )


def stock_phrases(page: Page) -> Verdicts:
    """L30: phrases that open or fill everybody's letters."""
    for passage in page.prose.find(STOCK):
        yield Remark(Severity.W, _instead(page, passage.sentence), passage.text, passage.span)
    if (mild := page.prose.first(MILD)) and mild.sentence == 0:
        yield Remark(Severity.T, _instead(page, 0), mild.text, mild.span)
    if (writing := page.prose.first(WRITING_TO)) and writing.sentence <= 1:
        yield Remark(Severity.W, "Cut the announcement and say the thing itself.", writing.text, writing.span)
    reached = list(page.prose.find(REACH_OUT))
    if len(reached) > 1:
        yield Remark(
            Severity.W, "Say “write” or “ask” once, and cut the rest.", reached[1].text, reached[1].span
        )


def _instead(page: Page, sentence: int) -> str:
    if sentence:
        return "Say in plain words what you would like to hear about."
    return "Cut it, and begin with what ties you two." if page.kind is Kind.OUTREACH else "Cut it."


RULES = (
    Rule(
        "L22", "Praise in measure", kinds("O"),
        why="A little warmth helps; heaped praise sounds like a wish to sell something.",
        source="reply counts of 40 million e-mails (Boomerang)",
        check=praise_in_measure,
    ),
    Rule(
        "L23", "Exclamation marks", kinds("ONY"),
        why="Several exclamation marks read as nerves, and weaken every sentence they end.",
        source="reply counts of 40 million e-mails (Boomerang)",
        check=exclamation_marks,
    ),
    Rule(
        "L24", "No capitals, no pictures", EVERY,
        why="Capitals read as shouting, and pictures as a chat between friends, which you are not yet.",
        source="Northeastern University career services",
        check=no_shouting,
        needs_english=False,
    ),
    Rule(
        "L30", "Phrases of your own", kinds("ON"),
        why="The first line is what a busy person previews; a stock phrase there says that nothing follows.",
        source="Glenn Kramon, who teaches writing at Stanford",
        check=stock_phrases,
    ),
)  # fmt: skip
