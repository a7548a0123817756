"""Objects that lack a method are refused at `init_app`, with the method's name."""

from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask

from demo.workroom.harvest_host import (
    WorkroomAccess,
    WorkroomCatalogue,
    WorkroomPeople,
    WorkroomTimelogs,
)
from demo.workroom.models import db
from workroom_harvest import NewTimelog, SettingsError, WorkroomHarvest

OBJECTS: dict[str, Any] = {
    "people": WorkroomPeople(),
    "access": WorkroomAccess(),
    "catalogue": WorkroomCatalogue(),
    "timelogs": WorkroomTimelogs(),
}
METHODS = [
    ("people", "current_member"),
    ("people", "active_members"),
    ("people", "member"),
    ("people", "time_zone"),
    ("access", "is_pro"),
    ("access", "may_manage_integrations"),
    ("catalogue", "projects"),
    ("catalogue", "activity_types"),
    ("timelogs", "add_many"),
]
METHODS_FOR_CORRECTIONS = ("find_many", "change_many", "remove_many")


def without(*methods: str) -> Any:
    """Return timelogs like the demo's that lack these methods."""
    there = {name: of for name, of in vars(WorkroomTimelogs).items() if name not in methods}
    return type("WorkroomTimelogs", (), there)()


def refusal(**objects: object) -> str:
    """Return the error of `init_app` with these objects in place of the demo's."""
    given = {**OBJECTS, **objects}
    with pytest.raises(SettingsError) as refused:
        WorkroomHarvest(db=db, **given).init_app(Flask("host"))
    return str(refused.value)


@pytest.mark.parametrize(("part", "method"), METHODS)
def test_a_method_that_is_missing_is_named(part: str, method: str) -> None:
    """A missing method is named with its protocol and its signature."""
    kind = type(OBJECTS[part])
    lacking = type(kind.__name__, (), {n: f for n, f in vars(kind).items() if n != method})()
    said = refusal(**{part: lacking})
    assert said.startswith(f"{part}.{method}: {kind.__name__} has no such method. ")
    assert f"{part.title()} says: {method}(" in said


@pytest.mark.parametrize(("part", "method"), METHODS)
def test_what_cannot_be_called_is_no_method(part: str, method: str) -> None:
    """An attribute with a method's name that cannot be called is refused."""
    kind = type(OBJECTS[part])
    odd = type(kind.__name__, (kind,), {method: "a text"})()
    assert "which cannot be called" in refusal(**{part: odd})


@pytest.mark.parametrize(("part", "method"), METHODS)
def test_a_method_with_other_arguments_is_refused(part: str, method: str) -> None:
    """A method with other arguments is refused, since its first call would fail.

    That could be in the night.
    """
    kind = type(OBJECTS[part])

    def other(self: object, one: object, two: object, three: object) -> Any: ...

    odd = type(kind.__name__, (kind,), {method: other})()
    assert f"{part}.{method}: {kind.__name__} has a method here that takes other arguments" in (
        refusal(**{part: odd})
    )


@pytest.mark.parametrize("method", METHODS_FOR_CORRECTIONS)
def test_a_host_has_all_methods_for_corrections_or_none(method: str) -> None:
    """A host that lacks one of the three methods is told which, and which it has."""
    said = refusal(timelogs=without(method))
    assert said.startswith(f"timelogs.{method}: WorkroomTimelogs has no such method. ")
    assert f"CorrectableTimelogs says: {method}(" in said
    others = [one for one in METHODS_FOR_CORRECTIONS if one != method]
    assert said.endswith(
        f" It has {' and '.join(others)}; a host has all of find_many, change_many, "
        "remove_many, or none."
    )


def test_a_host_without_any_method_for_corrections_is_accepted() -> None:
    """A host that has none of the three, or None in their place, is fine; a setting comes next."""
    assert refusal(timelogs=without(*METHODS_FOR_CORRECTIONS)).startswith("HARVEST_")
    withdrawn = type("Withdrawn", (WorkroomTimelogs,), dict.fromkeys(METHODS_FOR_CORRECTIONS))
    assert refusal(timelogs=withdrawn()).startswith("HARVEST_")


@pytest.mark.parametrize("method", METHODS_FOR_CORRECTIONS)
def test_a_method_for_corrections_with_other_arguments_is_refused(method: str) -> None:
    """A method for corrections that takes other arguments is refused like any other."""

    def other(self: object, only: object) -> Any: ...

    odd = type("Odd", (WorkroomTimelogs,), {method: other})()
    assert f"timelogs.{method}: Odd has a method here that takes other arguments" in (
        refusal(timelogs=odd)
    )


def test_an_asynchronous_method_is_refused() -> None:
    """An asynchronous method is refused, since its coroutine would always count as true."""

    class Asynchronous(WorkroomAccess):
        async def is_pro(self, studio_id: str) -> bool:  # type: ignore[override]  # because that is what is wrong
            return False

    assert "access.is_pro: Asynchronous has an asynchronous method" in refusal(
        access=Asynchronous()
    )


def test_a_class_in_place_of_an_object_is_refused() -> None:
    """A class is refused where its instance is wanted, since its methods lack `self`."""
    assert "people.current_member: the class WorkroomPeople has" in refusal(people=WorkroomPeople)


class Generous:
    """One object for all four protocols, with further arguments that are optional."""

    def current_member(self, request: object = None) -> Any: ...
    def active_members(self, *studios: str) -> Any: ...
    def member(self, studio_id: str, member_id: str, **others: object) -> Any: ...
    def time_zone(self, studio: str) -> Any: ...
    def is_pro(self, studio: str) -> Any: ...
    def may_manage_integrations(self, studio: str, member: str) -> Any: ...
    def projects(self, studio: str) -> Any: ...
    def activity_types(self, studio: str) -> Any: ...
    def add_many(self, studio: str, logs: Sequence[NewTimelog]) -> Any: ...


def test_other_names_and_further_arguments_are_fine() -> None:
    """Other names and further optional arguments are accepted, as all arguments are positional.

    The next complaint is about a setting.
    """
    one: Any = Generous()
    said = refusal(people=one, access=one, catalogue=one, timelogs=one)
    assert said.startswith("HARVEST_")
