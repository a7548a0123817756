"""Harvest's sign-in and API over accounts in memory."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from tests.fakes.harvest_account import FakeAccount, newest_first
from tests.fakes.harvest_server import HarvestServer, Place
from workroom_harvest.domain.connection import HarvestAccount, Sight, Tokens
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.errors import (
    Forbidden,
    GrantRevoked,
    HarvestUnavailable,
    ResourceMissing,
)
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.harvest import (
    ArrivedPage,
    Credentials,
    EntryPage,
    HarvestApi,
    HarvestCatalogue,
    HarvestOAuth,
)
from workroom_harvest.domain.window import Window

API = "https://harvest.example/v2/time_entries"


class FakeHarvest(HarvestServer, HarvestOAuth, HarvestApi):
    """Harvest's sign-in and API, answered from memory."""

    def consent_url(self, state: str, redirect_uri: str) -> str:
        query = urlencode({"state": state, "redirect_uri": redirect_uri})
        return f"https://harvest.example/authorize?{query}"

    def exchange(self, code: str, redirect_uri: str) -> Tokens:
        self._asked("exchange")
        account_ids = self._codes.pop(code, None)
        if account_ids is None:
            raise GrantRevoked
        return self._issue("exchange", account_ids)

    def refresh(self, refresh_token: str) -> Tokens:
        self._asked("refresh")
        old = next((one for one in self._grants if one.tokens.refresh == refresh_token), None)
        if old is None:
            raise GrantRevoked
        if self.single_use_refresh:
            self._grants.remove(old)
        return self._issue("refresh", old.account_ids)

    def accounts(self, access_token: str) -> Sequence[HarvestAccount]:
        self._asked("accounts")
        grant = self._grant(access_token)
        if grant is None:
            raise HarvestUnavailable(Code.HARVEST_UNREACHABLE)
        listed = [number for number in grant.account_ids if number not in self.unlisted]
        found = (self.open_accounts[number] for number in listed)
        return [HarvestAccount(one.id, one.name) for one in found]

    def revoke(self, tokens: Tokens) -> bool:
        self._moments("revoke")
        self.calls["revoke"] += 1
        if self.is_down or not self.offers_revocation:
            return False
        self._grants = [one for one in self._grants if one.tokens.refresh != tokens.refresh]
        return True

    def entries(
        self,
        key: Credentials,
        window: Window,
        cursor: str | None,
        keep_alive: Callable[[], None],
    ) -> ArrivedPage:
        place = Place(window) if cursor is None else self._links.get(cursor)
        account = self._opened("entries", key, keep_alive, place.number if place else 0)
        if place is None:
            raise ResourceMissing(status=404)
        page = self._page(account, place)
        page = self.twist(page) if self.twist else page
        self._moments("answered entries")
        return ArrivedPage(page.next_cursor, lambda: self._read(page, place.number))

    def entry(
        self, key: Credentials, entry_id: int, keep_alive: Callable[[], None]
    ) -> HarvestEntry | UnreadableEntry | None:
        try:
            account = self._opened("entry", key, keep_alive)
        except ResourceMissing:
            return None
        found = account.entries.get(entry_id)
        bad = (one for one in account.unreadable if one.id == entry_id)
        if found is None:
            return next(bad, None)
        is_hidden = self.role is Sight.SELF and self.own_id not in (None, found.user_id)
        return None if is_hidden else found

    def sight(self, key: Credentials, keep_alive: Callable[[], None]) -> Sight | None:
        self._opened("sight", key, keep_alive)
        return self.role

    def emails(self, key: Credentials, keep_alive: Callable[[], None]) -> Mapping[int, str]:
        account = self._opened("emails", key, keep_alive)
        if self.role is Sight.SELF:
            raise Forbidden(status=403)
        return dict(account.emails)

    def lists(self, key: Credentials) -> HarvestCatalogue:
        account = self._opened("lists", key, lambda: None)
        projects, tasks = list(account.projects.values()), list(account.tasks.values())
        if self.role is not Sight.SELF:
            return HarvestCatalogue(projects, tasks)
        own = [project for project in projects if project.id in account.assigned]
        return HarvestCatalogue(own, tasks, partial=True)

    def _read(self, page: EntryPage, number: int) -> EntryPage:
        self.pages_read += 1
        self._strike("read", number)
        return page

    def _page(self, account: FakeAccount, place: Place) -> EntryPage:
        found = account.within(place.window)
        if self.role is Sight.SELF and self.own_id is not None:
            found = [one for one in found if one.user_id == self.own_id]
        rest = [one for one in found if place.after is None or newest_first(one) > place.after]
        shown = rest[: self.page_size]
        return EntryPage(
            entries=tuple(shown),
            unreadable=tuple(account.unreadable) if place.number == 1 else (),
            next_cursor=self._next_link(place, rest),
            total_pages=max(-(-len(found) // self.page_size), 1),
            total_entries=len(found),
        )

    def _next_link(self, place: Place, rest: Sequence[HarvestEntry]) -> str | None:
        after = place.after
        if len(rest) > self.page_size:
            after = newest_first(rest[self.page_size - 1])
        elif not self.is_endless:
            return None
        number, window = place.number + 1, str(place.window).replace(" ", "")
        cursor = f"{API}?{window}&page={number}&after={after}"
        self._links[cursor] = Place(place.window, number, after)
        return cursor
