"""Draft the letters about being led to somebody: the introduction asked for, awaited, thanked for or let be. Pure."""

from outreach.letters.drafting.asks import lacking
from outreach.letters.drafting.draft import Draft, Missing
from outreach.letters.drafting.phrases import tidy
from outreach.letters.drafting.told import completing_because, completing_decided, completing_have
from outreach.letters.drafting.writing import Manner, Pair, write


def draft_introduction(pair: Pair, manner: Manner, *, person: str, blurb: str) -> Draft:
    """They offered to introduce me: thanks, lines to pass on as they are, and an easy no."""
    return write(
        "introduction", pair, manner, slots={"person": tidy(person)},
        paragraphs=[("thanks", "lead"), ("blurb",), ("ease",)],
        verbatim={"blurb": blurb},
        missing=_nobody(person),
    )  # fmt: skip


def draft_referral_check(pair: Pair, manner: Manner, *, person: str) -> Draft:
    """The promised introduction has not come: one light reminder that offers to drop it."""
    return _about("referral_check", pair, manner, person, ("reminder", "ease"))


def draft_referral_thanks(pair: Pair, manner: Manner, *, person: str) -> Draft:
    """Thanks for a name, within a day, and when I will write."""
    return _about("referral_thanks", pair, manner, person, ("thanks", "next"))


def draft_referral_failed(pair: Pair, manner: Manner, *, person: str) -> Draft:
    """It did not come to a talk: said neutrally, with thanks."""
    return _about("referral_failed", pair, manner, person, ("news", "thanks"))


def draft_referral_not_pursued(pair: Pair, manner: Manner, *, person: str, reason: str = "") -> Draft:
    """I will not follow it up: thanks for the gift, and why in a clause."""
    slots = {"person": tidy(person)} | completing_because("reason", reason)
    return write(
        "referral_not_pursued", pair, manner, slots=slots,
        paragraphs=[("thanks", "news", "report")],
        missing=_nobody(person),
    )  # fmt: skip


def draft_referral_landed(pair: Pair, manner: Manner, *, news: str = "", led_to: str = "") -> Draft:
    """It has come to something: the news, whom they led to, and the same offered to others."""
    slots = {"led_to": tidy(led_to)} | completing_have("news", news)
    return write(
        "referral_landed", pair, manner, slots=slots, paragraphs=[("news", "led"), ("offer",)],
        missing=[] if tidy(news) else [lacking("news")],
    )  # fmt: skip


def draft_referral_another_path(pair: Pair, manner: Manner, *, news: str = "", led_to: str = "") -> Draft:
    """I chose differently: what, whom they led to, and thanks without an apology."""
    slots = {"led_to": tidy(led_to)} | completing_decided("news", news)
    return write(
        "referral_another_path", pair, manner, slots=slots, paragraphs=[("news", "led", "thanks")],
        missing=[] if tidy(news) else [lacking("decided")],
    )  # fmt: skip


def _about(kind: str, pair: Pair, manner: Manner, person: str, told: tuple[str, ...]) -> Draft:
    slots = {"person": tidy(person)}
    return write(kind, pair, manner, slots=slots, paragraphs=[told], missing=_nobody(person))


def _nobody(person: str) -> list[Missing]:
    return [] if tidy(person) else [lacking("person")]
