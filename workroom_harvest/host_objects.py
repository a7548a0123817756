"""Whether the host's objects have what their protocols ask for, before it is missed."""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from workroom_harvest.domain.ports.host import Access, Catalogue, People, Timelogs
from workroom_harvest.settings import UnusableSettingError

PROTOCOLS: Mapping[str, type] = {
    "people": People,
    "access": Access,
    "catalogue": Catalogue,
    "timelogs": Timelogs,
}


def demand_methods(objects: Mapping[str, object]) -> None:
    """Raise `SettingsError` for the first method that is missing or cannot be called as it will be.

    `objects` are the arguments of `WorkroomHarvest` by their name.
    """
    for name, host_object in objects.items():
        for method, parameters in _methods(PROTOCOLS[name]):
            problem = _problem(host_object, method, parameters)
            if problem:
                raise UnusableSettingError(
                    f"{name}.{method}",
                    f"{_kind(host_object)} {problem}. Write it as workroom_harvest's "
                    f"{PROTOCOLS[name].__name__} says: {method}({', '.join(parameters)}).",
                )


def _methods(protocol: type) -> Iterator[tuple[str, list[str]]]:
    for name, function in vars(protocol).items():
        if not name.startswith("_"):
            yield name, list(inspect.signature(function).parameters)[1:]


def _problem(host_object: object, name: str, parameters: list[str]) -> str | None:
    method: Any = getattr(host_object, name, None)
    if method is None:
        return "has no such method"
    if not callable(method):
        return "has something else under this name, which cannot be called"
    if inspect.iscoroutinefunction(method):
        return "has an asynchronous method here, and the plugin does not wait for one"
    try:
        inspect.signature(method).bind(*parameters)
    except TypeError:
        return "has a method here that takes other arguments"
    except ValueError:
        # Something that is not written in Python does not tell what it takes.
        return None
    return None


def _kind(host_object: object) -> str:
    """What to call it: a class that was given in place of an object is one."""
    if inspect.isclass(host_object):
        return f"the class {host_object.__name__}"
    return type(host_object).__name__
