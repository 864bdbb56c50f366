"""The rule that a favour is not claimed: nothing hurried, taken for granted or held against the reader. Pure."""

from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import opening, pieces, saying
from outreach.letters.coach.prose import Passage
from outreach.letters.coach.rules import Rule, Verdicts, kinds

PHRASES = pieces(r"""
    WHEN = (monday|tuesday|wednesday|thursday|friday|tomorrow|today|tonight|the end|end of|next|this|noon
        |then)
""")
PRESSURE = PHRASES.saying(r"""
    asap
    as soon as (possible(?! (after|before)( \w+){1,4} (i|you|we|they|he|she) )|you can)
    i need~3 urgently
    (it|this|matter|that) is~2 urgent
    (i|we|my|our|in)( \w+){0,3} (urgent|urgently) need
    urgent need (on|from) (my|our) (side|part|end)
    urgent need (of|for) (your|(a|an)( \w+)? (answer|reply|response|call)(?! (to|of) ))
    (urgent|urgently) (request|matter|help|looking|require|seeking|answer|reply)
    i (really |urgently |desperately |badly |just )?need (your|you|you to|to (talk|speak|meet|pick
        |hear from|get)
        |an? (answer|reply|response|call|meeting|job|internship|position)|help|advice|\d\d minutes)
    and need to (pick|talk|speak|meet)
    you (must|have to|need to|should|ought to) (reply|respond|answer|call|write|help|meet|tell
        |get back)( back)?( to)? (me|my|this|soon)
    (reply|respond|answer|call|write|get back)( to me| me| back)? (immediately|at once|right away|today|quickly|promptly
        |by <WHEN>)
    let me know (today|now|immediately|at once|right away|by <WHEN>)
    (follow up|following up|write|writing|call|calling|ask|asking)( again)? (every (day|week
        |few days)|until (you|i hear))
    i( will| shall| do)? expect (to hear|an answer|a reply|your)
    (let me know|get back to me|hear from you|hear back|your (answer|reply|response)|reply
        |respond)~2 by <WHEN>
    (await|awaiting)~4 (reply|response|answer|confirmation)~1 (within|by|before)
    (kindly|please) (revert|reply|respond|confirm)~5 (at the earliest|within|before)
    by (tomorrow|end of day|the end of the day|eod|close of business|cob)
    (still|yet) (have not|waiting)( heard| for)?~1 (answer|reply|response|back)
    (am|was)( still)? (still )?waiting (for|on) (you|your|an answer|a reply|a response)
    (i )?(expect|demand|insist on|require) (you|your|a|an) (reply|answer|response|call|to (reply|answer
        |call))?
    it is (imperative|essential|crucial|vital|critical) that (we|you)
    (appreciate|grateful|glad)( it)? if you (replied|answered|responded|called|wrote)( back)?( to me)? (today|tomorrow
        |soon|this week|quickly)
    i (will|shall)( \w+)? (call|ring|phone|telephone) you (tomorrow|today|on (monday|tuesday|wednesday|thursday|friday)
        |next|this|in the)
    (put|entered|blocked|saved|marked|noted) (it|this|that|us|you|(our|the|a)( [^ \n]++){0,2} (call|talk|chat
        |meeting|conversation|slot|time|date|hour))( [^ \n]++){0,4} in (my|your) (calendar|diary)
    see you (on (monday|tuesday|wednesday|thursday|friday|saturday|sunday)|tomorrow|next (week|monday|tuesday|wednesday
        |thursday|friday))
    not let me down
    (appreciate|await|awaiting|expect|request|anticipate|anticipating|hope for)~2 (prompt|speedy|swift|immediate|rapid)
        (reply|response|answer|attention)
    (confirm|reply|answer|respond) by return
    i need to hear back
    i expect( \w+)? (word|line|answer|reply|response|call) from you
    (ring|call|phone|write|answer|reply|text|message|email)( to)?( me)?( back)? the (moment|minute|second|instant) you
        (read|get|receive|see|open)
    (does|do|will|can)( \w+)? not (bear|suffer|brook|tolerate)( any| a)? (waiting|delay)
    you( \w+)? ought to (reply|respond|answer|write|call) (back|soon|quickly|at once)
    (make|keep|leave) me (wait|waiting|hanging)
    i am (sure|certain|confident)( that)? you (can|could|will)( \w+)? (spare|give me|make (the )?time|find (the )?time)
    your (duty|obligation) as an?( \w+)? (alum|alumna|alumnus|member|senior|graduate)
    your failure to (answer|reply|respond)
    the (sooner|earlier|faster|quicker) the better
    (kindly|please|you)( \w+)? (treat|regard|consider|handle) (this|it|my \w+)( [^ \n]++)? (as )?(a|your|top|high)( top
        | high| great)? priority
    my( \w+)? (depends?|hangs|rests|rides) on (you|your( \w+)? (answer|reply|help|response|yes))
    (pencilled|penciled) in (us|you|our|a (call|chat|talk|time|meeting)|monday|tuesday|wednesday|thursday
        |friday|tomorrow)
    i( have)?( \w+)? (booked|scheduled|reserved)( in)? (us|you|our( \w+)? (call|meeting|talk|slot|chat))
    i (will|shall)( \w+)? (call|ring|phone|visit|come to) your (office|secretary|assistant|desk|reception)
    i( will| shall| do)? expect( that)? you (will|to|have)
    (count|counting|rely|relying) on (you|your)~1 (answer|reply|response|help|to (answer|reply|help|call|meet|say))
    i trust( that)? you will( \w+)? (make|find|reply|answer|respond|help|spare|have)
    (kindly|please) expedite
    high priority
    time[- ]sensitive
""")
REPROACH = saying(r"""
    why (have|did|do) (not you|you not)( \w+)? (replied|reply|answered|answer|responded|respond|written
        |write)
    you (have not|did not|never|still have not|have yet to)( yet| even| ever)?
        (replied|reply|answered|answer|responded|respond|written|write back|get back|got back)(?! (in|at|during) (the
        |your|that)( \w+)? (talk|lecture|panel|interview|article|podcast|book|paper|session|webinar) )
    (ignored|ignoring|ignore) (me|my (email|emails|message|messages|letter|note|request))
    (most|other|many|polite|busy|decent) (people|alumni|professionals|colleagues) would have by now
    (most|other|many|polite|busy|decent) (people|alumni|professionals|colleagues) would( \w+)? have (replied|answered
        |responded)(?! (the|a|an|yes|no|with|that)\b)
    (is|was) (really |surely )?(not (very |really |so |that )?much|not a lot|hardly much) to ask
    (not|hardly|never) (understand|explain|accept) your silence
    (surprised|puzzled|disappointed|hurt) (by|at) your silence
    find it in (you|your heart|yourself) to (reply|respond|answer|write)
    (is|be|as|of|even) (a )?(matter of )?(common|basic|simple) (courtesy|politeness)
    (pity|shame|disappointed|disappointing|sad|hurt|surprised|frustrating|frustrated|annoyed|upset|strange)~2 (that
        |to) (you|i|my|we|have)~6 (no|not|never|without)~1 (reply|replied|response|responded|answered|heard from you
        |(heard|hear) back)
    my~6 (got|received|had|brought|met with|went) (no|without an?) (reply|response|answer)
    (had|was) (expected|expecting|counting on)( at least)? (a|an|your|some)( \w+)? (reply|response|answer)(?! (from
        |to|in|of) (the|a|an|it)\b)
""")
REPORTED = saying("you( \\w+)? (said|wrote|argued|quoted|told (us|me)) that")
URGENT = opening(r"(re )?(urgent|important)(?! (care|response|surgery|question))")
FORWARD = saying(r"""
    (i )?(am )?(very much |really |so |much )?look(ing)? forward to (meeting( with)?|seeing|speaking (to
        |with)|talking
        (to|with)|our (call|chat|talk|meeting|conversation)|chatting (to|with)
        |connecting with)( with)? (you|on|next|our)?
    (can not|can hardly) wait to (meet|see|speak|talk|chat)( to| with)?( you)?
    see you soon
""")
LIFTS = (" no need to", " no need for you to", " not need to", " need not", " not have to", " never")


