"""Who may use the integration: asked on every route, and again in the worker."""

from dataclasses import dataclass

from workroom_harvest.domain.errors import NotAllowed, NotPro, NotSignedIn, RoleRefused
from workroom_harvest.domain.ports.host import Access, Member, People


@dataclass(frozen=True)
class CheckAccess:
    """Let in the Admin or the Designer of a Pro studio, and tell others why not."""

    people: People
    access: Access

    def __call__(self) -> Member:
        """Who is asking; raises `NotSignedIn`, `NotPro` or `RoleRefused`."""
        member = self.people.current_member()
        if member is None:
            raise NotSignedIn
        self.member(member.studio_id, member.id)
        return member

    def asker(self) -> Member | None:
        """Who is asking, if they may; for a host's menus."""
        try:
            return self()
        except NotAllowed:
            return None

    def studio(self, studio_id: str) -> None:
        """Raise `NotPro` when the studio's plan does not include the integration."""
        if not self.access.is_pro(studio_id):
            raise NotPro

    def member(self, studio_id: str, member_id: str) -> None:
        """Raise when the studio or this member may not, or may no longer."""
        self.studio(studio_id)
        if not self.access.may_manage_integrations(studio_id, member_id):
            raise RoleRefused
