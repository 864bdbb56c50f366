"""The words of employment that several patterns share: jobs, openings, firms. Pure."""

from outreach.letters.coach.phrases import pieces

PHRASES = pieces(r"""
    ADJECTIVES = ( (a|an|any|some|my|the|your|new|first|open|current|summer|paid|unpaid|full-time
        |part-time|full|part|time|entry-level|entry|level|junior|graduate|permanent|suitable|available
        |other|possible|potential|upcoming|future|research|student|remote|next|actual|job|work|employment
        |internship|career|professional|co-op|of))
    SURE = (job(?! (shadow|title|market|description|talk))|jobs|vacanc(y|ies)|internships?|traineeships?
        |apprenticeships?|employment|co-op|co-ops)
    OPENING = openings?(?! (in|on|at) your (calendar|schedule|diary|week|agenda|day)| (this|next) (week
        |month|few|two)| for (a|an|our|20|15)| on (monday|tuesday|wednesday|thursday|friday)| remarks)
    ROLE = (positions?(?! on)|roles?(?! (model|models|of|that|does|do))|placements?|opportunit(y
        |ies)(?! to))
    JOB = (<SURE>|<OPENING>|<ROLE>)
    JOB_OR_WORK = (<JOB>|work(?! (that|which|is|on|with|in)))
    FIRM = (you|(the )?ªorg|your (\w+ )?(company|firm|team|organization|department|group|lab|office|agency
        |authority|practice|institute|hospital|school|clinic|studio|business|workplace|employer))
    PLACE = (<FIRM>|the (company|firm|organization|department|agency|authority|institute|hospital|clinic|studio))
    SOMEBODY = ((planner|engineer|technician|analyst|developer|designer|scientist|accountant|nurse|writer|editor
        |geologist|hydrologist|chemist|biologist|researcher|manager|assistant|junior|trainee|apprentice|intern|helper
        |clerk|teacher|driver|welder|cook|chef|bookkeeper|programmer|administrator|coordinator|consultant|lawyer
        |architect|translator|photographer|hand|pair of hands|colleague|person|member of staff|graduate|beginner
        |newcomer|student|staff|people)s?)
    AT = (at|with|in|on|within|for|from)
    STUDY = (?!~6 (master|masters|master's|phd|school|degree|graduate|program|programs|university
        |university's|college|scholarship|fellowship|grant))
    CHORES = (sweep|sweeping|mop|mopping|scrub|scrubbing|wash|washing|clean|cleaning|empty|emptying)( the| your| up
        | out| all| some| any){0,2} (floors?|glass|glassware|dishes|toilets|bins|beakers|windows|benches|cages|yard)
    THERE = ( (available|open|currently|for me|for someone|<AT> <FIRM>))
    LOVE = ((really |very much |also )?(love|like|want|wish|hope|aspire|am hoping|dream)( of| to)( one day
        | someday)?)
""")
