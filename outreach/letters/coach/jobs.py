"""Recognizes a request for a job in whatever words it comes. Pure.

What counts is the request, not the word: "your job as a hydrologist" and "the
application of a method" are innocent, "keep me in mind" is not.
"""

from collections.abc import Iterator
from itertools import pairwise

from outreach.letters.coach.candidacy import CANDIDACY, HOPE, OFFERS, SERVICES
from outreach.letters.coach.employment import PHRASES
from outreach.letters.coach.excuses import is_excused, is_told
from outreach.letters.coach.phrases import words
from outreach.letters.coach.prose import Passage, Prose

REQUEST = PHRASES.saying(r"""
    (is|are) there~3 <OPENING>
    (is|are) there( any| a| an| currently)?<ADJECTIVES>{0,3} <JOB_OR_WORK>~2<THERE>
    (know|hear|heard|aware|learn|think) (of|about) (any|some|a|an)\b<ADJECTIVES>{0,4} <JOB_OR_WORK>
    (know|hear|aware) of<ADJECTIVES>{0,3} <SURE>
    (know|tell me|know of|wondering|ask) (if|whether) (there (is|are|were|was)|you have|your \w+ has
        |ªorg has)( any| an| a)?<ADJECTIVES>{0,3} <JOB>
    (do|would|could|might|does|will) (you|your \w+|ªorg|they)( \w+)? (have|offer|need
        |know of)( me)?( any| a| an)?<ADJECTIVES>{0,3} <JOB>(?! (would|you|that))
    (could|can|would|will) you~2 (offer|give|get|find) me<ADJECTIVES>{0,4} <JOB_OR_WORK>
    (does|do|would|can|could|will) (your (\w+ )?\w+|you|ªorg|they)( ever| still| currently)? (offer
        |take on|take|accept|host|provide|hire)( any| an)?( summer| paid| student)? (interns?|internships?
        |placements?|trainees?|apprentices?|co-op students?|graduates)
    (is|are) (you|your (\w+ )?\w+|ªorg|they|anyone)( \w+)? (currently |still |also |now )?(hiring
        |recruiting)(?! (manager|process|tends|usually|is|was|easy|hard|volunteers|participants|patients
        |members|subjects|boats|donors|(people|students|adults|women|men)(<TAKE_PART>| for( \w+){0,3} (study|trial
        |survey|experiment))))
    (could|can|might) (you|your \w+|the team|they|ªorg)( \w+)? use (someone|somebody|another|an extra
        |an intern|a hand|a junior|a person|me)
    need (someone|somebody|anyone) (like me|with my)
    would (you|your \w+|ªorg)( ever)? (consider )?(hire|hiring|employ|employing|take on|taking on) (me
        |someone (like|with)|somebody (like|with))
    (job|position|role|opening|vacancy|internship|spot|place|seat|work|opportunity
        |something) (available )?for (me|someone like me|somebody like me|someone with my)(?! to (learn|ask
        |hear|read|talk|speak|meet|see|listen|understand))
    (when|if|once|should) (a|an|any)( \w+)? (position|role|opening|vacancy|job|spot)( \w+)? (opens|comes
        |becomes|came|opened|open|come|arises|arise)
    (when|if|once|should) (a|an|any)~4 (place|position|post|role|job)~5 (comes?|falls?|becomes?) (free|vacant|up
        |available|open)
    (when|if|once|should) (a|an|any)~4 (desk|seat|chair|spot)~4 (falls?|becomes?|comes?) vacant
    (if|when|should|once) (anything|something) (opens|open|opened) up
    (hire|employ|recruit) me
    take me on( (as|board))?
    refer me(?! to (a|an|any|your) (book|article|source|paper|resource|website|page))
    put (in )?(a|my|your)( \w+)? (good word|word in|name forward|name in|word)
    (our|this) (talk|call|conversation|chat|meeting|exchange|letter)( \w+)? (lead|leads|turn|turns|grow
        |grows)~2 (to|into) (a|an|some|any)( \w+)? (contract|job|offer|internship|position|role
        |engagement|employment) (with|at|in|from) <FIRM>(?! for (?!me |us ))
    (whisper|breathe) my name
    (leave|drop|deposit) my( \w+)? (cv|resume) (with|at) (you|<FIRM>)
    (leave|drop|deposit) my( \w+)? (papers|documents|certificates) (with|at) (you|<FIRM>)(?!(?!~9 (in case|hr|personnel
        |hiring|jobs?|posts?|positions?) )( at the( \w+)? (desk|door|gate|entrance|reception|cloakroom)| overnight
        | (while|before|during|until) (the|our|we|you|your)) )
    recommend(ing)? me( for| to| as|$)
    (consider|considering|considered)( me)? (for|as)( [^ \n]++){0,3} (<JOB>|candidate|applicant)
    (consider|considering) me(?= ($|\?|\n))
    vouch for me
    i( have)?( \w+)? (sent|handed|put) in my( \w+)? (candidacy|resume|cv)<STUDY>
    i( have)?( \w+)? sent in my( \w+)? papers<STUDY>
    i( have)?( \w+)? (posted|submitted|filed) my( \w+)? (job application|candidacy|candidature)
    i~2 (spend|do|serve)~1 (mine|internship|practicum|placement|traineeship|(two|three|four|five|six|eight|ten|some|few
        |\d+) (weeks|months)) (with|at|in) <FIRM>
    (if|when|whenever|should) (you|your \w+|ªorg|they)~4 (short of (staff|people|hands)|(one|a) (man|hand|person|woman)
        short|short-handed|shorthanded|understaffed)
    (if|when|whenever|should) <PLACE>~3 (a|one|two) [a-z]+ short
    (on|onto|to) your payroll
    (is|are|be)( \w+)? (taking|accepting|inviting) applications(?! (from|for) (the|a) (course|grant|prize))
    to be (on|part of|a member of) your (staff|crew|payroll)
    my( \w+)? (skills?|experience|background|abilities|training) (be|is|are) of (use|service|value|help|interest)
        to (you|your \w+|ªorg)
    to be considered(?! (a|an|as|in|by|too|rude|one|for (a|the|my) (master|phd|course|grant))\b)
    (who|whoever|person)~3 (does|handles|runs|is in charge of|is responsible for)~2 (recruiting|hiring|recruitment)
    (keep|keeping|kept|bear|have|had) me in mind
    think of me( if| when| for| should)
    (pass|send|forward|hand|share|submit)( on| along| over)? my (resume|cv|application|profile
        |details)(?! you)
    (my|a) foot in the door
    give me a (chance|shot|try|break)(?!(?!<TO_BE_TAUGHT> ) (to|of)( \w+)? (hear|learn|understand|ask|see|read
        |talk|speak|think|know|meet|listen|practi[cs]e|thank|hearing|learning|asking|seeing|talking|speaking|meeting))
    give (me|(a|an|somebody|someone)( \w+)? like me) (a|an)( \w+)? (try-out|tryout|trial)(?! (of|copy|version|lesson))
    interview me
    (get|land|secure|win|find) (me )?(a|an)<ADJECTIVES>{0,2} (job|position|internship|interview|role
        |placement) (at|with|in) <FIRM>
    help(ing)? me( to)? (find|get|land|secure|obtain)<ADJECTIVES>{0,4} <JOB_OR_WORK>
    (review|look at|look over|look through|go through|read|check|critique|feedback on|comment on|comments on|glance at
        |glance over|improve)( (over|through))? my( \w+)? (resume|cv|cover letter|application|motivation letter
        |motivational letter|covering letter|letter of motivation)<STUDY_ALONE>
    (add|bring|welcome) me (to|onto|into) your (team|company|firm|staff)
    (am|was) (currently |actively |now |also |still |really )?(looking|searching|hunting
        |hoping) for<ADJECTIVES>{0,4} <JOB_OR_WORK>
    (am|was) (currently |actively |now |also )?seeking<ADJECTIVES>{0,4} <JOB_OR_WORK>
    (apply|applying|applied|application|applications)~1 (to|for|at
        |with)<ADJECTIVES>{0,4} <JOB>(?! (search|market|theory|analysis|shop|design))
    i~3 (apply|applying|applied|application)~1 (to|at|with) <FIRM><STUDY>
    my~1 applications? (to|with|at) <FIRM><STUDY>
    (my|with my|review my|about my) job applications?
    interested in<ADJECTIVES>{0,4} <JOB_OR_WORK> (at|with|in|on|within) <FIRM>
    (i|me|my)( \w+){0,3} (intern|interning) (at|with|for) <FIRM>
    (could|can|may|might) i (work|intern|train|volunteer) (for|at|with|in) <FIRM>
    opportunit(y|ies) to (work|intern|join|be employed)( (for|at|with|in))? <FIRM>
    (career|job|work|employment|internship|any|other|such|potential|possible|future
        |current)( \w+)? opportunities (at|with|within|in|on) <FIRM>
    i( \w+){0,5} join(ing)? your (\w+ )?(team|company|firm|organization|department|group|staff
        |lab)(?! (for|at|on|in) (a|the|lunch|coffee)| meeting| call)
    available (to start|for hire|for work)
    open to (work|job offers)
    (saw|noticed|found|read|regarding|about|concerning|reference to) (the|an|a|your
        |that)( \w+)? (job posting|job ad|job advert|job advertisement|job listing|job opening|open position
        |vacancy|vacant position)
    (any )?job leads?
    (potential|possible) (employment|openings?|vacanc(y|ies)|internships?)
    any<ADJECTIVES>{0,3} <JOB> (available|open)(?! to)
    (you|your \w+|(the )?ªorg|they)( \w+)? (have|has|had) any<ADJECTIVES>{0,3} <JOB>(?! (would|you|that
        |which|in mind (when|before|as|after|at)))
    anything open (at|on|in|with) <FIRM>
    (pass|passing)( on| along)? my name
    (possible|possibility|chance|way)( for me)? to join <FIRM>
    join (your|the)( \w+)? (team|company|firm|organization|department|group|staff|lab) as
    (who|that|which) (is|are)( \w+)? hiring
    (i|me) (get|be|getting) hired
    about getting hired
    (find|finding|get|getting|land|secure)<ADJECTIVES>{0,4} (job|position|internship|work|placement
        |employment) (at|with|in|for) <FIRM>
    (take|taking) me on
    (looking for|need|seek|seeking|want) (someone|somebody|people|candidates) (like me|with my
        |with a background like mine)
    i( \w+){1,6} (fit|match|candidate|addition|asset) (for|to|on|at)( a| the| any)? <FIRM>
    (get|give|offer|arrange|grant|secure) me( \w+)? interview
    (offer|offering|give|giving|find|get) me<ADJECTIVES>{1,4} (<SURE>|<OPENING>|positions?(?! on)|placement)
    interested in (the|a|an|any|this|that)( (?!your|of|to|how|which|what)[^ \n]+){0,3} (position|role|job
        |opening|vacancy|internship)
        (at|with|in|on|within) <FIRM>
    (apply|applying|applied|application) (for|to)( (?!your|how|where|when|what)[^ \n]+){0,3}
        (<SURE>|<OPENING>|position|positions|role|roles)(?! (search|market|theory|analysis|shop|design))
    room for~3 (on|in|at) <FIRM>
    (you|your \w+|they|ªorg)( \w+)? (need|use|want)( \w+)? (an extra (pair of hands|hand)|an assistant
        |an intern
        |a trainee|someone like me|more hands)
    be (a|my) (referral|reference|referee)
    (serve|act) as (my|a) (referral|reference|referee)
    keep(ing)? my (resume|cv|details|application|name|profile)( on| in)
    i( \w+)? need (a|an|any)<ADJECTIVES>{0,3} (job|internship|position|placement)
    (could|can|may|might) i( \w+){0,2} (work|intern) (for|at) <FIRM>
    (let me know|tell me|inform me|notify me|write me) (when|if|once)~5 (jobs|openings|positions|vacancies
        |internships)
    (and|also|now) (looking|searching|hunting) for<ADJECTIVES>{0,4} <JOB>
    (connect|put|introduce|forward|refer|direct|send) (me|my|this)~5 (hiring manager|recruiter|recruiters
        |hr|human resources)
    prove myself
    (what|which) (openings|vacancies|internships) (do|does|will|are|is)
    put me forward
""")  # fmt: skip

