"""Who may use the integration."""

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.errors import NotAllowed, NotPro, NotSignedIn, RoleRefused
from workroom_harvest.domain.messages import Code, Message


def test_the_admin_of_a_pro_studio_is_let_in(plugin: FakedPlugin) -> None:
    """An Admin of a Pro studio is let in, and the menu shows them the entry."""
    assert plugin.use.check_access() == plugin.elin
    assert plugin.use.check_access.asker() == plugin.elin


@pytest.mark.parametrize(
    ("who", "is_pro", "error", "code"),
    [
        (None, True, NotSignedIn, Code.NOT_SIGNED_IN),
        ("elin", False, NotPro, Code.NOT_PRO),
        ("mira", True, RoleRefused, Code.ROLE_REFUSED),
        ("mira", False, RoleRefused, Code.ROLE_REFUSED),
    ],
)
def test_others_are_told_why_not(
    plugin: FakedPlugin, who: str | None, is_pro: bool, error: type[NotAllowed], code: Code
) -> None:
    """Everybody else is refused with their own reason."""
    studio = plugin.workroom.studio(STUDIO)
    studio.is_pro = is_pro
    plugin.workroom.asker = studio.members[who] if who else None
    with pytest.raises(error) as caught:
        plugin.use.check_access()
    assert caught.value.detail == Message(code)


def test_whoever_may_not_is_told_who_may(plugin: FakedPlugin) -> None:
    """The members whose role lets them in are named, as many as are asked for."""
    assert [one.id for one in plugin.use.check_access.who_may(STUDIO, 3)] == ["elin", "jonas"]
    assert plugin.use.check_access.who_may(STUDIO, 1) == [plugin.elin]


def test_a_studio_that_left_pro_may_look(plugin: FakedPlugin) -> None:
    """An Admin of a studio off Pro may look, and the menu shows them the entry."""
    plugin.workroom.studio(STUDIO).is_pro = False
    assert plugin.use.check_access.to_look() == plugin.elin
    assert plugin.use.check_access.asker() == plugin.elin
    assert not plugin.use.check_access.is_pro(STUDIO)


@pytest.mark.parametrize(("who", "error"), [(None, NotSignedIn), ("mira", RoleRefused)])
@pytest.mark.parametrize("is_pro", [True, False])
def test_without_the_role_nobody_may_look(
    plugin: FakedPlugin, who: str | None, error: type[NotAllowed], is_pro: bool
) -> None:
    """Strangers and plain members see nothing on any plan, and the menu shows no entry."""
    studio = plugin.workroom.studio(STUDIO)
    studio.is_pro = is_pro
    plugin.workroom.asker = studio.members[who] if who else None
    with pytest.raises(error):
        plugin.use.check_access.to_look()
    assert plugin.use.check_access.asker() is None


def test_whoever_left_is_refused(plugin: FakedPlugin) -> None:
    """A member who left the studio is refused though the session is still open."""
    del plugin.workroom.studio(STUDIO).members["elin"]
    with pytest.raises(RoleRefused):
        plugin.use.check_access()


def test_who_asks_is_known_whether_or_not_they_may(plugin: FakedPlugin) -> None:
    """Whoever is signed in can be named, to be told whom to ask or what time it is."""
    mira = plugin.workroom.studio(STUDIO).members["mira"]
    for asker in (plugin.elin, mira, None):
        plugin.workroom.asker = asker
        assert plugin.use.check_access.who_asks() == asker
