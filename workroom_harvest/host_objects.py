"""The check that the host's objects have the methods of their protocols."""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from workroom_harvest.domain.ports.correctable_timelogs import METHODS, CorrectableTimelogs
from workroom_harvest.domain.ports.host import Access, Catalogue, People, Timelogs
from workroom_harvest.setting_values import UnusableSettingError

PROTOCOLS: Mapping[str, type] = {
    "people": People,
    "access": Access,
    "catalogue": Catalogue,
    "timelogs": Timelogs,
}
"""The protocol of each argument of `WorkroomHarvest` that is an object of the host's."""


def demand_methods(objects: Mapping[str, object]) -> None:
    """Raise `SettingsError` for the first method that is missing or takes other arguments.

    `objects` maps the names of the arguments of `WorkroomHarvest` to their values. An object of
    timelogs that has one of the methods of `CorrectableTimelogs` must have all of them.
    """
    for name, host_object in objects.items():
        _demand(name, host_object, PROTOCOLS[name])
    timelogs = objects["timelogs"]
    offered = [method for method in METHODS if getattr(timelogs, method, None) is not None]
    if offered:
        ending = (
            f" It has {' and '.join(offered)}; a host has all of {', '.join(METHODS)}, or none."
        )
        _demand("timelogs", timelogs, CorrectableTimelogs, ending)


def _demand(name: str, host_object: object, protocol: type, ending: str = "") -> None:
    for method, parameters in _methods(protocol):
        problem = _problem(host_object, method, parameters)
        if problem:
            raise UnusableSettingError(
                f"{name}.{method}",
                f"{_kind(host_object)} {problem}. Write it as workroom_harvest's "
                f"{protocol.__name__} says: {method}({', '.join(parameters)}).{ending}",
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
        # A method that is not written in Python may not say which arguments it takes.
        return None
    return None


def _kind(host_object: object) -> str:
    """Return the name of the object's class, or say that a class was given as the object."""
    if inspect.isclass(host_object):
        return f"the class {host_object.__name__}"
    return type(host_object).__name__
