"""Connecting, mapping, what goes wrong, and who may not look."""

from sqlalchemy import update

from demo.__main__ import MAPPINGS
from demo.harvest import Fault
from demo.walk import PAGE
from demo.workroom.models import Member
from tests.guide.grants import revoke_grants
from tests.guide.work import DAY
from tests.web.words.listening import Listener
from tests.web.words.scenes.steps import CABIN, DAYS, in_workroom, ready


def connecting(one: Listener) -> None:
    """Not connected, a consent that was declined, one that is not ours, then connected."""
    one.look_around()
    one.come_back_to_the_page(one.consent(decision="deny"))
    one.browser.get(f"{PAGE}/callback?code=1&state=2")
    for path in ("/imports", "/waiting/import", "/mappings", "/connect/confirm"):
        one.post(path, DAYS)
    one.connect()
    one.look_around()
    one.connect()


def mapping(one: Listener) -> None:
    """Suggestions, a save, one that clears pairs, one that is refused, one that came too late."""
    one.connect()
    one.map({name: here for name, here in MAPPINGS.items() if name != CABIN})
    one.page()
    one.post("/mappings", {"project-99999": "1", "task-99999": "999999"})
    one.browser.post(f"{PAGE}/mappings", data={"project-1": "1"})
    one.map({CABIN: "Villa Sandhamn"})
    one.look_around()
    one.harvest.state.faults.append(Fault("projects", 0, "500", times=-1))
    one.let_lists_age()
    one.page()
    one.page("/mappings")


def trouble(one: Listener) -> None:
    """Harvest fails, another account is chosen, the grant ends, and it is disconnected."""
    ready(one).add()
    one.harvest.state.faults.append(Fault("time_entries", 0, "403", times=-1))
    one.import_days(DAY, DAY)
    one.look_around()
    one.harvest.state.faults.clear()
    one.connect_account("Atelier Moreau")
    one.post("/connect/back")
    one.page()
    one.connect_account("Atelier Moreau")
    one.confirm_account()
    one.look_around()
    revoke_grants(one.harvest)
    one.import_days(DAY, DAY)
    one.look_around()
    one.post("/disconnect")
    one.look_around()


def the_person(one: Listener) -> None:
    """Who connected leaves, and another takes the place."""
    work = ready(one)
    work.add(user="Pavel")
    one.import_days(DAY, DAY)
    jonas = Listener(one.app, one.harvest, "jonas@lindqvist.example", one.account)
    jonas.browser.pages = one.browser.pages
    jonas.page()
    work.add(user="Pavel")
    in_workroom(one, update(Member).filter_by(email=one.email).values(is_active=False))
    jonas.import_days(DAY, DAY)
    jonas.look_around()
    jonas.connect()
    jonas.look_around()


def refused(one: Listener) -> None:
    """Pages that are not there, and people who may not look."""
    one.connect()
    for path in (f"/imports/{'0' * 32}", "/imports?after=x", "/waiting/entries?project=1"):
        one.page(path)
    for path in ("/corrections/apply", "/connect/confirm", "/waiting/leave-out"):
        one.post(path)
    one.browser.post(f"{PAGE}/connect")
    for email in ("mira@lindqvist.example", "nora@nordform.example"):
        other = Listener(one.app, one.harvest, email, one.account)
        other.browser.pages = one.browser.pages
        other.look_around()
        other.post("/connect")
    one.post("/disconnect")
    one.browser.get("/")
    one.browser.delete_cookie("workroom")
    one.page()
