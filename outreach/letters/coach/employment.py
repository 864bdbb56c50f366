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
        |month|few|two)| for (a|an|our|20|15)| on (monday|tuesday|wednesday|thursday|friday)| remarks
        |( left)? (in|on) (a|an|the|that|your|his|her)( \w+)? (arguments?|case|defen[cs]e|statement|text|story|game
        |score|scene|conversation|fence|wall|roof|market|canopy|valve|ground|piece)(?!( (?!(that|which|who|of|for|at|on
        |in|to|by|and|or|your|the|a|our|their|is|are|where|when|with) )[^ \n]+){0,2} (teams?|departments?|crews?|groups?
        |units?|divisions?|offices?|sections?|staff|desk|labs?|firm|company|agency|studio|shop|business)))
    ROLE = (positions?(?! on)|roles?(?! (model|models|of|that|does|do))|placements?|opportunit(y
        |ies)(?! to))
    JOB = (<SURE>|<OPENING>|<ROLE>)
    JOB_OR_WORK = (<JOB>|work(?! (that|which|is|on|with|in)))
    FIRM = (you|(the )?ªorg|your (?!(reading|book|study|running|walking|discussion|writing
        |hobby) group)(\w+ )?(company|firm|team|organization|department|group|lab|office|agency
        |authority|practice|institute|hospital|school|clinic|studio|business|workplace|employer|laboratory|chambers|ward
        |ministry|bureau|newsroom|embassy|orchestra|factory|restaurant|bakery|garage|brewery|museum|gallery|theatre|hotel))
    PLACE = (<FIRM>|the (company|firm|organization|department|agency|authority|institute|hospital|clinic|studio
        |laboratory|chambers|ward|ministry|bureau|newsroom|embassy|orchestra|factory|restaurant|bakery|garage|brewery))
    SOMEBODY = ((planner|engineer|technician|analyst|developer|designer|scientist|accountant|nurse|writer|editor
        |geologist|hydrologist|chemist|biologist|researcher|manager|assistant|junior|trainee|apprentice|intern|helper
        |clerk|teacher|driver|welder|cook|chef|bookkeeper|programmer|administrator|coordinator|consultant|lawyer
        |architect|translator|photographer|hand|pair of hands|colleague|person|member of staff|graduate|beginner
        |newcomer|student|staff|people)s?)
    AT = (at|with|in|on|within|for|from)
    SCHOOLING = ~6 (master|masters|master's|phd|school|degree|graduate|program|programs|university
        |university's|college|scholarship|fellowship|grant)
    STUDY = (?!<SCHOOLING>)
    STUDY_ALONE = (?!(?!~5 (posts?|positions?|jobs?|roles?|internships?|traineeships?|apprenticeships?|vacanc(y|ies)
        |openings?|employment) )<SCHOOLING>)
    TAKE_PART = ( (to|who) (take part|participate|donate|give (blood|plasma)|be (interviewed|tested|studied|filmed)
        |fill (in|out)|answer( \w+)? (questions|questionnaires?|surveys?)
        |sleep (in|at|under)|volunteer as)| (as )?(donors?|participants|volunteers))
    TO_BE_TAUGHT = (~6 (meet|to|with)( your| the| a| an| some| (somebody|someone) (in|at|from))?( \w+)? (hr|hiring
        managers?|human resources|recruiters?|personnel)|~6 (about|for) (the|a|an|any|your)( \w+)? (posts?(?! office)
        |internship|vacancy|apprenticeship|traineeship|job opening)|( \w+){0,2} (learn|learning)(?! (how|what|where|when
        |why|of|about) )~5 as (a|an|your)( \w+)? (apprentice|intern|trainee|assistant))
    CHORES = (sweep|sweeping|mop|mopping|scrub|scrubbing|wash|washing|clean|cleaning|empty|emptying)( the| your| up
        | out| all| some| any){0,2} (floors?|glass|glassware|dishes|toilets|bins|beakers|windows|benches|cages|yard)
    HARMLESS = (but|else|about|in (return|exchange)|to do with
        |(before|after|by|until|between) (noon|midday|midnight|lunch|breakfast|work|then|one|two|three|four|five|six|ten
        |\d+|(mon|tues|wednes|thurs|fri|satur|sun)day|our|we|the (call|talk))
        |for (a|another|one|the|any|some)( \w+)? (chance|opportunity|moment|hour|day)( \w+)? to (hear|learn|understand
        |see|read|know|ask|talk|listen|watch)
        |for (my|our|his|her|their|clean|(an|the|your|that|some) (answers?|truth|reply|explanation|story)|the
        (river|planet|environment|climate|sake|love))
        |(just )?to (understand|learn|hear|know|see|read|ask|listen|watch|avoid)
        |to (help|protect|save|keep|stop) (?!you|your|ªorg)[^ \n]+
        |to get (a|an|the|some)( \w+)? (answer|answers|look|sense|glimpse|view|picture|map|copy|ticket)
        |(that )?(you|they|others|people|your (colleagues|team))( (can|could|may|might|would|will|are|care|have|want
        |like|wish))?( (to|able to|willing to|time to))? (share|suggest|recommend|advise|say|tell|send|teach|prefer
        |find|point)
        |(that |which )?(helps|would help|could help)|from (a|one|two|three|five|ten|\d+)
        |(useful|helpful)( \w+){0,2} in return|by (mail|email|phone)
        |(you )?(need|ask|want)( \w+){0,3} in (return|exchange))
    GLAD = i (am|would|would be|will be)( (really|very|truly|also|more|than|ready|willing|and|so|quite|always|even|not
        |equally|certainly|absolutely|still|only|never|just|be|too)){0,3} (happy|glad|willing|ready|prepared
        |content|like|love|eager|keen)( \w+)? to
    EVENT = (?! (meeting|call|survey|study|event|project|in return|cleanup|day|days|open|festival|garden))
    LIMITS = (legal|lawful|honest|decent|reasonable|possible|sensible|harmless)
    UNPAID = (for (nothing|free|no (pay|money|wage|salary))(?! (but|else|less|more|other))|without pay|unpaid)
    ASKED = ((could|can|would|will|might) you|(if|whether|chance|hope|wondering|grateful|glad|maybe|perhaps) you (could
        |can|would|will|might)|please)( please| kindly| perhaps| possibly| also| maybe)?( be (willing|able|ready) to)?
    CHIEFS = (hr|whoever( \w+){0,3} (hires|hiring|recruits|recruiting|recruitment)|(your|the|a) (recruiters?|hr|hiring
        manager)|(your|the|a)( (?!of|who|that|at)\w+)? (recruiters?|hr|manager|team|boss|director
        |department)(?! (before|when|ahead|during|while|as)| (of|for|in|at) (?!<FIRM>)))
    THERE = ( (available|open|currently|for me|for someone|<AT> <FIRM>))
    LOVE = ((really |very much |also )?(love|like|want|wish|hope|aspire|am hoping|dream)( of| to)( one day
        | someday)?)
""")
