"""Rules on what follows: thanks that name something, and promises that are kept. Pure."""

from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.masking import QUOTED
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import opening, pieces, saying
from outreach.letters.coach.rules import EVERY, Rule, Verdicts, kinds
from outreach.letters.coach.wishes import Wish
from outreach.letters.coach.work import RESUME_FILE

LEARNED = pieces(r"""
    PRAISED = ((so|very|truly|really|extremely|incredibly|most|all|been|also|both|quite) ){0,3}(valuable|helpful|useful
        |great|wonderful|insightful|inspiring|invaluable|appreciated|interesting|amazing|fantastic|excellent|generous|encouraging
        |precious|enlightening|priceless)
""").saying(r"""
    (learn|learned|learnt|realize|realized|realised|understand|understood|discovered|found out|saw
        |see) (that|how|why|what|from
        |about|more|now|so)
    (stays|stayed|stuck|sticks|sat|remains|remained|resonated|rang) (with me|in my mind|true)
    (struck|surprised|encouraged|helped|intrigued|impressed|reassured|convinced|taught|showed|made
        |changed) me
    gave me(?! ($|\n|and|today|yesterday|this|last|on))
    your (\w+ )?(point|advice|story|suggestion|remark|description|explanation|account|example|tip|insight
        |insights|answer
        |warning|view|comment|thoughts|idea|ideas|honesty|distinction|observation|recommendation) (about
        |on|that|to|of|for|into
        |(was|were|is|has)(?! <PRAISED>)|made|helped|gave|how|why)
    (you|your having) (said|mentioned|told|described|explained|suggested|recommended|pointed out|showed
        |called|put)
    changed my( \w+)? (mind|view|picture|idea|plan|plans|thinking)
    what you (said|told|mentioned|described|explained|showed)
    (had|did) not (known|realized|realised|thought|understood|know|realize|expected|expect|think)
    (most useful|most helpful|especially|in particular|particularly|above all)
    (thinking|thought|think) about (how|what|your|the)
    i now (know|see|understand|think)
    (no idea|never (realized|realised|knew|known|thought|occurred)|new to me|news to me|not (occurred|expected))
    (opened|opening) my eyes
    eye-opening
    (will|shall) (remember|not forget|never forget|keep thinking|carry)
    (keep|kept) thinking
    wrote (it|this|that|them)( down)? (in|on|inside|over|above|at)
    (your|the) (sentence|phrase|line|image|metaphor|rule|picture|comparison|word) (about|on|that|of|for)
    (straight|right|directly)~1 (onto|into|on)
    (confirmed|corrected|answered|cleared up|clarified|explained|put into words)
    (useful|helpful|valuable|good|interesting|great|wonderful|fascinating) to (hear|learn|know|see|understand|find)
    (liked|loved|enjoyed|appreciated)~2 (hearing|learning|how|what|that you|your (story|point|advice|thoughts
        |honesty|example|view|description|explanation|account|answer|perspective|stories))(?! (time))
    (took|take|taking) (away|from|with)
    (clearer|clear) (to me|picture|idea|why|what|how)
    (hearing|learning|knowing) (that|how|about|from|of)
    (that|this)( one| line| rule)? i (will|shall|am going to) (keep|use|remember|steal|borrow)
    (was|is) (a|such a|quite a) (relief|surprise|revelation|lesson|comfort|discovery)
    (always|had) (assumed|thought|believed|imagined)
    (the|that|your) (bit|part|thing|story|idea|example|remark|moment) (about|where|on|that|with|of)
    how you (moved|handle|choose|chose|decide|decided|plan|test|work|became|learned|see|describe|described)
""")
NEXT = saying(r"""
    i (will|shall)(?! (always |never |forever |long |certainly )?(treasure|cherish|remember|forget|value|be grateful))
    i am (going to|planning|about to|now|already|reading|starting|taking|looking into|trying|working
        |signing|writing)
    i (plan|intend|mean|hope|want|aim) to
    i have (\w+ )?(dropped|cut|thrown|cancelled|canceled|changed|turned|decided|set
        |put|signed|enrolled|ordered|written|read|started|begun|borrowed|registered|joined
        |bought|asked|applied
        |contacted|found|looked|booked|arranged|sent|followed|added|downloaded|subscribed|tried)
    (my|a) next step
    you (spoke of|mentioned|named|recommended|suggested|told me (of|about)) (already |now )?(starts|begins|arrived
        |arrives|came|lies|waits|sits|hangs|is (on|in|already|now|next))
    i am (halfway|half way|a (third|quarter) (of the way )?) ?(through|into)
    i am( \w+)? (on page|on chapter|enrolled|signed up|registered|booked)
    i am (?!(looking|hoping|wishing|sending|thanking|feeling|wondering|being|morning|nothing|something|dying|thrilling
        |sharing|attaching|enclosing|asking|getting|having|seeking|missing)\b)[a-z]{2,12}ing
    (tomorrow|tonight) i
    i now (?!(see|know|understand|think|believe|realize|realise|feel|wonder|have|am|hope|want|can)\b)[a-z]+
    i( have)?( \w+)? (signed up|booked|spent|ordered|enrolled|emailed|wrote to|asked|bought|registered|borrowed
        |contacted
        |spoke (to|with)|talked to|changed|rewrote|joined)
    on (monday|tuesday|wednesday|thursday|friday|saturday|sunday) i
    (so|and|today|yesterday) i (ordered|signed|enrolled|borrowed|registered|wrote|joined|read|started|put
        |booked|looked)
    (next|this) (week|month|term|semester|weekend|summer|spring|autumn|fall|winter)( \w+)? i
""")
DONE = opening(
    r"(have |just |already |also )?(signed up|ordered|booked|enrolled|bought|registered|borrowed|started|joined)"
)
"""As people write who leave out the “I”."""
OFFERED = saying(
    r"(offered|offer|kindly|promised|still|as you (said|suggested|mentioned)|happy to|willing to|you mentioned)"
)
NEW_ASK = {Wish.INTRODUCTION, Wish.REVIEW, Wish.REFERRAL, Wish.MENTOR, Wish.JOB, Wish.SHADOWING}
PROMISE = saying(r"""
    i( will| shall)( also| then| certainly| gladly| now| of course| definitely| happily| surely| first
        | let)? (write|send|tell
        |let you know|report|read|call|ring|phone|contact|follow|look|sign|apply|share|keep you|update|try
        |ask|get|come back
        |thank|mention|bring|check|take|work on|prepare|enrol|enroll|visit|attend|put|join|register|order
        |return|pass|forward
        |introduce|email|confirm|move|reach|give|drop|post|speak|talk|study|practise|practice|start|begin
        |watch|listen|make|do
        |borrow|buy|find|go|add|book|arrange|set|turn|draft|finish|complete|meet|be in touch)
""")
NOT_A_TASK = saying(r"""
    i( will| shall)( \w+)? (do my best|take (up )?no|take only|take it|give up|get to|find it|be brief
        |make (it|this|myself) (short|quick)
        |take \d+|take less|go with|come to|be)
    i will (of course |certainly )?(understand|graduate|finish|complete|start|begin|study|move)(?! (the
        |to you|your|reading|on|with)\b)
""")


