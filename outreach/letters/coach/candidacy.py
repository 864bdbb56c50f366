"""Recognizes somebody who puts themselves forward for work without naming a job. Pure.

"I would be an asset to your team", "any leads would help", "I can start right
away": none of these asks in so many words, and all of them are read as asking.
"""

from outreach.letters.coach.employment import PHRASES

CANDIDACY = PHRASES.saying(r"""
    (spot|place|seat|desk) for (a|an|another) (freelancer|junior|intern|trainee|beginner|assistant|apprentice
        |newcomer|graduate)
    available (immediately|right away|at once)(?! (after|before|following|for a (call|chat|talk)))
    i (can|could|am able to|am ready to|would be able to|would be ready to) start (work |working )?(immediately
        |right away|at once|as soon as|tomorrow|on monday|next (week|month))
    (hoping|looking|trying|aiming|wishing) to (secure|land|obtain|get|gain|win|find)<ADJECTIVES>{0,4} <SURE>
    (discuss|discussing|explore|exploring|about|any|of|for)~2 opportunities (at|with|within|in) <FIRM>
    (strengthen|support|endorse|back|sponsor|push|boost|help with|helping with
        |support with)~1 my( \w+)? application<STUDY>
    (give|offer|get|write|provide|submit|grant)( me)? (a|an|the)( \w+)? referral(?! letter)
    (mind|consider|considering|comfortable|open to|comfortable with) (giving|offering|providing)( me)?
        (a|an|your)( \w+)? referral(?! letter)
    <ASKED> (flag|mention) me (to|with) <CHIEFS>
    mind (flagging|mentioning) me (to|with) <CHIEFS>
    (get|put|place|bring) my (resume|cv|application|profile|name)~1 (in front of|before|into|onto)
    (flag|mention|give|suggest|submit|drop|hand) my (name|profile|details|application|cv|resume)~1 (to|with) (the|your|a
        |hr)
    <FIRM>( \w+){0,2} (could|can|might) use (a|an|another|one more|an extra|an additional)( \w+)? [a-z]+(er|or|ant
        |ist|ian|yst|hand|intern|head)
    my (profile|background|skills|experience|qualifications)( \w+)? (match|matches|fit|fits|suit|suits) what
        (you|<FIRM>)( \w+)? (are|is) (after|looking for|seeking)
    (tell|show|hear|discuss|explain|share)( you)?( more)?( \w+)? (about )?what i (would|could|can|might) (bring|offer
        |contribute|add)(?! (in return|in exchange|back))
    (could|can|may|might) i( [^ \n]++){1,9} (help out|lend a hand|make myself useful|pitch in)
    (unpaid|for no pay|without pay|for free)( \w+)? (of course|naturally|if need be|if necessary|is fine|is ok)
    unpaid of course
    (sent|sending|submitted|handed|put)( in| off)?~4 for (the|a|an|your)( (?!by )[^ \n]++){0,3} (post|position|role|job
        |vacancy|opening|internship|traineeship|apprenticeship)(?! (of|that))
    say a( \w+)? word (to|for|on my behalf)
    (have|put) a( \w+)? word with (whoever|hr|human resources|your (manager|boss|team|colleagues|director)|the (person
        |people|manager|team))
    (anything|something|any work) going( just now| at the moment| right now)? (in|at|with|for) (the|your|a|ªorg|you|me)
    (employers?|compan(y|ies)|firms?|someone|somebody|organizations?)( who| that| which)?( \w+){0,2} (sponsor|sponsors
        |hire|hires|employ|employs)( me| people like me| visas| foreigners)
    find (an|a|any|my)( new| first| next| other)? employer
    (which|what) (firms|companies|employers|places|teams|labs|schools|hospitals)( \w+){0,2} (are|might be)( still| now)?
        (taking|hiring|recruiting|looking for people)
    (tell|telling) your( \w+){0,2} (hr|recruiter|recruiters|manager|boss|department|team) about me
    (manager|boss|team|director|recruiter|department|company|firm|ªorg)~1 be interested in (me|someone like me
        |somebody like me|my (profile|skills|application|background|cv|resume))
    (posted|advertised|listed) (a|an|the|several|some|two|three)( [^ \n]++){0,4} (positions?|vacanc(y|ies)
        |internships?|role|roles)(?! (of|that|model))
    (saw|noticed|spotted|found|across) (a|an|the|your|that|this)<ADJECTIVES>{0,3} (vacancy|vacancies|job opening
        )(?! rates?)
    <OPENING> (on|at) (your|the|ªorg)( \w+)? (careers?|jobs?|website|page|site|portal)
    i (think|believe|feel|know|am sure|am confident|am convinced|am certain)( that)? (i|my)( [^ \n]++){0,7} (great|good
        |perfect|strong|ideal|excellent|valuable) (fit|candidate|asset|addition|match
        )(?! (for|in|with) (this|the|that|such|a|any) (field|kind|profession|work|career|industry|sector|type|life))
    (any|some)( job| work| possible)? leads?(?! (on|about|to|in|the|actors?))
    (know|hear|heard) of (anyone|anybody|someone|somebody|a (company|firm|team)|any (company|firm|team|companies
        ))( who is| that is| currently)? (looking for|in need of|needing) (a|an|someone|somebody|people|new)
    (tell me|know) of (anyone|anybody|someone|somebody) (looking for|in need of) (a|an|someone|somebody)
    (about|for|of|to|any|to any|in) open (roles|positions|vacancies)
    (honored|honoured|happy|glad|delighted|thrilled|excited|love|like|eager|keen|pleased|proud|hope|want
        |ready)( \w+)? to
        (contribute to|join|be part of|be a part of|become part of|become a part of|be a member of|grow with
        |add value to) <FIRM>(?! (for|at|on|in) (a|an|one|two|the|lunch|coffee)| meeting| call| survey| study)
    i (would|will|hope|want|wish|am|could)( \w+){0,4} (be|become)( a)? (part|member) of <FIRM>
    bring my( \w+){0,2} (skills|experience|background|expertise|knowledge|energy|passion|talents?)~2 to <FIRM>
    (paid or unpaid|unpaid or paid|even (if )?unpaid|work for free)
    (how|whether|if|where|ways) i (might|could|can|may|would|should) (join|work (for|at)|contribute to|fit into
        |get a job (at|with)|add value to|be useful to|get involved (with|at)) <FIRM>
    (possibility|chance|option|scope|prospect)( \w+)? (of|for|to|that)( me| i)?( to| might| could)? (work|working|intern
        |interning|get involved|getting involved|join|joining)( (with|at|for|in))? <FIRM>
    (are|is|were) (you|your (\w+ )?\w+|(the )?ªorg|they)( \w+)? (taking( on)?|accepting|hosting|in need of|short of
        )( any| some| new| more)? (students|interns?|trainees?|apprentices?|graduates|applicants|applications|staff)
    in the market for (a|an|any)( new| another| different)? (role|position|job|challenge|opportunity)
    (hear|know|learn|come across|think) of (something|anything)( that is| that might be)? (suitable|fitting|for me)
    (something|anything) (suitable|fitting|relevant|right)~2 (comes|turns|came|opens|pops|crops|arises)( up)?
    point me~2 (to|toward|towards|at)( any| some| a| an)?<ADJECTIVES>{0,3} <JOB>
    any roles? that (might|would|could|may) (suit|fit|interest|be right for) me
    (have|possess)( all)? the( \w+)? (skills|qualifications|experience) (you need|you are looking for|required|it needs)
    your (company|firm|organization|team) is (looking for|seeking|recruiting) (a|an|new|more|junior)~2 (technicians?
        |engineers?|analysts?|developers?|designers?|scientists?|assistants?|interns?|graduates?|managers?|researchers?)
    they~1 (expanding|growing|hiring) and~2 (need|needing) (people|staff|hands)
    like to work (at|for|with) <FIRM>~3 (help|introduce|recommend|refer) me
    suitable (positions?|roles?|jobs?|openings?|vacanc(y|ies)|opportunit(y|ies))
    submitted (my|an)( \w+)? application<STUDY>
    my application (for|to) your( [^ \n]++){0,3} (program|scheme|internship|role|position|team|job|vacancy|company)
    (find|see|attached|attach|attaching|enclose|enclosed)~1 my( job)? application
    start my career (at|with|in) <FIRM>
    (use|work) for (someone|somebody|a person|people) (like me|with my)
    you (need|use|want) a hand(?! with (it|this|that))
    (do|complete|carry out|spend|undertake) (a|an|my)( \w+){0,2} (placement|internship|traineeship|apprenticeship
        |practicum|co-op) (with|at|in|under) <FIRM>
    i be your( \w+)? (trainee|intern|assistant|apprentice)
    (phd|doctoral|postdoc|postdoctoral) (position|place|opening|vacancy)s?( \w+)? (in|at|with|on) <FIRM>
    (looking for|need|seeking|requires?)( \w+)? sponsorship
    (get|have|for|offer me|grant me|to) (a|an|the) job interview
    (be|put me|keep me|stay|get) on your radar
    (should|if|when|once) (a|an|any)( \w+)? (desk|post|bench|position|job) (become|becomes|became|fall|falls|get|gets
        |come|comes)( \w+)? (free|vacant|empty)(?! (on|from|of) )
    my name (will|would|might|may|could) (come|spring|cross)( back)?( to| into)? (your )?mind
    my name (comes|springs|crosses)( to| into)? (your )?mind (when|if|should|whenever|for)
    (ready|happy|glad|able|like|love|willing|want|keen|eager|hope|hoping|wish|pleased)( \w+)? to (come|jump|get
        |be) on board(?! (the|your|a|an|of|one|ªname|ªorg) )
    (convinced|sure|certain|confident)( that)? i (could|can|would|will) contribute~2 to <FIRM>
    (convinced|sure|certain|confident)( that)? i (could|can|would|will) contribute( a lot| much)?(?= ($|\?|\n|and
        |from))
    (comfortable|willing|open|happy|able|mind|consider)( \w+)? referring me(?! to (a|an|any|some|your|one|another
        |somebody|someone) )
    (would|will|could|gladly) (take|accept|do) (anything(?!( <LIMITS>)? (<HARMLESS>|with [^ \n]+) )|any (job|work
        |position|role|kind of (work|job)))
    (would|will|could|gladly) (take|accept) anything with(?! which|~3 (in|on) (it|them) ) [^ \n]+
    (if|should|when)( ever)? (a|an|any|one)( \w+)? (desk|seat|chair|bench|post|stool) (at|in|on|with) <FIRM>
        ((stands?|stays?|remains?|falls?|becomes?) (empty|vacant|free)|(is|be|sits?) (empty|vacant))
    (corner|place|spot|seat|desk|bench|stool|room) (at|in|on|with) <FIRM>
        (where|for) (somebody|someone|a person) like me(?!( (could|can|may|might|is allowed))?( \w+)?( to)? (listen|hear
        |read|look|see|watch|ask|attend|visit|wait|park|buy|borrow|meet|swim)(?= ))
    i (would|will|could)( \w+)? sign (on )?(with|at) <FIRM>
    i need( some| paid| any)? (work|employment)(?! (permit|experience|on|that|clothes|visa|to))
    (your|a|the) vacancy (for|at|in|with) (a|an|the|<FIRM>)
    open (application|position) (for|at|in|with) <FIRM>
""")
SERVICES = PHRASES.saying(r"""
    i (would|could) be( \w+)? (happy|glad|willing|ready|delighted|pleased|prepared) to (begin|start)( out)? as
        (a|an|your)
    (seat|place|spot|room|corner|desk) (at|in|on|with) your (table|team|crew|lab|studio|office|workshop|yard|kitchen
        |company|firm|group) for (a|an|me|someone|another)
    (would|does|do|is|are|might|could|will) <PLACE>( \w+)? (in need of|need|short of)( a| an| another| one more
        | more| any| extra)( \w+){0,2} <SOMEBODY>(?!<TAKE_PART>| to (sign|approve|stamp|confirm|witness|certify|vote
        |consent|agree)| to [^ \n]+ (each|every|such) )
    might (it|you|they) need (a|an|another)( \w+)? <SOMEBODY>
    ((is|are) <PLACE>|(whether|if) <PLACE> (is|are))( \w+)? (looking for|searching for|seeking|recruiting
        |in search of)( a| an| any| some| new| more| another){0,2}( \w+)? <SOMEBODY>(?!<TAKE_PART>|( \w+){0,3} (study
        |trial|survey|experiment))
    (if|should) (?!you )<PLACE>( ever)? needs? (somebody|someone|anyone|(a|an|another|one more)( \w+)? <SOMEBODY>)(?=
        (for|from|in|over|during|next|this|i am|\?))
    (any|a|some) leads? (on|for)~2 (work|jobs?|positions?|employment|openings?|roles?)
    (could|can|would|might) <FIRM> (host|have|take) me( in| on)? for~2 (weeks|months|semester|term|summer|year)
    (let me know|tell me) who( \w+)? (hires|recruits)(?! (the|your|its|these|those) (?!(interns|trainees
        |apprentices|juniors|graduates|students|new|people) ))( \w+){0,4} (at|in|for) <FIRM>
    open (a|the|some) doors? for me~1 (at|in|with) <FIRM>
    not regret (taking|hiring|employing) me
    (you|<FIRM>|(whether|if|think) (they|it|<PLACE>)) (might|could|would|may|does|do|will)( \w+)? have( \w+)? use (for
        |of) (a|an|another|more|some)( \w+)? <SOMEBODY>
    <ASKED> (tell|inform) (your|the) (foreman|boss|manager|director|editor|chief|head|supervisor|partners?)( that)? i am
        (free from|available from|cheap|reliable|hard-working|looking for work|ready to (work|start))
    (know|hear) of any( \w+)? (posts|seats|desks|places)( (that|which|to))?( \w+)? (fall|become|come|are|get|fill)
    (earn|draw) my( \w+)? (salary|wage|wages|living|pay|bread) (with|at|from|in) <PLACE>
    (am|is|was) after (a|an|my|some)<ADJECTIVES>{0,3} (<SURE>|placement|position|role|work)(?! (of|that|on))
    on the lookout for<ADJECTIVES>{0,4} <JOB>
    (firm|company|employer|team|someone|somebody|people|anyone|place)( (that|who|which))?( is| are| might be)( \w+)?
        (looking for|in search of|seeking|short of) (people|staff|juniors|graduates|hands|help|employees|workers)
    (get|getting|go|come|make it|pass) through your( \w+)? (recruitment|hiring|selection|application|interview)
    under your wing as (a|an|your)
    (consider|considering|support|supporting|weigh) my (candidacy|candidature)<STUDY>
    (land|find|get|secure|obtain) (something|anything|a place|a job|work|employment) (at|with|in) <PLACE>
    <ASKED> slip my (profile|details|application|cv|resume|name (to|past|before|in front of) (<CHIEFS>|whoever|the
        (person|people) (who|that))(?!~5 (group|club|meetup|choir)))
    <ASKED> (drop|put)( in)?( a| one)( \w+)? (line|note|word) (about|for) me (to|with) <CHIEFS>
    (do|would|does|could|might|will) (you|<PLACE>) have( any| some| a bit of)? work (for|going|available|to give)
    (does|do|would|could|can|will) <PLACE>( \w+)? (take|accept|hire|employ)( on)?( any)? (apprentices|interns|trainees
        |juniors|graduates|beginners|volunteers for)
    (be|get|being|become) (employed|hired|recruited|taken on) (at|by|with|in) <PLACE>
    if (you|<PLACE>)~2 (short of staff|short on staff|short of (people|hands)|in need of (staff|people|hands)
        |short-staffed|understaffed)
    nominate me (for|as|to)
    (who|whom) (should|can|could|do|would|must) i (contact|talk to|write to|speak to|ask|turn to) (about|for
        |regarding)( \w+)? (working|job|jobs|openings|vacancies|positions|employment|work (at|with|there))
    (be|become|becoming|being) (your colleague|a colleague of yours|one of your (colleagues|people|team))
    (support|help|assistance|guidance|hand)( me)? (in|with) (securing|finding|getting|obtaining
        |landing)<ADJECTIVES>{0,4} (<JOB_OR_WORK>|position|role)
    (offer|give|find) me<ADJECTIVES>{0,4} work(?= ($|\?|\n|at|with|in|for))
""")
OFFERS = PHRASES.saying(r"""
    <GLAD> <CHORES>( \w+)? (at|in|for|around) <FIRM>
    i (would|will|could)( \w+){0,2} <CHORES>( \w+)? (if (that|it)( would)? (gets?|got|helps?|helped|means?|meant
        |takes|took)|(at|in|for) <FIRM>|(just )?to (get (in|into|there|started|hired|a foot)|join|stand
        |work (at|with|for|in)))
    <GLAD> (help( out)?|lend a hand)( with)?( anything| whatever| wherever| anywhere| any task) (at|in|around)
        <FIRM><EVENT>
    <GLAD> volunteer (at|in|with|for) (?!you )<FIRM><EVENT>
    i (would|could|can|will|might)( \w+)? volunteer (at|in|with|for) (?!you )<FIRM><EVENT>
    i (would|could|can|will)( \w+)? work( \w+){0,3}? <UNPAID>(?! (on|at|in|with) (my|our|his|her|their|a|an|the) )
    <GLAD> work( \w+){0,3}? <UNPAID>(?! (on|at|in|with) (my|our|his|her|their|a|an|the) )
""")
"""Work that one would do for nothing; not where somebody else said so, or long ago."""
HOPE = PHRASES.saying(r"""
    i (would|will|could)( \w+)? <CHORES>
    <GLAD> <CHORES>
    i (would|could|can|will)( \w+)? work( \w+){0,3}? <UNPAID> (at|in|with) (a|an|the)
    <ASKED> (drop|put)( in)?( a| one)( \w+)? (line|note|word) about me(?! (to|with) <CHIEFS>)
    (do|take)( \w+)? (whatever|anything)( \w+){0,2} (needed|needs doing|it takes to get (in|into|there|hired
        |started)|you need
        |you have for me|work)
    do( \w+){0,2} anything to (get|work|join|be (hired|part|taken))
    no (task|job|work|chore)( \w+){0,2} (too small|too menial|too low|beneath me)
    (happy|glad|willing|ready|prepared|content|not mind)( to)? (start|starting|begin|beginning) (at|from)
        the( very)? bottom
    (make|brew|fetch|carry)( the| your)? coffees?( \w+){0,3} (if|at|for|all day|every day) (<FIRM>|that|it|need be)
    (exploring|open to|pursuing|considering) (any )?(new|other|different|career|job|professional|employment)( \w+)?
        (roles?|positions?|opportunit(y|ies)|challenges?)
    (would|will|could|gladly|happy to|glad to|willing to|ready to)( \w+)? do anything with (?!you|your|the|ªorg)[^ \n]+
    dream( of mine)? to( one day| someday)? (work|join|be|belong)( (at|for|with|part of))? <FIRM>
    (am|was|currently) (currently |now )?between jobs
    (love|like|thrilled|happy|glad|excited|keen|honored|honoured
        |delighted) to (one day |someday )?(work|collaborate) with you
    available for (an? )?(job )?interviews?
    i( \w+){0,6} (can|could|willing to|ready to|able to|happy to) relocate(?! for (my|a|the) (studies|degree|master
        |phd)| (a|an|the|my|our|your|his|her|their|this|that|these|each|every|it|them|two|three) )
    (sending|sent)( out)?( \w+)? applications(?! (to|for)~3 (masters?|master's|phds?|schools?|graduate|programs?
        |universit(y|ies)|colleges?|scholarships?|fellowships?|grants?) )
    your careers? (page|site|portal)
    visa sponsorship
    (was|got|been|being)( \w+)? (laid off|let go|made redundant)
    (possible|potential|future) (employer|employers|vacancies|openings|hires)
    next (role|position|job|opportunity|challenge)(?! (of|model))
""")