HINT = PHRASES.saying(r"""
    (would|i) <LOVE> (work|working) (for|at|with) <FIRM>
    dream( \w+)? (is|of|would be)( to)? (work|working|join|joining)( (for|at|with))? <FIRM>
    my (own )?(current )?job (search|hunt|hunting)
    (am|been|was) (\w+ )?(job hunting|unemployed|job-hunting|out of work)
    (apply|applying|applied) everywhere
    if you (hear|learn|come across|know)( of| about)? (anything|something)(?! (about|on|that|in|new))
    (hope|hoping|want|like|trying|need) to (find|get|land|secure|obtain)<ADJECTIVES>{0,4} (job|position
        |internship|work|placement)
    on the job market
""")  # fmt: skip
IN_A_SUBJECT = PHRASES.opening(r"""
    (re )?(job|internship|employment|position|vacancy|work)( \w+)? (inquiry|enquiry|application|request
        |search|opportunit(y|ies)|opening|openings)
    (seeking|looking for|searching for|interested in)<ADJECTIVES>{0,4} <JOB>
    application (for|to)
    (job|internship|resume|cv|vacancy)
""")  # fmt: skip
NO = words("not never without nor neither rather instead")
NO_AT_ALL = words("mind only sure hesitate regret")


def job_requests(prose: Prose) -> Iterator[Passage]:
    """The passages that ask for a job, or for help in getting one."""
    for pattern in (REQUEST, CANDIDACY, SERVICES):
        for passage in prose.find(pattern):
            if not (_is_denied(passage) or is_excused(passage)):
                yield passage
    yield from (p for p in prose.find(OFFERS) if not (_is_denied(p) or is_told(p)))


def job_hints(prose: Prose) -> Iterator[Passage]:
    """The passages that speak of one's own search for work without asking for anything."""
    yield from (passage for passage in prose.find(HINT) if not _is_denied(passage))
    yield from (p for p in prose.find(HOPE) if not (_is_denied(p) or is_told(p)))


def job_subject(subject: Prose) -> Passage | None:
    """Where a subject asks for a job."""
    return subject.first(IN_A_SUBJECT) or next(job_requests(subject), None)


def _is_denied(passage: Passage) -> bool:
    """Whether "not", "without" or the like stands right before: "I am not looking for a job"."""
    before = passage.before[-80:].split(" ")[-6:]
    words = [*before, *passage.match[0].split(" ")[:4]]
    return any(word in NO and after not in NO_AT_ALL for word, after in pairwise([*words, ""]))
