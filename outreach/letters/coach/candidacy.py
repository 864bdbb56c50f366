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
    (get|put|place|bring) my (resume|cv|application|profile|name)~1 (in front of|before|into|onto)
    (flag|mention|give|suggest|submit|drop) my (name|profile|details|application|cv|resume)~1 (to|with) (the|your|a|hr)
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
        |add value to) <FIRM>(?! (for|at|on|in) (a|the|lunch|coffee)| meeting| call| survey| study)
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
    (would|will|could|gladly) (take|accept|do) (anything|any (job|work|position|role|kind of (work|job)))
    i need( some| paid| any)? (work|employment)(?! (permit|experience|on|that|clothes|visa|to))
    (your|a|the) vacancy (for|at|in|with) (a|an|the|<FIRM>)
    open (application|position) (for|at|in|with) <FIRM>
""")
HOPE = PHRASES.saying(r"""
    (exploring|open to|pursuing|considering) (any )?(new|other|different|career|job|professional|employment)( \w+)?
        (roles?|positions?|opportunit(y|ies)|challenges?)
    (am|was|currently) (currently |now )?between jobs
    (love|like|thrilled|happy|glad|excited|keen|honored|honoured
        |delighted) to (one day |someday )?(work|collaborate) with you
    available for (an? )?(job )?interviews?
    your careers? (page|site|portal)
    visa sponsorship
    (was|got|been|being)( \w+)? (laid off|let go|made redundant)
    (possible|potential|future) (employer|employers|vacancies|openings|hires)
    next (role|position|job|opportunity|challenge)(?! (of|model))
""")
