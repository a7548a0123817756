"""The role of the user behind a token."""

import msgspec

from workroom_harvest.adapters.harvest.json_decode import UNREADABLE, decode_body, decode_optional
from workroom_harvest.adapters.harvest.list_decoder import Id
from workroom_harvest.adapters.harvest.payloads.fields import NULL
from workroom_harvest.domain.connection import Sight, widest
from workroom_harvest.domain.errors import MalformedResponse


class _Me(msgspec.Struct, gc=False):
    """The user behind the token. The fields that tell the role have changed over the years.

    The names and the address are required, so that another service's object is not taken for a
    user.
    """

    id: Id
    first_name: msgspec.Raw
    last_name: msgspec.Raw
    email: msgspec.Raw
    access_roles: msgspec.Raw = NULL
    # This field is undocumented, and was seen in 2022.
    permissions_claims: msgspec.Raw = NULL
    # These fields have been missing since 2019.
    is_admin: msgspec.Raw = NULL
    is_project_manager: msgspec.Raw = NULL


_ME = msgspec.json.Decoder(_Me).decode
_SIGHTS = {
    "administrator": Sight.EVERYONE,
    "manager": Sight.TEAM,
    "member": Sight.SELF,
    "timers:read:all": Sight.EVERYONE,
    "timers:read:managed": Sight.TEAM,
    "timers:read:own": Sight.SELF,
}


def sight(body: bytes) -> Sight | None:
    """Return whose entries the user behind the token sees, or None if no field says it.

    Raise `MalformedResponse` if the body is no user of Harvest's.
    """
    try:
        me = decode_body(_ME, body)
    except UNREADABLE as error:
        raise MalformedResponse from error
    # The widest one counts, because a Manager may have been given everyone's time.
    said = [*_words(me.access_roles), *_words(me.permissions_claims)]
    return widest(_flag(me), *(_SIGHTS.get(word) for word in said))


def _words(text: msgspec.Raw) -> list[str]:
    return [word for word in decode_optional(text, list[object]) or () if isinstance(word, str)]


def _flag(me: _Me) -> Sight | None:
    is_admin = decode_optional(me.is_admin, bool)
    is_manager = decode_optional(me.is_project_manager, bool)
    if is_admin is True:
        return Sight.EVERYONE
    if is_manager is True:
        return Sight.TEAM
    return Sight.SELF if is_admin is False and is_manager is False else None