def _is_lifted(passage: Passage) -> bool:
    """Whether what stands before it takes the pressure back: "no need to reply", "I do not expect an answer"."""
    is_expected = passage.match[0].startswith((" expect ", " demand ", " require "))
    return passage.before.endswith((*LIFTS, " not") if is_expected else LIFTS)


def no_pressure(page: Page) -> Verdicts:
    """L20: a favour is not claimed, timed or expected."""
    if hurry := page.subject.first(PRESSURE) or page.subject.first(URGENT):
        yield Remark(Severity.E, "Take it out of the subject.", hurry.text, hurry.span, "subject")
    reported = page.prose.sentences_with(REPORTED)
    pressing = {p.sentence: p for p in page.prose.find(PRESSURE) if not _is_lifted(p)}
    for passage in (p for number, p in pressing.items() if number not in reported):
        fix = "Leave the pace to them: “whenever suits you in the next few weeks”."
        yield Remark(Severity.E, fix, passage.text, passage.span)
    for passage in page.prose.find(REPROACH):
        if passage.sentence not in reported and not passage.before.endswith(LIFTS):
            fix = "Leave it out: a silence is usually a full inbox. Remind in one line, and make the no easy."
            yield Remark(Severity.E, fix, passage.text, passage.span)
    for passage in page.prose.find(FORWARD):
        if not passage.before.endswith((" would", " do")):
            fix = "They have not said yes: write “I would be glad to hear from you”, or nothing."
            yield Remark(Severity.E, fix, passage.text, passage.span)


RULES = (
    Rule(
        "L20", "No pressure", kinds("ON"),
        why="They owe you nothing: whatever hurries a favour, or takes it for granted, ends it.",
        source="Northeastern University career services",
        check=no_pressure,
    ),
)  # fmt: skip
