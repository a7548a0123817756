"""What people and nights do while a proxy answers for Harvest, and what went wrong.

Each journey is made with one fault, and then once more when Harvest is back. It returns a short
description of each thing that went wrong, and an empty list where all is well.
"""

from demo.harvest import Fault
from demo.walk import fields
from tests.resilience.proxied import PROJECTS, TASKS, ProxiedStudio
from tests.support.studio import text_of

ONCE, FOR_A_TIME, ALWAYS = 1, 3, -1


def import_by_click(proxied: ProxiedStudio, fault: Fault) -> list[str]:
    """Import by a click while the fault strikes, and once more afterwards."""
    passes = fault.times != ALWAYS
    proxied.reset()
    proxied.set_faults(fault)
    run = proxied.elin.run(proxied.by_click())
    found = proxied.problems()
    if run["status"] == "finished" and proxied.missing_entries():
        found.append("a part passes for all")
    if passes and run["status"] != "finished":
        found.append("gives up")
    proxied.set_faults()
    proxied.by_click()
    return found + proxied.problems() + proxied.missing_entries()


def import_by_night(proxied: ProxiedStudio, fault: Fault) -> list[str]:
    """Perform a night while the fault strikes its first time slices; it goes on by itself."""
    proxied.reset()
    proxied.set_faults(fault)
    run_id = proxied.by_night()
    proxied.work(run_id, time_slices=6)
    found = proxied.problems()
    proxied.set_faults()
    proxied.work(run_id)
    run = proxied.elin.run(run_id)
    found += [] if run["status"] == "finished" else [f"the night {run['status']}"]
    return found + proxied.problems() + proxied.missing_entries()


def look(proxied: ProxiedStudio, fault: Fault) -> list[str]:
    """Open the first mapping table twice while the fault strikes, and once when Harvest is back."""
    proxied.reset()
    proxied.set_faults(fault)
    found = [problem for _ in range(2) for problem in page_problems(first_look(proxied))]
    proxied.set_faults()
    return found + page_problems(first_look(proxied), must_be_whole=True) + proxied.problems()


def first_look(proxied: ProxiedStudio) -> str:
    """Return the page as where no lists are stored, so that the table comes from Harvest."""
    proxied.elin.forget_lists()
    return proxied.elin.page()


def save(proxied: ProxiedStudio, fault: Fault) -> list[str]:
    """Look and save mappings while the fault strikes, and save once more afterwards."""
    proxied.reset()
    proxied.elin.post("/mappings", dict.fromkeys(proxied.form, ""))
    proxied.set_faults(fault)
    first_look(proxied)
    proxied.elin.post("/mappings", proxied.form)
    found = [] if proxied.count_pairs() in (0, len(PROJECTS + TASKS)) else ["partial list"]
    proxied.set_faults()
    proxied.elin.post("/mappings", proxied.form)
    return (
        found
        + ([] if proxied.count_pairs() == len(PROJECTS + TASKS) else ["lost"])
        + proxied.problems()
    )


def look_as_a_member(proxied: ProxiedStudio, fault: Fault) -> list[str]:
    """Open the mapping table as a Member, whose own projects are shown whole or not at all."""
    world = proxied.harvest.world
    elin = next(iter(world.users))
    world.change_user(elin, role="member")
    proxied.reset()
    proxied.set_faults(fault)
    found = [problem for _ in range(2) for problem in page_problems(first_look(proxied), own=True)]
    proxied.set_faults()
    found += page_problems(first_look(proxied), must_be_whole=True, own=True) + proxied.problems()
    world.change_user(elin, role="administrator")
    return found


def page_problems(page: str, *, must_be_whole: bool = False, own: bool = False) -> list[str]:
    """Return what is wrong with the page: the table has to be whole, or replaced by a message.

    With `own` the page has to say that the list may be incomplete. With `must_be_whole` the message
    is wrong, too.
    """
    labels = set(fields(page).labels.values())
    text = text_of(page)
    if "cannot be shown now" in text:
        return ["no table"] if must_be_whole or "Villa Sandhamn" in labels else []
    found = [] if ("may be incomplete" in text) == own else ["partial list"]
    return found + ([] if {*PROJECTS, *TASKS} <= labels else ["rows missing"])


def connect_again(proxied: ProxiedStudio, fault: Fault) -> list[str]:
    """Consent again over a working connection, which has to keep working after any answer."""
    proxied.reset()
    back = proxied.elin.consent()
    proxied.set_faults(fault)
    proxied.elin.come_back(back)
    proxied.set_faults()
    found = proxied.problems(sight=(None, "everyone"))
    found += [] if proxied.count_pairs() == len(PROJECTS + TASKS) else ["pairs lost"]
    found += [] if len(proxied.harvest.state.by_refresh) == 1 else ["a grant too many"]
    proxied.by_click()
    return found + proxied.problems() + proxied.missing_entries()


def connect_anew(proxied: ProxiedStudio, fault: Fault) -> list[str]:
    """Consent for the first time, which connects or stores nothing and says so; then again."""
    proxied.reset()
    proxied.elin.post("/disconnect")
    back = proxied.elin.consent()
    proxied.set_faults(fault)
    page = text_of(proxied.elin.come_back_to_the_page(back))
    found = proxied.problems(sight=(None, "everyone"))
    with proxied.app.app_context():
        connected = len(proxied.rows("connections"))
    if not connected and "Choose Connect Harvest to try again." not in page:
        found.append("no sentence")
    if len(proxied.harvest.state.by_refresh) != connected:
        found.append("a grant too many")
    proxied.connect()
    proxied.by_click()
    return found + proxied.problems() + proxied.missing_entries()


def renew(proxied: ProxiedStudio, fault: Fault) -> list[str]:
    """Import and open the page with an expired access token, and once more afterwards."""
    proxied.reset()
    proxied.harvest.state.by_access.clear()
    proxied.set_faults(fault)
    proxied.by_click()
    found = page_problems(first_look(proxied)) + proxied.problems()
    proxied.set_faults()
    proxied.by_click()
    return (
        found
        + page_problems(first_look(proxied), must_be_whole=True)
        + proxied.problems()
        + proxied.missing_entries()
    )


def disconnect(proxied: ProxiedStudio, fault: Fault) -> list[str]:
    """Disconnect, which deletes everything here, and says whether Harvest was told."""
    proxied.reset()
    proxied.set_faults(fault)
    proxied.elin.post("/disconnect")
    proxied.set_faults()
    page = text_of(proxied.elin.page())
    alive = bool(proxied.harvest.state.by_refresh)
    proxied.harvest.state.by_refresh.clear()
    with proxied.app.app_context():
        found = ["still connected"] if proxied.rows("connections") else []
    found += ["pairs kept"] if proxied.count_pairs() else []
    if alive and "the access could not be withdrawn from here" not in page:
        found.append("says withdrawn, is not")
    proxied.connect()
    return found
