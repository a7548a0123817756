"""What people and nights do while a proxy answers in Harvest's place, and what became of it.

Each journey is made with one fault, and once more when Harvest is back. It tells all that went
wrong, in a few words each: nothing, where all is well.
"""

from demo.harvest import Fault
from demo.walk import fields
from tests.resilience.proxied import PROJECTS, TASKS, Proxied
from tests.support.studio import text_of

ONCE, FOR_A_TIME, ALWAYS = 1, 3, -1


def import_by_click(place: Proxied, fault: Fault) -> list[str]:
    """An import while it strikes, and one afterwards."""
    passes = fault.times != ALWAYS
    place.forget()
    place.faults(fault)
    run = place.elin.run(place.by_click())
    found = place.wrong()
    if run["status"] == "finished" and place.lost():
        found.append("a part passes for all")
    if passes and run["status"] != "finished":
        found.append("gives up")
    place.faults()
    place.by_click()
    return found + place.wrong() + place.lost()


def import_by_night(place: Proxied, fault: Fault) -> list[str]:
    """A night during whose first turns it strikes; nobody clicks."""
    place.forget()
    place.faults(fault)
    run_id = place.by_night()
    place.work(run_id, turns=6)
    found = place.wrong()
    place.faults()
    place.work(run_id)
    run = place.elin.run(run_id)
    found += [] if run["status"] == "finished" else [f"the night {run['status']}"]
    return found + place.wrong() + place.lost()


def look(place: Proxied, fault: Fault) -> list[str]:
    """At the mapping table, twice; then once more when Harvest is back."""
    place.forget()
    place.faults(fault)
    found = [problem for _ in range(2) for problem in seen(place.elin.page())]
    place.faults()
    return found + seen(place.elin.page(), must_be_whole=True) + place.wrong()


def save(place: Proxied, fault: Fault) -> list[str]:
    """Rows that were not mapped yet: all of them or none, and all when Harvest is back."""
    place.forget()
    place.elin.post("/mappings", dict.fromkeys(place.form, ""))
    place.faults(fault)
    place.elin.post("/mappings", place.form)
    found = [] if place.pairs() in (0, len(PROJECTS + TASKS)) else ["partial list"]
    place.faults()
    place.elin.post("/mappings", place.form)
    return found + ([] if place.pairs() == len(PROJECTS + TASKS) else ["lost"]) + place.wrong()


def look_as_a_member(place: Proxied, fault: Fault) -> list[str]:
    """At the table of somebody who may see their own projects only: that list is whole, or none."""
    world = place.harvest.world
    elin = next(iter(world.users))
    world.change_user(elin, role="member")
    place.forget()
    place.faults(fault)
    found = [problem for _ in range(2) for problem in seen(place.elin.page(), own=True)]
    place.faults()
    found += seen(place.elin.page(), must_be_whole=True, own=True) + place.wrong()
    world.change_user(elin, role="administrator")
    return found


def seen(page: str, *, must_be_whole: bool = False, own: bool = False) -> list[str]:
    """What is wrong about the mapping table: it is whole, or a line says that there is none."""
    labels = set(fields(page).labels.values())
    text = text_of(page)
    if "cannot be shown now" in text:
        return ["no table"] if must_be_whole or "Villa Sandhamn" in labels else []
    found = [] if ("may be incomplete" in text) == own else ["partial list"]
    return found + ([] if {*PROJECTS, *TASKS} <= labels else ["rows missing"])


def connect_again(place: Proxied, fault: Fault) -> list[str]:
    """A second consent over a living connection, which lives on whatever is answered."""
    place.forget()
    back = place.elin.consent()
    place.faults(fault)
    place.elin.come_back(back)
    place.faults()
    found = place.wrong(sight=(None, "everyone"))
    found += [] if place.pairs() == len(PROJECTS + TASKS) else ["pairs lost"]
    found += [] if len(place.harvest.state.by_refresh) == 1 else ["a grant too many"]
    place.by_click()
    return found + place.wrong() + place.lost()


def connect_anew(place: Proxied, fault: Fault) -> list[str]:
    """A first consent: connected, or nothing stored, no grant left, and a sentence; then again."""
    place.forget()
    place.elin.post("/disconnect")
    back = place.elin.consent()
    place.faults(fault)
    page = text_of(place.elin.come_back_to_the_page(back))
    found = place.wrong(sight=(None, "everyone"))
    with place.app.app_context():
        connected = len(place.rows("connections"))
    if not connected and "Choose Connect Harvest to try again." not in page:
        found.append("no sentence")
    if len(place.harvest.state.by_refresh) != connected:
        found.append("a grant too many")
    place.connect()
    place.by_click()
    return found + place.wrong() + place.lost()


def renew(place: Proxied, fault: Fault) -> list[str]:
    """The access token has run out: an import and a look while it strikes, and both afterwards."""
    place.forget()
    place.harvest.state.by_access.clear()
    place.faults(fault)
    place.by_click()
    found = seen(place.elin.page()) + place.wrong()
    place.faults()
    place.by_click()
    return found + seen(place.elin.page(), must_be_whole=True) + place.wrong() + place.lost()


def leave(place: Proxied, fault: Fault) -> list[str]:
    """Disconnect: nothing is left here, and the page does not say that Harvest was told if not."""
    place.forget()
    place.faults(fault)
    place.elin.post("/disconnect")
    place.faults()
    page = text_of(place.elin.page())
    alive = bool(place.harvest.state.by_refresh)
    place.harvest.state.by_refresh.clear()
    with place.app.app_context():
        found = ["still connected"] if place.rows("connections") else []
    found += ["pairs kept"] if place.pairs() else []
    if alive and "the access could not be withdrawn from here" not in page:
        found.append("says withdrawn, is not")
    place.connect()
    return found
