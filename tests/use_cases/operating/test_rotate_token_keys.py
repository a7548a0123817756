"""Tokens are encrypted again under the newest key."""

from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.ports.store.connections import Resealed


def test_sealing_anew_counts_the_connections(connected: FakedPlugin) -> None:
    """A rotation counts its connections, and names studios whose tokens do not open."""
    assert connected.use.rotate_token_keys() == Resealed(1)
    connected.store.is_sealed_shut = True
    assert connected.use.rotate_token_keys() == Resealed(0, [STUDIO])
