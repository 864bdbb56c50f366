"""Why a mail server did not deliver, and whether the address is at fault for good. Pure.

A bounce is *hard* only if the address itself is wrong: nobody of that name, no
such domain, or moved away. A full mailbox, a suspicious filter or a server in
trouble may be otherwise tomorrow, whatever number comes with them; many servers
say 5.x.x to mean “not today”.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What kept a message from being delivered."""

    UNKNOWN_USER = "unknown_user"
    UNKNOWN_HOST = "unknown_host"
    MOVED = "moved"
    NO_MAIL_HERE = "no_mail_here"
    FULL = "full"
    DISABLED = "disabled"
    TOO_LARGE = "too_large"
    UNWANTED = "unwanted"
    NOT_TRUSTED = "not_trusted"
    RELAY = "relay"
    LOOP = "loop"
    NETWORK = "network"
    EXPIRED = "expired"
    SYSTEM = "system"
    DELAYED = "delayed"
    COMPLAINT = "complaint"
    UNCLEAR = "unclear"

    @property
    def is_hard(self) -> bool:
        """Whether it says that the address will never work."""
        return self in HARD

    @property
    def in_words(self) -> str:
        """For the person, with “they” for the other side."""
        return WORDS[self]


HARD = frozenset({Reason.UNKNOWN_USER, Reason.UNKNOWN_HOST, Reason.MOVED, Reason.NO_MAIL_HERE})
WORDS = {
    Reason.UNKNOWN_USER: "Nobody has this address there.",
    Reason.UNKNOWN_HOST: "The part behind the @ does not exist.",
    Reason.MOVED: "They have moved to another address.",
    Reason.NO_MAIL_HERE: "The part behind the @ takes no mail.",
    Reason.FULL: "Their mailbox is full.",
    Reason.DISABLED: "Their mailbox is switched off at the moment.",
    Reason.TOO_LARGE: "The message was too large for their server.",
    Reason.UNWANTED: "Their server took the message for something unwanted.",
    Reason.NOT_TRUSTED: "Their server does not trust the server that your mail comes from.",
    Reason.RELAY: "A server on the way does not pass this mail on.",
    Reason.LOOP: "The message went round in circles between servers.",
    Reason.NETWORK: "Their server could not be reached.",
    Reason.EXPIRED: "Their server did not take the message for days, and it was given up.",
    Reason.SYSTEM: "Their server had a problem of its own.",
    Reason.DELAYED: "It is late: their server has not taken it yet, and it is being tried again.",
    Reason.COMPLAINT: "It was marked as unwanted mail at the other end.",
    Reason.UNCLEAR: "Their server did not say why.",
}


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


