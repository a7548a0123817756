"""The way to Harvest's consent screen and back, and the way out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from workroom_harvest.domain.connection import (
    CONSENT_LIFETIME,
    Connection,
    Consent,
    HarvestAccount,
    Opening,
    Tokens,
)
from workroom_harvest.domain.errors import (
    ConsentRefused,
    GrantGone,
    HarvestImportError,
    ReconnectNeeded,
    StoreUnavailable,
    TokensUnreadable,
)
from workroom_harvest.domain.ports.clock import Clock, Ids
from workroom_harvest.domain.ports.harvest import Login
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases import sent_back
from workroom_harvest.domain.use_cases.learn_sight import LearnSight

MOST_NAMED = 10
LONGEST_NAME = 40
NOT_OURS = (
    "This answer from Harvest does not belong to a connection that you started here, or it is too "
    "old. Nothing was stored."
)
NO_CODE = "Harvest sent you back without a code. Nothing was stored."
CODE_REFUSED = "Harvest did not accept the code. Nothing was stored."
NO_ACCOUNT = (
    "Your Harvest sign-in has no Harvest account that it may open. Nothing was stored. Ask the "
    "administrator of your Harvest account for access first."
)


def hashed(secret: str) -> str:
    """How a state or a session is kept: enough to recognise it, of no use to a thief."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class StartConsent:
    """Send somebody to Harvest's consent screen."""

    store: Store
    login: Login
    ids: Ids

    def __call__(self, member: Member, session: str, redirect_uri: str) -> str:
        """The address of the consent screen. `session` is a secret of the browser session."""
        state = self.ids.secret()
        consent = Consent(member.account_id, member.id, hashed(session))
        with self.store.transaction() as transaction:
            self.store.consents.put(hashed(state), consent, CONSENT_LIFETIME)
            transaction.commit()
        return self.login.consent_url(state, redirect_uri)


@dataclass(frozen=True)
class Callback:
    """What the browser brought back from Harvest, word for word. Its secrets are in no repr."""

    state: str | None = field(repr=False)
    code: str | None = field(repr=False)
    scope: str | None
    error: str | None


@dataclass(frozen=True)
class FinishConsent:
    """Turn the way back from the consent screen into a connection."""

    store: Store
    login: Login
    learn_sight: LearnSight
    clock: Clock
    ids: Ids

    def __call__(
        self, member: Member, session: str, redirect_uri: str, callback: Callback
    ) -> tuple[Connection, Opening]:
        """The connection and what it means; raises `ConsentRefused` or `HarvestError`.

        The state is consumed first, whatever follows; the code is exchanged only for its owner.
        """
        believed = self._consume(member, session, callback.state)
        if not believed:
            # Whether Harvest sends the state along with an error, nobody has written down.
            unmarked = callback.error is not None and not callback.state
            raise ConsentRefused(sent_back.UNMARKED if unmarked else NOT_OURS)
        if callback.error is not None:
            raise ConsentRefused(sent_back.sentence(callback.error))
        if not callback.code:
            raise ConsentRefused(NO_CODE)
        try:
            tokens = self.login.exchange(callback.code, redirect_uri)
        except GrantGone as gone:
            raise ConsentRefused(CODE_REFUSED) from gone
        try:
            accounts = self.login.accounts(tokens.access)
            connection, opening = self._open(member, tokens, accounts, callback.scope or "")
        except StoreUnavailable:
            raise
        except HarvestImportError:
            # Nothing was stored, so nobody could ever use or withdraw this grant.
            self.login.revoke(tokens)
            raise
        return self.learn_sight.at_first(connection, tokens.access), opening

    def _consume(self, member: Member, session: str, state: str | None) -> bool:
        if not state:
            return False
        with self.store.transaction() as transaction:
            consent = self.store.consents.take(hashed(state))
            transaction.commit()
        return (
            consent is not None
            and consent.account_id == member.account_id
            and consent.member_id == member.id
            and consent.session_hash == hashed(session)
        )

    def _open(
        self, member: Member, tokens: Tokens, accounts: Sequence[HarvestAccount], scope: str
    ) -> tuple[Connection, Opening]:
        opened = None
        try:
            with self.store.transaction() as transaction:
                opened = self._put(member, tokens, accounts, scope)
                transaction.commit()
        except StoreUnavailable:
            # Where even that cannot be asked, it raises: rather a grant too many at Harvest than a
            # connection that was stored and is dead.
            if opened is None or not self._lasted(opened.connection, tokens):
                self.login.revoke(tokens)
                raise
        if opened.former:
            # A grant of its own at Harvest, which nobody could withdraw from here any more.
            self.login.revoke(opened.former)
        return opened.connection, opened.opening

    def _put(
        self, member: Member, tokens: Tokens, accounts: Sequence[HarvestAccount], scope: str
    ) -> "_Opened":
        now = self.clock.now()
        held = self.store.connections.locked(member.account_id)
        former = _tokens(self.store, held) if held else None
        connection, opening = Connection.open(
            held,
            new_id=self.ids.new(),
            account_id=member.account_id,
            harvest_account=choose_account(accounts, scope, held),
            member_id=member.id,
            now=now,
        )
        if opening is Opening.OTHER_ACCOUNT:
            stop(self.store, member.account_id, "Another Harvest account was connected.", now)
            self.store.pairs.replace(member.account_id, (), ())
        self.store.connections.put(connection)
        self.store.connections.put_tokens(connection, tokens, after=None)
        return _Opened(connection, opening, former)

    def _lasted(self, connection: Connection, tokens: Tokens) -> bool:
        """Whether a commit lasted whose answer was lost."""
        with self.store.transaction():
            present = self.store.connections.of(connection.account_id)
            return present is not None and _tokens(self.store, connection) == tokens


