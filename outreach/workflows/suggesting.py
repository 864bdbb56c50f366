"""Help from a language model of the person's own: setting it up, asking it, taking its words over."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from outreach.accounts.models import Account
from outreach.database import db, locked, saved
from outreach.errors import OutreachError
from outreach.letters.help import chat, telling
from outreach.letters.help.chat import ModelUnavailable
from outreach.letters.help.models import GIVE_UP_AFTER, ModelAccount, Progress, Suggestion, place_of_key
from outreach.letters.kinds import Origin
from outreach.letters.known import facts_of
from outreach.letters.models import Letter, LetterHasLeft
from outreach.outbound import Outbound
from outreach.secrets import SecretUnreadable, Vault


class NoModel(OutreachError):
    """There is nobody to ask."""

    status = 409

    def __init__(self) -> None:
        super().__init__("No language model is set up. That is done in Settings, and never needed.")


class KeyNeeded(OutreachError):
    """The key would go to another place than the one it was given for."""

    def __init__(self) -> None:
        super().__init__(
            "Please give the key as well. It is asked for again whenever the address changes, so that it "
            "never goes anywhere you did not mean it to."
        )


class NothingSuggested(OutreachError):
    """There are no words to take over."""

    status = 409

    def __init__(self) -> None:
        super().__init__("There is no suggestion to take over any more. Ask for one again.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person filled in; an empty key keeps the one that is known."""

    address: str
    model: str
    key: str
    told: Collection[str]
    forget_key: bool = False


def bring(account: Account, wish: Wish, *, vault: Vault, now: datetime) -> ModelAccount:
    """Keep the model that the person brings, its key sealed. Raises UnusableAddress, KeyNeeded."""
    chat.endpoint_of(wish.address)
    model = ModelAccount.of(account) or ModelAccount(
        account_id=account.id, address=wish.address, sealed_key=""
    )
    place = place_of_key(account.id, wish.address)
    if wish.forget_key:
        model.sealed_key = ""
    elif wish.key:
        model.sealed_key = vault.seal(wish.key, place=place)
    elif model.sealed_key and model.place != place:
        raise KeyNeeded
    model.address, model.model, model.changed_at = wish.address, wish.model, now
    model.told = [name for name in telling.TELLABLE if name in wish.told]
    return saved(model)


def send_away(account: Account) -> None:
    """Forget the model with its key. What it suggested for letters goes when they do."""
    if model := ModelAccount.of(account):
        db.session.delete(model)


def ask(letter: Letter, *, account: Account, now: datetime) -> Suggestion:
    """Ask the person's model for words; a chore carries the question. Raises NoModel, LetterHasLeft."""
    if letter.is_on_its_way:
        raise LetterHasLeft(letter)
    if ModelAccount.of(account) is None:
        raise NoModel
    return Suggestion.ask(letter, now=now)


def take_over(letter: Letter, *, revision: int, now: datetime) -> None:
    """Make the suggested words the letter's; the ones they replace stay among its versions.

    Raises NothingSuggested, LetterChanged, LetterHasLeft.
    """
    suggestion = Suggestion.of(letter)
    if suggestion is None or suggestion.progress is not Progress.ANSWERED:
        raise NothingSuggested
    subject = suggestion.subject or letter.subject
    locked(letter).rewrite(subject, suggestion.body, revision=revision, now=now, origin=Origin.SUGGESTED)
    db.session.delete(suggestion)


def put_away(letter: Letter) -> None:
    if suggestion := Suggestion.of(letter):
        db.session.delete(suggestion)


def answer_due(*, vault: Vault, models: Outbound, clock: Callable[[], datetime], limit: int = 20) -> int:
    """Carry the questions that wait to their models, one after another. Answers how many got words.

    Like the outbox it commits between its steps: no transaction stays open
    while a model thinks.
    """
    answered = 0
    for _ in range(limit):
        suggestion = Suggestion.claim(now=clock())
        db.session.commit()
        if suggestion is None:
            break
        answered += _answer(suggestion, vault=vault, models=models, clock=clock)
        db.session.commit()
    return answered


def _answer(suggestion: Suggestion, *, vault: Vault, models: Outbound, clock: Callable[[], datetime]) -> bool:
    """Carry one question; whoever put it away in the meantime is not bothered with its answer."""
    number, asked_at = suggestion.id, suggestion.asked_at
    try:
        if clock() - asked_at > GIVE_UP_AFTER:
            raise ModelUnavailable("Nobody carried the question within half an hour. Ask again.")
        found = _words(suggestion, vault=vault, models=models)
    except OutreachError as trouble:
        Suggestion.settle(number, asked_at, Progress.FAILED, trouble=str(trouble))
        return False
    return Suggestion.settle(number, asked_at, Progress.ANSWERED, subject=found.subject, body=found.body)


def _words(suggestion: Suggestion, *, vault: Vault, models: Outbound) -> telling.Suggested:
    """Ask the model. Raises NoModel, UnusableAddress, ModelUnavailable, SecretUnreadable."""
    account = db.session.get_one(Account, suggestion.account_id)
    letter = Letter.find_whole(suggestion.letter_id, of=account)
    model = ModelAccount.of(account)
    if model is None:
        raise NoModel
    facts, kind = facts_of(letter.interview, account), letter.kind.coached_as
    key = _key_of(model, vault)
    address, name, messages = model.address, model.model, telling.messages_for(kind, facts, model.told)
    db.session.commit()  # no transaction stays open while the model thinks
    text = chat.complete(address, model=name, key=key, messages=messages, way=models)
    found = telling.read_answer(text, facts)
    if not found.body:
        raise ModelUnavailable("The model answered with nothing that could be a letter. Ask it again.")
    return found


def _key_of(model: ModelAccount, vault: Vault) -> str:
    try:
        return vault.open(model.sealed_key, place=model.place) if model.sealed_key else ""
    except SecretUnreadable:
        raise ModelUnavailable(
            "The key for your model cannot be read any more. Give it anew in Settings."
        ) from None
