"""Errors of what the plugin runs on: its settings, the database, Redis and other workers."""

from workroom_harvest.domain.errors.base import HarvestImportError
from workroom_harvest.domain.messages import Code


class SettingsError(HarvestImportError):
    """A setting is missing or malformed. The text names the setting and the remedy, in English.

    It is raised at start-up, for whoever writes the host's configuration, before any page exists.
    """

    def __init__(self, name: str, remedy: str) -> None:
        self.name = name
        self.remedy = remedy
        super().__init__(Code.SETTING, name=name, remedy=remedy)

    def __str__(self) -> str:
        return f"{self.name}: {self.remedy}"


class LeaseLost(HarvestImportError):
    """Another worker took over this studio, so nothing more may be written here."""

    only_code = Code.LEASE_LOST


class StoreUnavailable(HarvestImportError):
    """The database does not answer. What was committed before stays."""

    only_code = Code.STORE_UNAVAILABLE


class StoreUnfit(StoreUnavailable):
    """The database answers, but has to be set up differently before it can be used."""


class QueueUnavailable(HarvestImportError):
    """Redis does not answer, or refuses the command. Runs wait in the database meanwhile."""

    only_code = Code.QUEUE_UNAVAILABLE