def thanks_are_specific(page: Page) -> Verdicts:
    """L43: one thing learned and one thing to be done; nothing new asked."""
    learned = page.prose.first(LEARNED) or QUOTED.search(page.reading.body)  # their own words, kept
    following = page.prose.first(NEXT) or page.prose.first(DONE)
    if learned and following:
        yield Praise("You say what you learned, and what you will do with it.")
    elif not learned and not following:
        severity = Severity.W if _says_more_than_thanks(page) else Severity.E
        yield Remark(severity, "Name one thing that stayed with you, and what you will do with it.")
    elif not learned:
        yield Remark(Severity.W, "Name one thing they said that stayed with you.")
    else:
        yield Remark(Severity.W, "Say what you will do, or have done, with what you learned.")
    for ask in page.wishes.asks:
        if (
            ask.wish in NEW_ASK
            and not ask.is_fallback
            and not page.prose.lines[ask.passage.sentence].matches(OFFERED)
        ):
            fix = f"Thank them today; ask for {ask.wish} another time, if at all."
            yield Remark(Severity.E, fix, ask.passage.text, ask.passage.span)
            break
    if files := [name for name in page.manuscript.attachments if RESUME_FILE.search(name[:300])]:
        yield Remark(Severity.E, "Leave the résumé out of the thanks.", files[0])


STOCK_THANKS = saying(r"""
    (thank|thanks|grateful|appreciate|appreciated|pleasure|enjoyed|enjoy|great|nice|lovely|wonderful|good) (you|your|to
        |so|very|again|it|talking|speaking|meeting|our|for|chatting|the)
    (wish|hope|hoping|look|looking|forward|stay|keep|let me know|return the|paths|touch|day|week|weekend|kind|kindness)
""")
ENOUGH_TO_SAY_SOMETHING = 8


def _says_more_than_thanks(page: Page) -> bool:
    """Whether some sentence is more than a formula; what it says may be what was learned."""
    formulas = page.prose.sentences_with(STOCK_THANKS)
    return any(
        number not in formulas and len(sentence.words) >= ENOUGH_TO_SAY_SOMETHING
        for number, sentence in enumerate(page.prose.sentences)
    )


def promises(page: Page) -> Verdicts:
    """L45: each "I will …" as a task to be offered."""
    excused = {passage.span[0] for passage in page.prose.find(NOT_A_TASK)}
    told: set[int] = set()
    for passage in page.prose.find(PROMISE):
        sentence = page.prose.sentence_of(passage)
        if passage.span[0] in excused or sentence.is_question:
            continue
        start = passage.span[0]
        end = _end_of_promise(page, start, sentence.end)
        if start not in told:
            told.add(start)
            text = page.reading.body[start:end]
            yield Remark(Severity.T, f"Make it a task, so that it gets done: {text}", text, (start, end))


def _end_of_promise(page: Page, start: int, end: int) -> int:
    """Up to the next promise in the sentence, without the full stop."""
    text = page.reading.body[start:end]
    for word in (", and I ", "; I ", ", I ", " and I will ", " and I’ll ", " and I'll "):
        at = text.find(word, 1)
        if at > 0:
            text = text[:at]
    return start + len(text.rstrip(" .!?…,;\n\t"))


RULES = (
    Rule(
        "L43", "Thanks for something", kinds("Y"),
        why="Thanks for the time are forgotten; thanks for one sentence of theirs, and what came of it, "
            "are kept.",
        source="Rice University engineering leadership; general guides to following up",
        check=thanks_are_specific,
    ),
    Rule(
        "L45", "A promise to keep", EVERY,
        why="What you announce and then do is what they remember you by.",
        source="general practice of career advisers",
        check=promises,
    ),
)  # fmt: skip
