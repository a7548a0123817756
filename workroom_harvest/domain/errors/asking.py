"""Errors of whoever asks: what may not be done, is not there, or cannot be used so."""

from collections.abc import Mapping

from workroom_harvest.domain.errors.base import HarvestImportError
from workroom_harvest.domain.messages import Code


class NotAllowed(HarvestImportError):
    """The asker may not do this. The code says why."""


class NotSignedIn(NotAllowed):
    """Nobody is signed in to Workroom."""

    only_code = Code.NOT_SIGNED_IN


class NotPro(NotAllowed):
    """The studio's plan does not include the Harvest integration."""

    only_code = Code.NOT_PRO


class RoleRefused(NotAllowed):
    """The member is neither Admin nor Designer."""

    only_code = Code.ROLE_REFUSED


class NotFound(HarvestImportError):
    """The asker's studio has nothing of that id. Whether another studio has it is not told."""

    only_code = Code.RUN_NOT_FOUND


class NotConnected(HarvestImportError):
    """The studio has no connection to Harvest."""

    only_code = Code.NOT_CONNECTED


class ConnectionChanged(HarvestImportError):
    """Another Harvest account was connected while the asker filled in a form. Nothing was saved."""

    only_code = Code.CONNECTION_CHANGED


class NothingToConfirm(HarvestImportError):
    """No grant of the member and of the browser session waits to be confirmed as they were asked.

    Nothing was changed.
    """

    only_code = Code.NOTHING_TO_CONFIRM


class RunUnreadable(HarvestImportError):
    """The studio has a run under way in a row that this version of the plugin cannot read."""

    only_code = Code.RUN_UNREADABLE


class RunClosed(HarvestImportError):
    """The run cannot be cancelled, be continued, or be undone. The code says why."""


class PreviewUnusable(HarvestImportError):
    """An import cannot be started from this preview. The code says why; nothing was started."""


class InvalidPeriod(HarvestImportError):
    """The two dates form no period. `field` is the form's field that is wrong, `from` or `to`."""

    def __init__(self, field: str, code: Code) -> None:
        super().__init__(code)
        self.field = field


class InvalidMappings(HarvestImportError):
    """Some rows of the mapping table cannot be saved. Nothing was changed.

    `problems` maps each form field (`project-<Harvest id>` or `task-<Harvest id>`) to the code of
    what is wrong with it.
    """

    def __init__(self, problems: Mapping[str, Code]) -> None:
        super().__init__(Code.MAPPINGS_INVALID)
        self.problems = dict(problems)


class PairsGiveWay(HarvestImportError):
    """A save would clear mappings of which the person was not told yet. Nothing was changed.

    `given` maps the form field of each of them to that of the row that takes its target.
    """

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(Code.PAIRS_GIVE_WAY, count=len(given))
        self.given = dict(given)


class InvalidGroup(HarvestImportError):
    """Nothing was changed: a group of waiting entries cannot be used so. The code says why."""

    only_code = Code.GROUP_NOT_NAMED


class AuthorizationRefused(HarvestImportError):
    """The answer from the consent screen cannot be trusted, or the person said no.

    Nothing was stored.
    """
