"""What somebody is asked about another Harvest account."""

from tests.fakes.plugin import SESSION, STUDIO, FakedPlugin
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.use_cases.connecting.show_question import AccountQuestion

JONAS = Member("jonas", STUDIO, "Jonas", "jonas@studio.example")
ELSEWHERE = "another session"
SECOND, THIRD = 2, 3


def question(plugin: FakedPlugin, session: str = SESSION) -> AccountQuestion | None:
    """Return what Elin is asked in that session."""
    return plugin.use.show_question(plugin.elin, session)
