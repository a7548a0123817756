"""The check who may use the integration, on every route and again in the worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from workroom_harvest.domain.errors import NotAllowed, NotPro, NotSignedIn, RoleRefused
from workroom_harvest.domain.ports.host import Access, Member, People


@dataclass(frozen=True)
class CheckAccess:
    """Let in the Admins and the Designer of a studio on a Pro plan.

    Those of a studio that left Pro may look at what there is, and disconnect.
    """

    people: People
    access: Access

    def __call__(self) -> Member:
        """Return the member who is signed in; raise `NotSignedIn`, `NotPro` or `RoleRefused`."""
        member = self.to_look()
        self.studio(member.studio_id)
        return member

    def to_look(self) -> Member:
        """Return the member who is signed in, whatever the studio's plan.

        It is meant for pages that change nothing, and for Disconnect. Raise `NotSignedIn` or
        `RoleRefused`.
        """
        member = self.people.current_member()
        if member is None:
            raise NotSignedIn
        self._role(member.studio_id, member.id)
        return member

    def asker(self) -> Member | None:
        """Return the member who is signed in, or None if they may not even look.

        It is meant for a host's menus.
        """
        try:
            return self.to_look()
        except NotAllowed:
            return None

    def who_asks(self) -> Member | None:
        """Return the member who is signed in, whether or not they may look, or None."""
        return self.people.current_member()

    def who_may(self, studio_id: str, most: int) -> Sequence[Member]:
        """Return the first `most` members of the studio whose role lets them in."""
        members = self.people.active_members(studio_id)
        may = self.access.may_manage_integrations
        return list(islice((one for one in members if may(studio_id, one.id)), most))

    def is_pro(self, studio_id: str) -> bool:
        """Return whether the studio's plan includes the integration."""
        return self.access.is_pro(studio_id)

    def studio(self, studio_id: str) -> None:
        """Raise `NotPro` unless the studio's plan includes the integration."""
        if not self.is_pro(studio_id):
            raise NotPro

    def member(self, studio_id: str, member_id: str) -> None:
        """Raise `NotPro` or `RoleRefused` if the studio's plan or the member's role forbids it."""
        self.studio(studio_id)
        self._role(studio_id, member_id)

    def _role(self, studio_id: str, member_id: str) -> None:
        if not self.access.may_manage_integrations(studio_id, member_id):
            raise RoleRefused
