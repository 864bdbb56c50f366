"""Rules on how free the reader is left: an easy no, and no pity. Pure."""

from outreach.contacts.kinds import Level
from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import saying
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
    if (writing|email|mail|a letter) (is|suits|would|works)
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
    nobody (else )?(answers|replies|wants me|will help)(?= (me|my|$|\n|and))
    (no one|nobody) (else )?(has )?(answered|replied|helped)(?= (me|my|yet|so far|to me|$|\n|and))
    please please
    (i have )?tried everything
    running out of (time|options|hope)
    (feel|am|feeling)( \w+)? (a failure|worthless|hopeless)
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
        "L21", "No pity", kinds("ONK"),
        why="Apologies and despair make the reader uneasy, where your interest would make them glad.",
        source="general practice of career advisers",
        check=no_pity,
    ),
)  # fmt: skip
