"""Imports, what waits, and what differs since."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update

from demo.walk import PAGE
from demo.workroom.models import Timelog
from tests.guide.night import backdate, tick
from tests.guide.work import DAY
from tests.web.words.listening import Listener
from tests.web.words.scenes.steps import CABIN, DAYS, edit, in_workroom, ready, started


def importing(one: Listener) -> None:
    """A preview, the import from it, one that is queued, cancelled and goes on, and its undo."""
    work = ready(one)
    for user in ("Elin", "Pavel", "Sara"):
        work.add(user=user)
    work.add(project="Internal")
    work.add(task="Admin")
    work.add(running=True)
    work.add("1000.0", "A typing mistake")
    one.post("/imports", {"from": "", "to": "x"})
    one.post("/imports", {"from": str(DAY), "to": str(DAY - timedelta(days=1))})
    preview = started(one, "/previews")
    one.look_around()
    one.work(preview)
    one.page(f"/imports/{preview}")
    work.add("0.5")
    run_id = str(one.post("/imports", {**DAYS, "preview": preview}).location).rsplit("/", 1)[1]
    one.page(f"/imports/{run_id}")
    one.work(run_id)
    one.look_around()
    again = one.start_import(DAY, DAY)
    one.page()
    for action in ("cancel", "cancel", "continue", "continue"):
        one.post(f"/imports/{again}/{action}")
        one.page()
    one.work(again)
    one.post(f"/imports/{again}/continue")
    one.page(f"/imports/{run_id}/undo")
    undo = started(one, f"/imports/{run_id}/undo")
    one.page(f"/imports/{undo}")
    one.work(undo)
    one.look_around()


def waiting(one: Listener) -> None:
    """What waits is left out, taken back, mapped late and imported."""
    work = ready(one, CABIN, "Drawings")
    work.add(project=CABIN, task="Client Meeting")
    work.add(project="Internal")
    work.add()
    one.import_days(DAY, DAY)
    one.look_around()
    projects = {p.name: str(p.id) for p in work.world.projects.values()}
    for path in ("/waiting/leave-out", "/waiting/take-back", "/waiting/leave-out"):
        one.post(path, {"project": projects["Internal"]})
        one.page("/waiting")
    one.map()
    one.look_around()
    one.work(started(one, "/waiting/import", {"project": projects[CABIN]}))
    one.post("/waiting/import", {"project": "77"})
    one.look_around()


def correcting(one: Listener) -> None:
    """Entries are changed and deleted on either side; some is applied, some is let be."""
    work = ready(one)
    ids = [work.add(str(number)) for number in range(1, 10)]
    one.import_days(DAY, DAY)
    edit(work, ids[0], hours="9.5", notes="Anew")
    edit(work, ids[1], spent_on=DAY - timedelta(days=40))
    edit(work, ids[2], hours="8.5")
    for account in work.world.entries:
        work.world.remove(account, ids[3])
    in_workroom(one, update(Timelog).filter_by(harvest_entry_id=ids[2]).values(is_locked=True))
    in_workroom(one, delete(Timelog).filter_by(harvest_entry_id=ids[4]))
    in_workroom(one, update(Timelog).filter_by(harvest_entry_id=ids[5]).values(title="Theirs"))
    one.import_days(DAY, DAY)
    one.look_around()
    one.page("/corrections?choose=all")
    one.post("/corrections/apply")
    form = {f"shown-{ids[0]}": "x"}
    for path in ("apply", "dismiss"):
        chosen = ids[:3] if path == "apply" else ids[3:5]
        answer = one.browser.post(
            f"{PAGE}/corrections/{path}",
            data={**form, "entry": list(map(str, chosen)), "csrf_token": one.token()},
        )
        run_id = str(answer.location).rsplit("/", 1)[1]
        if len(run_id) == 32:
            one.page(f"/imports/{run_id}")
            one.work(run_id)
    one.look_around()
    for query in ("?from=2026-05-01&to=2026-06-30", "?from=x", "?q=1"):
        one.page(f"/hours{query}")
        one.page(f"/entries{query}")
    one.page(f"/entries?entry={ids[0]}")
    one.page("/entries/1")
    for entry_id in ids:
        one.page(f"/entries/{entry_id}")


def nights(one: Listener) -> None:
    """A night, one in which Harvest fails, and one that finds Automated sync off."""
    ready(one).add(day=datetime.now(UTC).date())
    one.post("/automated-sync", {"on": "1"})
    one.page()
    backdate(one, datetime.now(UTC) - timedelta(days=9))
    tick(one)
    one.look_around()
    one.post("/automated-sync", {"on": ""})
    one.page()
