"""How mail programs of many languages mark what is quoted, and what is a signature. Pure tables.

The words come from what the programs write themselves: “On … wrote:”, “From: …
Sent: …”, “-----Original Message-----”, “Sent from my phone”.
"""

import re

WROTE = re.compile(
    r"\b(?:wrote|writes|has written|sent|said"  # English
    r"|schrieb(?:en)?|geschrieben|schreibt"  # German
    r"|(?:a|à|avez|as)\s+écrit|nous\s+a\s+dit"  # French
    r"|escribi[óo]|escribe"  # Spanish
    r"|ha(?:nno|i)?\s+scritto|scrive"  # Italian
    r"|escreveu|escreveram"  # Portuguese
    r"|schreef|geschreven"  # Dutch
    r"|skrev|skreiv|følgende"  # Danish, Norwegian, Swedish
    r"|kirjoitti"  # Finnish
    r"|napisał(?:a|\(a\))?|pisze|nadesłał(?:a)?"  # Polish
    r"|написал(?:а|\(а\))?|написав|написала|пишет|пише"  # Russian, Ukrainian
    r"|napsal(?:a|\(a\))?|napísal(?:a|\(a\))?"  # Czech, Slovak
    r"|írta|yazdı|a\s+scris|έγραψε|đã\s+viết|menulis|rašė|rakstīja|va\s+escriure)(?![\w])"
    r"|تمت كتابة|写道|寫道|写了|作成|작성|님이 씀|のメッセージ|のメール|書きました|wrote|כתב|كتب",
    re.IGNORECASE,
)
ENDS_WITH_WROTE = re.compile(
    r"\b(?:wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|skrev|napisał\(?a?\)?|kirjoitti|написал\(?а?\)?)\s*:?\s*$",
    re.IGNORECASE,
)
REST_OF_ADDRESS = re.compile(r"^>\s?wrote\s?:\s*$")
"""The end of an introduction whose address stands on lines of its own: no quote, though it begins as one."""
OPENS = re.compile(
    r"^[\s*_<>\-]*(?:On|At|In message|Am|Le|El|Il|Em|Op|W dniu|Dnia|Den|På|Dne|Dňa|Vào|Pada|Tarihinde|Στις"
    r"|Il giorno|A \d|(?:pe|ti|ke|to|la|su|ma)\s\d|在|於|于|\d|[A-Za-zÀ-žА-я]{2,12}[.,]{1,2}\s*(?:den\s)?\d)",
    re.IGNORECASE,
)
DATED = re.compile(
    r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b|\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}|\d{1,2}月\d{1,2}日|\b\d{1,2}\.?\s[^\W\d]{3,}"
    r"|[^\W\d]{3,}\.?\s\d{1,2}\b"
)
HAS_ADDRESS = re.compile(r"[\w.+\-]{1,100}@[\w.\-]{1,100}")
ENDS_WITH_COLON = re.compile(
    r"[:：]\s*[*_>\-\s]*$|(?:wrote|writes|a écrit|schrieb)\s*-{0,10}$", re.IGNORECASE
)
DATE_AND_ADDRESS = re.compile(
    r"[<\[(][^<>\[\]()]{0,10}[\w.+\-]{1,100}@[\w.\-]{1,100}[^<>]{0,140}[>\])]{1,3}\s*[:：]\s*$"
)
BEGINS_WITH_DATE = re.compile(r"^\W{0,4}20\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}")
ENDS_WITH_ADDRESS = re.compile(
    r"<\s?[\w.+\-]{1,100}@[\w.\-]{1,100}>\s*[:：]?\s*$|\b(?:GMT|UTC)[+-]\d\d:?\d\d\s[^\d<>:]{1,60}$"
)
IN_THE_LINE = re.compile(
    r"^(?P<before>.{1,400}?)\bOn\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug"
    r"|Sep|Oct|Nov|Dec|\d)[^\n]{4,200}?\swrote\s?:\s*$"
)
AND_GOES_ON = re.compile(
    r"^\s*On\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[^\n]{4,160}?<[\w.+\-]{1,100}@[\w.\-]{1,100}>\s?wrote\s?:\s+\S"
)
BETWEEN_ARROWS = re.compile(r"^(?:>>>|\*\*\*)\s?.{3,150}\d.{0,40}\s?(?:>>>|\*\*\*)\s*$")  # GroupWise
ABOVE_THIS = re.compile(
    r"^\W{0,12}(?:please )?(?:(?:type|write|enter) your )?(?:reply|respond|answer) above (?:this|the) line\b|^\W{0,12}(?:bitte )?(?:oberhalb|über) dieser (?:zeile|linie) antworten"
    r"|^\W{0,12}(?:veuillez )?répondre au-dessus de cette ligne|^\W{0,12}(?:por favor,? )?responda (?:por encima|encima|acima) d[ea]st?a l[ií]n[eh]a",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^\W{0,4}(?:(?:legal |e-?mail )?(?:confidentiality (?:note|notice|statement)|disclaimer|privileged and confidential)\b(?!\?)"
    r"|(?:this|the information (?:contained )?in this|the contents? of this) (?:e-?mail|message|communication|transmission)\b.{0,160}\b(?:confidential|privileged|intended (?:only|solely|for))"
    r"|please (?:consider|think of) (?:the )?environment\b|(?:save (?:a tree|paper)|think before you print)\b"
    r"|diese (?:e-?mail|nachricht)\b.{0,120}\b(?:vertraulich|rechtlich geschützt)|(?:ce|cette) (?:message|courriel|e-?mail|courrier)\b.{0,160}\bconfidentiel"
    r"|este (?:mensaje|correo|e-?mail)\b.{0,160}\bconfidencia|(?:questo|il presente) (?:messaggio|e-?mail)\b.{0,160}\b(?:riservat|confidenzial)|esta (?:mensagem|e-?mail)\b.{0,160}\bconfidencia)",
    re.IGNORECASE,
)
VIA = re.compile(
    r"^.{1,120}(?:\svia\s.{1,80}|<[^<>\s]{3,120}>|\([^()\s]{1,80}@[^()\s]{1,80}\))\s(?:wrote|writes|schrieb|sent)\s?:?\s*$"
)
QUOTING = re.compile(
    r"^(?:Quoting|Zitat von|Citando|Citation de|Citerar) .{1,200}[:：]\s*$"
)  # Horde and its kin
ON_THE = re.compile(
    r"^.{1,160}\b(?:wrote\son|schrieb\sam|kirjoitti|skrev\sden|schreef\sop|a\sécrit\sle|ha\sscritto\sil|escribió\sel|escreveu\sem)\s.{0,60}\d.{0,60}:\s*$",
    re.IGNORECASE,
)

RULER = re.compile(
    r"^[>*\s]*[-_=*—–]{2,}\s*(?P<words>[^-_=*—–\d][^\n]{2,58}?)\s*[-_=*—–]{2,}[*\s]*$",
)
MESSAGE_WORDS = re.compile(
    r"message|mail original|correo original|nachricht|mensaje|messaggio|mensagem|bericht|meddelelse|melding|meddelande|viesti|wiadomoś|сообщени"
    r"|повідомлен|zpráva|správa|üzenet|\bileti|mesaj|邮件|郵件|メッセージ|메시지|원본|e-?mail",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^[>\s]*(?:Begin forwarded message|Forwarded message|Début du (?:e-mail|message) (?:réexpédié|transféré)"
    r"|Anfang der weitergeleiteten (?:E-Mail|Nachricht)|Inizio (?:del )?messaggio inoltrato"
    r"|Inicio del mensaje reenviado|Início da mensagem (?:encaminhada|reencaminhada)"
    r"|Begin doorgestuurd bericht|Start på videresendt (?:besked|melding)|Vidarebefordrat brev"
    r"|Начало переадресованного сообщения|Original Message|Reply Message)\s*[:：]?\s*$",
    re.IGNORECASE,
)

FROM = "From|Von|De|Da|Van|Fra|Från|Od|Lähettäjä|От(?: кого)?|Від|Gönderen|Feladó|Kimden|差出人|发件人|寄件者|보낸 ?사람|מאת"
OTHERS = (
    "Sent|Gesendet|Envoyé(?: le)?|Enviado(?: el)?|Enviada(?: em)?|Inviato|Verzonden|Sendt|Skickat|Wysłano|Lähetetty"
    "|Отправлено|Надіслано|Odesláno|Odoslané|Gönderme Tarihi|送信日時|发送时间|傳送時間|寄件日期|보낸 ?날짜|Received"
    "|Date|Datum|Fecha|Data|Dato|Päivämäärä|Päiväys|Дата|Tarih|日付|日時|日期|날짜"
    "|To|An|À|A|Para|Aan|Til|Till|Do|Vastaanottaja|Кому|Komu|Kime|宛先|收件人|收件者|받는 ?사람"
    "|Subject|Betreff|Objet|Asunto|Oggetto|Assunto|Onderwerp|Emne|Ämne|Temat|Aihe|Тема|Předmět|Predmet|Konu|件名|主题|主旨|제목"
    "|Cc|CC|Cc\\.|Kopie|Kopi|Kopia|DW|Копия|Copie à|Cópia|Reply-To|Répondre à|Antwort an|Organization|Importance|Priority"
)
FROM_FIELD = re.compile(rf"^[>*_\s]*(?:{FROM})\s*\*?\s*[:：]\*?\s*(?P<value>.*)$")
FIELD = re.compile(rf"^[>*_\s]*(?P<name>{FROM}|{OTHERS})\s*\*?\s*[:：]\*?\s*(?P<value>.*)$")

DEVICE = re.compile(
    r"^[\s<(\[_*>]{0,6}(?:"
    r"Sent (?:from|via|with|by|using) (?!.{0,80}\b(?:is|was|are|were)\b).{1,70}"
    r"|(?:\w{1,30} )?from (?:mobile|my (?:i?phone|mobile|cell|ipad)\b.{0,20})"
    r"|Get Outlook for .{1,60}|Get BlueMail for .{1,60}|Yahoo Mail: .{1,60}"
    r"|(?:Von|Mit|Aus) mein(?:em|er) .{1,50} (?:gesendet|geschrieben)|Gesendet (?:von|mit|über|aus) .{1,60}"
    r"|Diese Nachricht wurde von .{1,80} gesendet|Von .{1,40} gesendet|Holen Sie sich Outlook .{1,50}|Outlook für .{1,90}"
    r"|Envoyé (?:de(?:puis)?|à partir d(?:e|u|’|')|avec|par) ?.{1,60}|T[ée]l[ée]charge[rz]? Outlook .{1,50}|Obten(?:ez|ir) Outlook .{1,50}"
    r"|Enviado desde .{1,60}|Obtener Outlook .{1,50}|Enviado con .{1,60}"
    r"|Inviat[oa] da(?:l|lla|ll’|ll')? ?.{1,60}|Scarica Outlook .{1,50}|Ottieni Outlook .{1,50}"
    r"|Enviado (?:do|da|a partir d[oa]|pelo|via) .{1,60}|Obt(?:er|enha) o Outlook .{1,50}"
    r"|(?:Verstuurd|Verzonden) (?:vanaf|met|via|vanuit) .{1,60}|Outlook voor .{1,40}|Download Outlook .{1,40}"
    r"|Sendt (?:fra|med|via) .{1,60}|Hent Outlook .{1,50}|Få Outlook .{1,50}"
    r"|Skickat (?:från|med|via) .{1,60}|Hämta Outlook .{1,50}|(?:från|fra) min .{1,40}"
    r"|Lähetetty .{1,60}|Hanki Outlook .{1,50}"
    r"|Wysłan[eoy] (?:z|za pomocą|przy użyciu) .{1,60}|Pobierz (?:program )?Outlook .{1,50}"
    r"|Отправлено (?:с|из|от) .{1,60}|(?:Скачать|Получить) Outlook .{1,50}|Надіслано (?:з|із) .{1,60}"
    r"|.{1,40}(?:dan|den|tan|ten) gönderildi|Outlook.{1,20} edinin|Elküldve .{1,30}(?:ról|ről|ból|ből)|Trimis de pe .{1,40}"
    r"|Odesláno z .{1,60}|Odoslané z .{1,60}"
    r"|.{1,30}から送信|从我的 ?.{1,30}发送|發自我的.{1,30}|发自我的 ?.{1,30}|從我的 ?.{1,30}傳送|나의 .{1,30}에서 보냄|내 .{1,20}에서 보냄"
    r")[\s>)\].*_!]{0,6}$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\W{0,3}(?:(?:\w+ )?(?:kind |best |warm(?:est)? |many )?(?:regards|wishes|thanks)|cheers|sincerely(?: yours)?|best|thank you"
    r"|yours (?:sincerely|faithfully|truly)|mit (?:freundlichen|besten|herzlichen|lieben) grü(?:ß|ss)en"
    r"|(?:viele|liebe|beste|herzliche|schöne) grü(?:ß|ss)e|mfg|(?:bien )?cordialement|bien à vous|cdlt"
    r"|(?:un )?(?:cordial )?saludos?|atentamente|cordiali saluti|distinti saluti|saluti|atenciosamente|cumprimentos"
    r"|abraços?|met vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|(?:med )?vänliga? hälsning(?:ar)?|mvh|hälsningar"
    r"|(?:med )?(?:venlig|vennlig) hilsen|hilsen|ystävällisin terveisin|terveisin|z poważaniem|pozdrawiam|с уважением"
    r"|с наилучшими пожеланиями|よろしくお願い(?:いた|致)?します。?)\W{0,3}$",
    re.IGNORECASE,
)
CONTACT_LINE = re.compile(
    r"(?:\+|\b(?:tel|phone|fax|mob(?:ile)?|cell|office|direct|t|m|p|e|w)\b\s?[:.|]).{0,4}\(?\d|\d[\d\s().\-/]{7,}\d|https?://|www\."
    r"|[\w.+\-]{1,80}@[\w.\-]{1,80}|linkedin",
    re.IGNORECASE,
)
