"""Whether a machine wrote a message about mail that did not arrive: what such messages look like. Pure."""

import re

from outreach.mail.bounce_parts import carries_original, notice_of
from outreach.mail.opening import Opened, first

MACHINE = re.compile(
    r"mail(?:er)?[-_. ]?(?:daemon|deamon)|\bmdaemon\b|mail[-_ ]service|smtp[-_ ]gateway|anti-?virus|post_?master|post[_ -]office@|mail[- ]?(?:delivery|deliver)[- ]?(?:sub)?-?(?:system|service)|^daemon@|microsoftexchange[0-9a-f]{6,}"
    r"|system administrator|mail ?admin(?:istrator)?|interscan|internet mail (?:delivery|connector|service)|email delivery system|<>|\bmta\b|mailmarshal|content-?filter"
    r"|mail system|delivery[- ](?:system|notification|failure)|(?:no-?|_?)reply@.{0,40}|sysadmin@|returned mail|bounce",
    re.IGNORECASE,
)
DAEMON = re.compile(r"\b(?:mailer[-_]daemon|mdaemon)@", re.IGNORECASE)
"""Who writes of nothing but mail that did not arrive."""
SUBJECT = re.compile(
    r"^\W{0,4}(?:undeliver(?:able|ed)|un-?deliverable|non[- ]?deliver(?:able|y)|returned (?:mail|e-?mail|message|to sender)|return(?:ed)? to sender|failure notice|mail(?:ing)? (?:system )?(?:delivery )?(?:error|failure|failed|could not)"
    r"|(?:mail|message|e-?mail) (?:delivery|delivering|deliver|transport|status|could|not|undeliver|returned|you sent|rejected|blocked)|delivery (?:status|failure|failed|error|has failed|problem|notification|report|to|incomplete|delayed|unsuccessful|of|impossible)"
    r"|notice: mail delivery|warning: (?:could not|message|e?-?mail)|\[?bounce\]?|message (?:status|delivery|undeliver|could|has not|delayed|rejected|returned|blocked)|your (?:message|e-?mail|mail).{0,60}(?:could|not|failed|undeliver|delayed|returned|rejected)"
    r"|sorry, your message|couldn.t (?:be )?deliver|could not (?:be )?(?:deliver|send)|unable to deliver|cannot deliver|can.t deliver|permanent delivery|user unknown|rejected:|address (?:not found|unknown)|invalid (?:address|recipient)|not delivered|auto(?:matic)? ?notice: undeliver|nondeliverable|failed delivery|fail(?:ure|ed).{0,20}deliver|error sending"
    r"|unzustellbar|zustellung|nachricht (?:nicht|konnte)|(?:e-?)?mail(?:zustellung| konnte)|(?:message|e?-?mail|courriel|courrier) non (?:distribu|d[ée]livr|remis)|non remis|échec|notification d.état|avis de non|no (?:se )?(?:puede|pudo|ha podido) entregar|no entregado|notificación de estado|error de entrega|mensaje (?:no|devuelto)"
    r"|messaggio non recapit|non recapitabile|mancato recapito|notifica (?:di )?(?:stato|mancat)|mensagem não|não entregue|falha na entrega|devolvid|onbestelbaar|niet (?:besteld|bezorgd)|bezorg|kan (?:ikke|inte|niet)|ikke levert|kunne ikke leveres|levering|kunde inte levereras|olevererbart|niedostarcz|nie można dostarczyć"
    r"|недоставлен|не доставлен|ваше сообщение не|сообщение не|невозможно доставить|ошибка доставки|配信(?:不能|できま|エラー|失敗)|送信(?:エラー|できま|失敗)|メール(?:システム)?(?:エラー|が配信|配信)|メッセージを配信|返送|宛先不明|退信|系统退信|投递失败|unzustellbare)",
    re.IGNORECASE,
)
FAILURE = re.compile(
    r"(?:could|can|was|were|has|have|will|did) ?(?:not|n.t)(?: be| been)? (?:deliver|sen[dt]|reach|complete|possible)|undeliver|not delivered|failed (?:permanently|to (?:deliver|send))|permanent(?:ly)? (?:fatal )?(?:error|fail)|delivery (?:to|failed|has failed|failure|problem|errors?|of)|unable to (?:deliver|send)"
    r"|returned (?:mail|message|to)|unknown user|user unknown|no such user|unsent message|non-?delivered|could not deliver|failed addresses|was(?: not|n.t) (?:able|delivered)|rejected your message|transcript of session|delivery (?:attempt|status)|bounced|cannot be delivered|mailbox (?:is )?full|not reach|recipients? (?:were|was|could)|nicht (?:zugestellt|erreicht|zustell)|n.a pas (?:pu )?être|no se (?:pudo|ha podido)|non .{0,12}(?:recapitat|consegnat)"
    r"|送信(?:でき|に失敗)|配信(?:でき|されま)|届け|エラー|не (?:может быть|было) доставлен|не доставлено|gateway|error .{0,20}address|has been delayed|delayed|over quota|does not exist|doesn't have|Sent <<<",
    re.IGNORECASE,
)
SERVER_SAYS = re.compile(r"\brcpt to\b|(?<![\d.@])[45]\d\d[ -]|\b[45]\.\d{1,2}\.\d{1,2}\b", re.IGNORECASE)


def looks_like_one(message: Opened) -> bool:
    """Whether a machine wrote it about mail that did not arrive."""
    subject = message.header("subject")
    is_machine = _from_a_machine(message)
    if message.headers.get("x-failed-recipients"):
        return True
    if "x-ms-exchange-message-is-ndr" in message.headers:
        return True
    if message.content_type == "multipart/report" and is_machine:
        return True
    if not is_machine:
        return False
    if SUBJECT.search(subject):
        return True
    notice = notice_of(message)[:4000]
    if not FAILURE.search(notice):
        return False
    return (
        bool(DAEMON.search(message.header("from")))
        or carries_original(message)
        or bool(SERVER_SAYS.search(notice))
    )


def _from_a_machine(message: Opened) -> bool:
    sender = message.header("from") + " " + message.header("sender")
    is_nobody = first(message.headers, "return-path").strip() == "<>" or not sender.strip()
    return (
        is_nobody
        or bool(MACHINE.search(sender))
        or bool(MACHINE.search(first(message.headers, "return-path")))
    )