# The first that fits counts: what is said plainly comes before what is said in general.
PHRASES: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    (
        Reason.FULL,
        _any(
            r"(?:mail(?:box|folder)|inbox|maildir|account|user|recipient|storage|disk)\b.{0,40}\b(?:is |was |has been )?(?:full|over[- ]?quota|exceed)",
            r"over (?:the )?(?:disk |storage |maximum )?quota", r"quota (?:exceeded|violation|full|limit)", r"exceed\w* .{0,30}quota",
            r"(?:insufficient|not enough|out of) (?:system |disk )?(?:storage|space)", r"mailbox size limit", r"exceed\w* .{0,25}storage",
            r"message(?:s)? in .{0,30}mailbox exceeded", r"too many (?:mail|messages) (?:in|for|on)", r"mailbox.{0,12}\bfull\b",
            r"disc quota", r"mbox.{0,10}full", r"would exceed mailbox", r"is full\b", r"temporarily over quota", r"boîte .{0,20}pleine",
            r"postfach .{0,30}voll", r"メールボックス.{0,12}(?:一杯|超え|容量)", r"переполнен", r"mailbox_quota",
            r"buz[oó]n\b.{0,20}llen[oa]|casella\b.{0,20}piena|caixa\b.{0,30}cheia|(?:postbus|postvak|mailbox)\b.{0,15}\bvol\b|skrzynka\b.{0,25}(?:przepełnion|pełna)|(?:brevlåda|postlåda|inkorg)\w*.{0,20}full|postkasse\w*.{0,20}ful[dl]",
            r"(?:kontingent|speicherplatz)\b.{0,30}(?:überschritten|erschöpft|voll)|quota.{0,20}(?:dépassé|superad|überschritten)", r"(?:邮箱|信箱).{0,10}(?:已满|满了|空间不足)|超出.{0,8}(?:容量|配额)", r"(?:용량|공간).{0,10}(?:초과|부족)",
        ),
    ),
    (
        Reason.TOO_LARGE,
        _any(
            r"(?:message|mail|data|e-?mail|body|header)\b.{0,30}\b(?:too (?:large|big|long)|size (?:exceeds|limit|is greater))",
            r"exceed\w* .{0,30}(?:message|maximum|fixed|max\.?|mail) ?(?:message )?size", r"size (?:limit|exceeds)", r"message length exceeds",
            r"larger than .{0,20}(?:limit|allow)", r"message is larger", r"over the maximum (?:deliver )?size", r"exceeds (?:the )?(?:limit|maximum) .{0,20}size",
        ),
    ),
    (
        Reason.MOVED,
        _any(
            r"has (?:been )?moved? (?:to|from)", r"has changed (?:their|its|his|her) (?:address|e-?mail)", r"no longer (?:at|with) (?:this|our|the) (?:company|address|organi[sz]ation|firm)",
            r"has been replaced by", r"new e-?mail address(?: is)?", r"address has changed", r"user not local; please try",
        ),
    ),
    (
        Reason.DISABLED,
        _any(
            r"(?:mail ?box|account|user|recipient|address|maildrop|email)\b.{0,30}\b(?:is |has been |was |are |temporarily |currently |been )*(?:disabled|suspended|inactive|deactivated|locked|frozen|blocked due|not active|expired|discontinued|switched off|unavailable for)",
            r"(?:disabled|inactive|suspended|expired|deactivated) (?:due|mail|account|user|recipient|or discontinued)", r"not currently accepting", r"account .{0,20}(?:closed|terminated)",
            r"(?:is )?(?:an )?inactive (?:user|account|mailbox|e-?mail)", r"temporarily disabled", r"user .{0,30}suspended", r"vdelivermail: account is locked",
            r"mailbox (?:disabled|frozen|locked)", r"email account that you tried to reach is (?:disabled|inactive|over)", r"service (?:has been )?suspended", r"access .{0,12}suspended",
        ),
    ),
    (
        Reason.NO_MAIL_HERE,
        _any(
            r"(?:host|domain|server|system|we) (?:does not|do not|doesn't|don't) (?:accept|receive) (?:any )?(?:mail|e-?mail|smtp)", r"null ?mx", r"does not (?:accept|receive) mail",
            r"mail (?:receiving|reception) disabled", r"invalid smtp domain", r"name server: .{0,80}: host not found.{0,10}smtp", r"smtp protocol returned a permanent error",
        ),
    ),
    (
        Reason.NOT_TRUSTED,
        _any(
            r"\bsender\b.{0,40}\b(?:reject|verif|denied|domain|invalid|not found|does not exist|unknown|blocked|block)", r"domain of sender", r"client host .{0,80}rejected", r"\b(?:rbl|dnsbl|spf|dkim|dmarc)\b", r"spamhaus|spamcop|sorbs|barracuda", r"black ?list|block ?list",
            r"reverse (?:dns|lookup|mapping)|\bptr\b", r"\b(?:your|sending|the) (?:ip|host ?name|server|mail server|helo|mta|domain)\b.{0,60}\b(?:block|reject|not allow|denied|banned|not found|no |reputation|listed|resolv)", r"(?:cannot|can't|could not) find your", r"(?:helo|ehlo)\b.{0,40}(?:reject|invalid|require|not found|unknown|denied)", r"reputation",
        ),
    ),
    (Reason.UNWANTED, _any(r"(?:detected|identified|classified|considered|looks like|suspected|suspicion|likely|marked|contains?|due to|as|for) .{0,20}\b(?:spam|virus|junk|unsolicited|malware|phish\w*)", r"spam (?:content|message|detected|reject|filter|score|mail|source)", r"\bvirus\b", r"anti-?spam", r"recipient preferences", r"\bubE\b")),
    (
        Reason.UNKNOWN_USER,
        _any(
            r"(?:no|not a|not) (?:such|known|valid|a valid) (?:user|recipient|mail ?box|address|account|person|local|rcpt|e-?mail)", r"no such user", r"(?:user|recipient|mail ?box|address|account|rcpt|addressee|username|local ?part|e-?mail)\b.{0,60}\b(?:un(?:known|available|deliverable|routable|routeable)|not (?:be )?(?:found|exist|valid|recogni[sz]ed|listed|known|local|here|available|registered|present)|does(?: not|n't) exist|doesn't have|invalid|is not (?:a |an )?(?:known|valid|active|local|registered)|isn't valid|isn't in)",
            r"(?:unknown|invalid|bad|incorrect|undeliverable|unrouteable|non-?existent|inexistent|nonexistent|illegal|unavailable|inaccessible) (?:local[- ]?part|user|recipient|address|account|mail ?box|addressee|rcpt|e-?mail|destination mailbox|virtual|username|alias)",
            r"unknown (?:address|or illegal (?:alias|user))", r"no mail ?box (?:here|by|with|found|available for)", r"bad_recipient", r"invalid final delivery user", r"there is no (?:one|user|such|account|mailbox|address)", r"no account (?:by|with|named)",
            r"can(?:not|'t) (?:be )?(?:find|found|verif\w+|deliver\w*) (?:the |to )?(?:user|recipient|address|mailbox)", r"user (?:\S+ )?(?:is )?(?:not|un)\s?known", r"who\?", r"mailbox (?:is )?(?:not (?:found|available)|unavailable|does)",
            r"requested action (?:was )?not taken: mailbox", r"recipient ?not ?found", r"recipnotfound", r"resolver\.adr\.(?:recip|exrecip)\w*not\w*", r"not (?:a )?(?:our|my|local) (?:customer|user|recipient|rcpt)",
            r"not listed in (?:domino|name|public|address)", r"domino directory", r"(?:directory|address book|addressbook).{0,30}not (?:found|listed)", r"not (?:listed )?in .{0,25}(?:directory|address book|name & address)",
            r"address (?:rejected|error)[^.]{0,60}(?:unknown|access denied|user|undeliverable)", r"recipient address rejected: (?:access denied|undeliverable|user|unknown|invalid|no such|unverified address: (?:host .{0,80} said: )?5)",
            r"ad(?:dress|resse) (?:introuvable|inconnue|inexistante)", r"destinataire inconnu", r"unbekannt(?:er|e)? (?:empfänger|benutzer|adress)", r"empfänger(?:adresse)? .{0,30}(?:unbekannt|nicht gefunden|existiert nicht)",
            r"destinatario .{0,20}(?:desconocido|sconosciuto)", r"usu[aá]rio (?:desconhecido|inexistente|no existe|desconocido)", r"пользовател[ья] .{0,30}не (?:найден|существует)", r"нет такого", r"несуществующ",
            r"(?:宛先|あて先|送信先|ユーザ|メールアドレス|ディレクトリ).{0,30}(?:見つかり|存在し|ありません|不明|見つから)", r"usuario .{0,20}no existe", r"utilisateur inconnu",
            r"#?\b5\.1\.1\b.{0,80}(?:unknown|no such|reject|not)", r"not our user", r"user_?unknown", r"this (?:user|address) (?:doesn't|does not|no longer|is no longer)", r"no longer (?:available|exists?|valid|in use|on server|accepts?)",
            r"mail(?:box)? not found", r"unroutable", r"is not one of our", r"couldn't be found", r"wasn't found at", r"(?:could|was) ?n(?:o|')t (?:be )?found", r"no such (?:mail ?drop|name|person|domain name user|alias)",
            r"email name is not found", r"delivery to this (?:address|recipient) is not (?:possible|allowed)", r"sorry, no mailbox here", r"does not like recipient", r"deliver(?:y|ing) to non-?existent", r"rcpt .{0,60} does not exist",
            r"mailer-daemon: unknown user", r"is not a (?:valid )?(?:mailbox|user)", r"address does not (?:exist|have)", r"user doesn't have", r"invalid (?:recipient|address|user|mailbox)", r"bad destination", r"recipient no (?:longer )?(?:on|such)", r"undisclosed.{0,10}unknown",
            r"(?:benutzer|empfänger|adresse|postfach)\b.{0,30}(?:unbekannt|existiert nicht|gibt es nicht|nicht (?:gefunden|vorhanden))", r"unbekannter? (?:benutzer|empfänger|adresse)",
            r"(?:bo[iî]te|adresse|utilisateur|destinataire|compte)\b.{0,40}(?:n.existe (?:pas|plus)|inconnue?|introuvable|inexistante?)",
            r"(?:utente|destinatario|indirizzo|casella)\b.{0,25}(?:sconosciut[oa]|inesistente|non (?:esiste|trovat[oa]|valid[oa]))",
            r"(?:usu[aá]rio|destinat[aá]rio|endereço|conta|caixa)\b.{0,30}(?:não (?:encontrad[oa]|existe|localizad[oa])|desconhecid[oa]|inexistente|inv[aá]lid[oa])",
            r"(?:usuario|destinatario|direcci[oó]n|buz[oó]n|cuenta)\b.{0,30}(?:no (?:existe|encontrad[oa]|v[aá]lid[oa]|se (?:ha )?encontr)|desconocid[oa]|inexistente)",
            r"(?:gebruiker|ontvanger|adres|postbus)\b.{0,25}(?:onbekend|bestaat niet|niet gevonden)", r"onbekende (?:gebruiker|ontvanger)",
            r"nieznan[ya] (?:użytkownik|odbiorca|adres)", r"(?:użytkownik|adres|skrzynka|odbiorca)\b.{0,25}(?:nie istnieje|nieznan|nie znalezion|nie został)",
            r"(?:mottagar|adress|användar|mottaker|modtager|brug|bruk)\w*.{0,30}(?:finns inte|hittades inte|okänd|finnes ikke|findes ikke|ikke funnet|ikke fundet|ukendt|ukjent|existerar inte|eksisterer ikke)",
            r"vastaanottaja\w*.{0,30}(?:ei löyty|ei ole|tuntematon)", r"uživatel.{0,20}(?:neexistuje|nenalezen)|neznámý (?:uživatel|příjemce)", r"kullanıcı.{0,20}(?:bulunamadı|bilinmiyor|yok)",
            r"ismeretlen (?:címzett|felhasználó)", r"(?:用户|收件人|邮箱|帐号|账号|地址).{0,8}不存在|无此用户|查无此", r"(?:수신자|사용자|메일 ?주소|계정).{0,20}(?:없|존재하지)",
            r"unrecogni[sz]ed o/?r[- ]?name", r"account (?:not|isn't) .{0,10}(?:found|available|known)", r"mailbox for .{0,100} not",
        ),
    ),
    (
        Reason.UNKNOWN_HOST,
        _any(
            r"(?:host|domain|server|hostname)(?: name)?\b.{0,60}\b(?:unknown|not (?:be )?(?:found|exist|resolv\w+|known)|does(?: not|n't) exist|unrouteable|lookup failed|invalid|wasn't|couldn't be)", r"(?:unknown|bad|invalid|unrouteable|illegal|no such|unroutable) (?:host|domain|mail domain|recipient domain|destination (?:system|server))",
            r"domäne?\b.{0,20}(?:existiert nicht|unbekannt|nicht gefunden)|domaine\b.{0,25}(?:inconnu|n.existe)|dom[ií]nio\b.{0,25}(?:no existe|não existe|sconosciut|inesistente|inexistente|desconocid|desconhecid|non esiste)|domein\b.{0,20}(?:onbekend|bestaat niet)|домен\b.{0,20}не (?:найден|существует)|域名.{0,8}不存在",
            r"nxdomain", r"name (?:or service )?not (?:known|found)", r"mail domain mentioned .{0,40}unknown", r"no mx (?:record )?(?:or|found|for)", r"dns (?:error|failure|lookup).{0,40}(?:not exist|not found|no such|nxdomain|domain name not)", r"couldn't find any host named", r"can't find (?:any )?(?:mail )?(?:server|host)",
            r"no (?:valid )?(?:mail )?(?:server|host|route|mx).{0,20}(?:found|for|to) (?:the )?(?:domain|host)?", r"has no (?:mx|mail exchanger|valid mail)", r"domain (?:isn't|is not) (?:valid|in my|found)", r"all relevant mx records point to non-existent", r"host or domain name not found", r"domaine? .{0,30}(?:inconnu|introuvable)", r"domain name not found", r"not a valid (?:domain|host)",
        ),
    ),
    (Reason.LOOP, _any(r"mail loop", r"loops? (?:detected|back)", r"too many (?:hops|received)", r"hop count exceeded", r"routing loop", r"loop detected", r"forwarding loop")),
    (
        Reason.RELAY,
        _any(
            r"relay(?:ing)? (?:is )?(?:access )?(?:denied|not (?:permitted|allowed)|prohibited|refused)", r"not permitted to relay", r"unable to relay", r"(?:cannot|can't|won't|do not|does not|not) (?:allowed to )?relay", r"relay (?:prohibited|access)", r"authentication (?:is )?required", r"must (?:first )?authenticate",
            r"domain isn't in my list of allowed rcpthosts", r"we do not relay", r"no relaying", r"you are not (?:allowed|authorized) to (?:send|relay|use)", r"not (?:a )?gateway",
        ),
    ),
    (
        Reason.NOT_TRUSTED,
        _any(
            r"(?:block(?:ed)?|black|block|reject|deny)[- ]?list", r"\brbl\b", r"dnsbl", r"spamhaus", r"spamcop", r"barracuda", r"sorbs", r"reputation", r"client host .{0,80}(?:blocked|rejected)", r"\bspf\b", r"\bdkim\b", r"\bdmarc\b", r"reverse dns", r"\bptr\b", r"dynamic ip", r"ip (?:address )?.{0,40}(?:blocked|not allowed|rejected|denied|banned|blacklist)",
            r"(?:helo|ehlo) .{0,40}(?:reject|invalid|require)", r"sender (?:address )?(?:rejected|verify|verification|domain|denied|not)", r"domain of sender", r"unauthenticated", r"poor reputation", r"bad (?:helo|ehlo|sender)", r"not authori[sz]ed", r"banned", r"your (?:host|server|ip|mail server|domain)", r"message (?:was )?rejected .{0,30}because .{0,30}server",
        ),
    ),
    (
        Reason.NETWORK,
        _any(r"connect(?:ion|ed|ing)?\b.{0,50}\b(?:refused|timed? ?out|reset|lost|failed|closed|dropped|broken|unable)", r"(?:network|host) (?:is )?unreachable", r"no route to host", r"operation timed out", r"could(?: not|n't) (?:be )?connect", r"unable to connect", r"not responding", r"did not respond", r"unreachable", r"name server (?:timeout|failure)", r"host .{0,60}(?:is )?down", r"deferred", r"temporary (?:lookup|name|dns)", r"lost connection", r"tls", r"no answer from host"),
    ),
    (
        Reason.UNWANTED,
        _any(
            r"spam", r"junk", r"unsolicited", r"\bubE\b", r"virus", r"malware", r"infected", r"policy", r"content (?:filter|reject|denied|is not)", r"blocked", r"prohibited", r"rejected (?:by|for|due)", r"message (?:was |has been )?(?:rejected|refused|denied|discarded)", r"access denied", r"permission denied", r"refused", r"not accept", r"restricted", r"administrative", r"denied", r"objectionable", r"phish", r"bulk", r"suspicious", r"filter", r"unacceptable", r"security", r"rejected", r"not permitted|not allowed|disallowed",
        ),
    ),
    (
        Reason.EXPIRED,
        _any(r"(?:message|delivery|mail|retry|time)\b.{0,40}\b(?:expired|timed? ?out|time exceeded|timeout exceeded)", r"envelope expired", r"(?:for|after) (?:\d+|four|five|three|two|several) (?:days|hours)", r"retry time(?:out)?", r"been in the queue too long", r"giving up", r"gave up", r"given up", r"wasn't able to (?:establish|deliver)", r"could not (?:be )?deliver\w* .{0,20}for the last", r"delivery time expired", r"not been (?:delivered|collected) .{0,30}(?:days|hours)", r"queue lifetime", r"cannot send message (?:within|for)"),
    ),
    (
        Reason.SYSTEM,
        _any(r"greylist|graylist|try (?:again )?later|temporar|service (?:not|un)\s?available|too (?:many|fast|much)|rate limit|resources|i/o error|local (?:error|problem|configuration|mail)|configuration error|internal (?:server )?error|system (?:error|not)|cannot (?:open|create|append|update|write)|unable to (?:open|create|deliver)|permission|daemon|process|lookup|database|config|aliased|syntax error|protocol|unexpected|program|command failed"),
    ),
)  # fmt: skip