@dataclass(frozen=True, slots=True)
class _Opened:
    """A connection as it was stored, and the tokens that it had before."""

    connection: Connection
    opening: Opening
    former: Tokens | None


def choose_account(
    accounts: Sequence[HarvestAccount], scope: str, held: Connection | None
) -> HarvestAccount:
    """The one account that the person meant; raises `ConsentRefused`.

    `scope` is user data from the address (`harvest:12345`, several joined by blank or plus), so
    it only narrows down what the token opens by Harvest's own list.
    """
    named = {int(digits) for digits in re.findall(r"harvest:([0-9]{1,18})(?![0-9])", scope)}
    meant = [account for account in accounts if account.id in named] or list(accounts)
    if len(meant) > 1 and held is not None:
        meant = [account for account in meant if account.id == held.harvest_account.id] or meant
    if not meant:
        raise ConsentRefused(NO_ACCOUNT)
    if len(meant) > 1:
        raise ConsentRefused(
            f"Harvest opened several accounts: {_some(meant)}. Nothing was stored. "
            "Choose a single account on Harvest's screen."
        )
    return meant[0]


def _some(accounts: Sequence[HarvestAccount]) -> str:
    """The first ten by name, cut if long, and how many more: it is to be a sentence."""
    names = [account.name for account in accounts[:MOST_NAMED]]
    cut = [name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…" for name in names]
    more = len(accounts) - len(names)
    return ", ".join(cut) + (f" and {more} more" if more else "")


def stop(store: Store, account_id: str, sentence: str, now: datetime) -> None:
    """Let whatever the studio has under way end at its next page; in the caller's transaction."""
    store.leases.revoke(account_id)
    store.runs.stop(account_id, sentence, now)


@dataclass(frozen=True)
class Disconnect:
    """Leave Harvest: tokens, mappings and nights go; timelogs and ledger stay."""

    store: Store
    login: Login
    clock: Clock

    def __call__(self, account_id: str) -> bool:
        """Whether Harvest was told, too. Works with Harvest down, and a second time."""
        tokens = None
        try:
            with self.store.transaction() as transaction:
                connection = self.store.connections.locked(account_id)
                if connection is None:
                    return True
                tokens = _tokens(self.store, connection)
                stop(self.store, account_id, "Harvest was disconnected.", self.clock.now())
                self.store.pairs.replace(account_id, (), ())
                self.store.connections.drop(account_id)
                transaction.commit()
        except StoreUnavailable:
            # The answer to a commit may be lost; the tokens at hand are the last that there are.
            if tokens is None or not self._is_gone(account_id):
                raise
        return tokens is not None and self.login.revoke(tokens)

    def _is_gone(self, account_id: str) -> bool:
        with self.store.transaction():
            return self.store.connections.of(account_id) is None


def _tokens(store: Store, connection: Connection) -> Tokens | None:
    """Those that are held, None where there are none or none that open."""
    try:
        return store.connections.tokens(connection).tokens
    except (TokensUnreadable, ReconnectNeeded):
        return None
