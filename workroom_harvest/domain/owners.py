"""Who the owners of entries are: members of the studio by e-mail address, else the fallback."""

from collections.abc import Mapping
from dataclasses import dataclass

from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.text import folded


@dataclass(frozen=True, slots=True)
class Owners:
    """What is known about the owners of entries.

    `emails` maps the id of each Harvest user whom Harvest lists to their e-mail address. `members`
    maps the e-mail address of each active member, as `text.folded` returns it, to the member's id.
    `fallback` is the id of the member who connected, or None where they are no longer a member.
    """

    emails: Mapping[int, str]
    members: Mapping[str, str]
    fallback: str | None

    def of(self, entry: HarvestEntry) -> str | None:
        """Return the member id of the entry's owner, or None if there is not even a fallback."""
        return self.known(entry) or self.fallback

    def fell_back(self, entry: HarvestEntry) -> FellBack | None:
        """Return the entry's user and why they are no member, or None if they are one."""
        if self.known(entry) is not None:
            return None
        cause = Cause.NO_MEMBER if entry.user_id in self.emails else Cause.UNKNOWN
        return FellBack(entry.user_id, entry.user_name, cause)

    def known(self, entry: HarvestEntry) -> str | None:
        """Return the member who has the e-mail address of the entry's user, or None."""
        email = folded(self.emails.get(entry.user_id or 0, ""))
        # Without this check a user without an address would match a member without one.
        return self.members.get(email) if email else None