STATUSES: tuple[tuple[str, Reason], ...] = (
    ("1.1", Reason.UNKNOWN_USER), ("1.2", Reason.UNKNOWN_HOST), ("1.3", Reason.UNKNOWN_USER), ("1.4", Reason.UNKNOWN_USER),
    ("1.6", Reason.MOVED), ("1.10", Reason.UNKNOWN_USER), ("1.0", Reason.UNWANTED), ("1.8", Reason.NOT_TRUSTED), ("1.7", Reason.NOT_TRUSTED),
    ("2.1", Reason.DISABLED), ("2.2", Reason.FULL), ("2.3", Reason.TOO_LARGE), ("2.0", Reason.UNCLEAR), ("2.4", Reason.SYSTEM),
    ("3.4", Reason.TOO_LARGE), ("3.1", Reason.FULL), ("3", Reason.SYSTEM),
    ("4.4", Reason.UNKNOWN_HOST), ("4.6", Reason.LOOP), ("4.7", Reason.EXPIRED), ("4.14", Reason.LOOP), ("4", Reason.NETWORK),
    ("5", Reason.SYSTEM), ("6", Reason.UNWANTED), ("7.1", Reason.UNWANTED), ("7", Reason.NOT_TRUSTED),
)  # fmt: skip

ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.@#/-])([45])(\d\d)(?=[ \-:])")
NOT_IN_TABLES = re.compile(
    r"(?<![\d.])(?:[\d]{1,3}\.){3}\d{1,3}|<[^<>\s]{3,200}>|\bhttps?://\S{1,300}|\b[\w.+=-]{1,100}@[\w.-]{1,100}"
)
LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why it was not delivered, and whether that is for good."""

    reason: Reason
    is_hard: bool
    status: str = ""


def judge(text: str, *, status: str = "", action: str = "") -> Verdict:
    """Read what a server said. ``status`` is the DSN’s own (RFC 3463), ``action`` its Action.

    The words are worth more than the numbers, and the number in the server’s
    answer more than the one that was put in front of it. What is only late is
    never hard, and neither is what the answer itself calls temporary.
    """
    said = " ".join(NOT_IN_TABLES.sub(" ", text[:LONGEST]).split())
    numbers = _numbers(text[:LONGEST], status)
    if action in {"delayed", "relayed"}:
        return Verdict(Reason.DELAYED, False, numbers)
    reason = next((reason for reason, phrase in PHRASES if phrase.search(said)), Reason.UNCLEAR)
    if reason not in HARD | SPECIFIC and (by_number := _by_number(numbers)) in HARD | {
        Reason.FULL,
        Reason.TOO_LARGE,
    }:
        reason = by_number
    elif reason is Reason.UNCLEAR:
        reason = _by_number(numbers)
    is_temporary = numbers.startswith("4") and reason is not Reason.UNKNOWN_HOST
    return Verdict(reason, reason.is_hard and not is_temporary, numbers)


SPECIFIC = frozenset(
    {Reason.FULL, Reason.DISABLED, Reason.TOO_LARGE, Reason.LOOP, Reason.RELAY, Reason.NOT_TRUSTED}
)


def _numbers(text: str, status: str) -> str:
    """The enhanced status that counts: a telling one in the answer, else the DSN’s own, else what the code tells."""
    found = [".".join(match.groups()) for match in ENHANCED.finditer(text)]
    telling = next((number for number in found if not number.endswith(".0.0")), "")
    own = next((".".join(match.groups()) for match in [ENHANCED.search(status)] if match), "")
    if telling or (own and not own.endswith(".0.0")):
        return telling or own
    code = REPLY_CODE.search(text)
    return f"{code[1]}.0.0" if code else own or next(iter(found), "")


def _by_number(number: str) -> Reason:
    detail = number.partition(".")[2]
    for begin, reason in STATUSES:
        if detail == begin or detail.startswith(f"{begin}."):
            return reason
    return Reason.UNCLEAR
