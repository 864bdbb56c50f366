"""Rules on how free the reader is left: an easy no, no pressure, no pity. Pure."""

from outreach.contacts.kinds import Level
from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import opening, pieces, saying
from outreach.letters.coach.rules import Rule, Verdicts, kinds

EASY_OUT = saying(r"""
    if not
    no (need|obligation|pressure|worries|hurry|rush|problem)
    (completely|fully|entirely|perfectly|of course|certainly|will|would) understand
    (understand|understandable) (if|that you)
    (feel|please feel) free to (ignore|decline|say no|pass|skip)
    (ignore|skip|disregard|decline) this
    say no
    if your( \w+)? (calendar|schedule|diary|week|month|agenda|days|weeks) (forbids?|allows?|can not|will not|permits?)
    if (your|you)~2 (calendar|schedule|diary|week|month|time|plate) (is|are|does|do|will)
    if you (are|have|do|can|would|should|prefer|find)~2 (too|no|not|busy|rather|prefer|away|full|swamped
        |little)
    if you (prefer|would rather|cannot|can not|do not|are away|are busy|know someone|know somebody|know of)
    if (this|that|it|now|a call|time|none|someone|somebody|anyone|another|a colleague)
    (someone|somebody|anybody|anyone) (else|better|who|on your team|you)
    a colleague
    colleague's
    (by|via|over|through|in an) (email|mail|message|letter)
    (none|no answer|silence)( at all)? (is|would be) (also |quite |just )?(fine|ok|okay|all right|good|an answer)
    if your \w+( \w+)? (is|are) (too |already |quite |very )?(full|busy|packed|crowded|tight)
    (prefer|rather)~3 (written|write|writing|email|message|question|questions|ask)
    in writing
    (obliged|obligated|pressured|under any (obligation|pressure))
    (not|never) feel( that)? you (have|need|must|ought)
    (short|quick|brief|written) (reply|answer|line|note)~2 by (email|mail)
    (a|one|single|two|few) (lines?|sentences?|words?)( \w+)? (in reply|in answer|in return|back)
    (a|one|two|few) (lines?|sentences?|words?) (would|will)( also)? (do|help|be|make|mean)
    (not be|be) (possible|feasible)~2 (that is|and that is) (ok|okay|fine|all right)
    (should|if) (that|this|it) be~1 (too|difficult|impossible|inconvenient|awkward|unwelcome)
    alternatively
    or (just |simply )?(mail|email|write( to)?|message|text) me
    (should|if) you be~1 (unable|away|busy|too)
    (a|the|it is a) no (is|will be|would be|works)
    if it is (a no|easy|not|no)
    if (the|your) answer (is|should be|were) no
    if (a|an|the|my|all|so)( [^ \n]++){1,4} (is|are|be|seems?|sounds?) too (much|many|long)
    (after (this|that)|then) i (will|shall) (be (quiet|silent|still)|let it rest|rest my case)
    only (say yes|answer|reply) if
    no (is|would be)( \w+)? (fine|ok|okay|all right|good)
    (a|one|single) (line|sentence|word|note|text) of( \w+)? (advice|yours|text|answer|reply|comment|wisdom)
    (as|every bit as|quite as|no less) (welcome|good|kind)
    (equally|just as) (happy|glad|grateful|welcome)
    whenever (it |that )?(suits|works|is|you)
    (at|fit|around) your (own )?(convenience|pace|schedule|calendar)
    otherwise
    (will not|shall not|would not) (write|bother|trouble|follow up)
    leave you in peace
    (trouble|bother|disturb|write|press|chase) you (no|any) (more|further|longer)
    (take|read|understand|count)~3 as (a|your)( \w+)? no
    either way
    (works|fine|good) (also|just|too|as well)
""")
PHRASES = pieces(r"""
    WHEN = (monday|tuesday|wednesday|thursday|friday|tomorrow|today|tonight|the end|end of|next|this|noon
        |then)
""")
PRESSURE = PHRASES.saying(r"""
    asap
    as soon as (possible|you can)
    i need~3 urgently
    (it|this|matter|that) is~2 urgent
    (urgent|urgently) (need|request|matter|help|looking|require|seeking|answer|reply)
    i (really |urgently |desperately |badly |just )?need (your|you|you to|to (talk|speak|meet|pick
        |hear from|get)
        |an? (answer|reply|response|call|meeting|job|internship|position)|help|advice|\d\d minutes)
    and need to (pick|talk|speak|meet)
    you (must|have to|need to|should|ought to) (reply|respond|answer|call|write|help|meet|tell
        |get back)( back)?( to)? (me|my|this|soon)
    (reply|respond|answer|call|write|get back)( to me| back)? (immediately|at once|right away|today|quickly|promptly
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
        (replied|reply|answered|answer|responded|respond|written|write back|get back|got back)
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
APOLOGY = saying(r"""
    sorry (to|for) (bother|bothering|disturb|disturbing|trouble|troubling|intrude|intruding|take|taking
        |the|my)
    (apologies|apologize|apologise|forgive me|pardon)( \w+)?
    (i )?(know|understand|realize|realise|am sure|imagine|am aware) (that )?(you are|you must be
        |how)( \w+)? busy
    (hope|hoping) (i am|this is|it is) not (bothering|disturbing|a bother|an intrusion|too much)
    (bother|bothering|trouble|troubling) you
    i hate to (ask|bother)
    (waste|wasting|take up|taking up)( \w+)? your( \w+)? time
""")
DESPERATE = saying(r"""
    (i|am|feel|feeling|getting|bit|become|becoming|quite)( \w+)? desperate
    desperate for (a|an|any|work|help|advice)(?! (water|rain))
    (anything|any help|anything at all) (helps|would help|will help|you can)
    (my )?(last|only) (hope|chance|resort)
    (beg|begging) you
    nobody (else )?(answers|answered|replies|replied|wants|will help)
    (no one|nobody) (else )?(has )?(answered|replied|helped)
    please please
    (i have )?tried everything
    running out of (time|options|hope)
    at my wit'?s'? end
    (nobody|no one|nowhere) (else )?(left )?to (turn|go|ask)
    you (are|may be|might be|could be) (my|the) (only|last) (chance|hope|lifeline|option
        |(one|person)( \w+)? (can|could|to) (help|save))
    (save|rescue) me(?! (time|hours|days|weeks|some|a|the|from))
    (lost|losing|given up|giving up) (all |any )?hope
    (at|hit|hitting) rock bottom
""")


def easy_out(page: Page) -> Verdicts:
    """L19: a way to say no, to pass it on, or to answer in writing."""
    if page.wishes.fallbacks or page.prose.first(EASY_OUT):
        yield Praise("You make it easy to say no, or to help in a smaller way.")
        return
    facts = page.facts
    if facts.relationship.is_stranger or facts.contact.level in {Level.SENIOR, Level.EXECUTIVE}:
        fix = (
            "Add a smaller way to help: two answers by e-mail, or a colleague’s name, if their calendar is "
            "full."
        )
        yield Remark(Severity.W, fix)


def no_pressure(page: Page) -> Verdicts:
    """L20: a favour is not claimed, timed or expected."""
    if hurry := page.subject.first(PRESSURE) or page.subject.first(URGENT):
        yield Remark(Severity.E, "Take it out of the subject.", hurry.text, hurry.span, "subject")
    reported = page.prose.sentences_with(REPORTED)
    pressing = {p.sentence: p for p in page.prose.find(PRESSURE) if not p.before.endswith(LIFTS)}
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


def no_pity(page: Page) -> Verdicts:
    """L21: at most one apology, and no despair."""
    if lament := page.prose.first(DESPERATE):
        yield Remark(
            Severity.W, "Take it out, and say instead what you would like to learn.", lament.text, lament.span
        )
    apologies = list(page.prose.find(APOLOGY))
    if len(apologies) > page.policy.apologies:
        last = apologies[-1]
        yield Remark(
            Severity.W, "One apology is plenty: keep the first, and cut this one.", last.text, last.span
        )


RULES = (
    Rule(
        "L19", "An easy way out", kinds("ON"),
        why="Whoever may say no without awkwardness, or help in a smaller way, answers more gladly.",
        source="career coaches on asking strangers (Social Impact Yodas)",
        check=easy_out,
    ),
    Rule(
        "L20", "No pressure", kinds("ON"),
        why="They owe you nothing: whatever hurries a favour, or takes it for granted, ends it.",
        source="Northeastern University career services",
        check=no_pressure,
    ),
    Rule(
        "L21", "No pity", kinds("ONK"),
        why="Apologies and despair make the reader uneasy, where your interest would make them glad.",
        source="general practice of career advisers",
        check=no_pity,
    ),
)  # fmt: skip
