"""The list of what people did, as a page and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from demo.walk import PAGE
from demo.workroom.models import db
from tests.guide.work import DAY, Work
from tests.support.factories import NOON
from tests.support.studio import Studio, text_of
from tests.web.asking import JSON, ask, refused
from workroom_harvest.domain.audit import AuditCode, AuditDatum, AuditRecord
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.use_cases.auditing import list_audit
from workroom_harvest.domain.use_cases.auditing.list_audit import AuditNames
from workroom_harvest.web.presenters import audit

RECORD = AuditRecord(7, NOON, "elin", AuditCode.MAPPED, {"set": 3, "cleared": 1})
ELIN = AuditNames({"elin": "Elin"})


def done(studio: Studio) -> list[tuple[str, str]]:
    """Return who did what, the oldest first."""
    return [(one["who"], one["what"]) for one in ask(studio, "/audit")["audit"]][::-1]


def test_every_button_leaves_a_record_of_who_pressed_it(connected: Studio, work: Work) -> None:
    """Each form of the plugin's that changes anything leaves one record with the member's id."""
    me, before = str(connected.member.id), done(connected)
    work.add("1", project="Villa Sandhamn")
    projects = work.world.projects.values()
    group = {"project": next(str(one.id) for one in projects if one.name == "Villa Sandhamn")}
    connected.post("/mappings", {f"project-{group['project']}": ""})
    connected.import_days(DAY, DAY)
    connected.post("/waiting/leave-out", group)
    connected.post("/waiting/take-back", group)
    run_id = connected.start_import(DAY, DAY)
    connected.post(f"/imports/{run_id}/cancel")
    connected.post(f"/imports/{run_id}/continue")
    connected.work(run_id)
    connected.post("/previews", {"from": DAY.isoformat(), "to": DAY.isoformat()})
    connected.post("/waiting/import", group)
    connected.post("/automated-sync", {"on": "1"})
    connected.post("/automated-sync", {})
    connected.post("/disconnect")
    assert done(connected)[len(before) :] == [
        (me, what)
        for what in (
            "mapped",
            "import_started",
            "left_out",
            "taken_back",
            "import_started",
            "run_cancelled",
            "run_continued",
            "preview_started",
            "waiting_import_started",
            "automated_sync_on",
            "automated_sync_off",
            "disconnected",
        )
    ]


def test_the_page_says_who_did_what_and_leads_to_the_import(connected: Studio) -> None:
    """A row has the name, the time and a sentence, and the list of imports leads to the page."""
    run_id = connected.start_import(DAY, DAY)
    page = connected.page("/audit")
    assert "Elin Lindqvist Started an import. Import " + run_id[:8] in text_of(page)
    assert f"/imports/{run_id}" in page
    assert ">today at " in page
    assert f"{PAGE}/audit" in connected.page("/imports")


def test_a_studio_in_which_nobody_did_anything_has_an_empty_list(elin: Studio) -> None:
    """Before the first connection the list says so, and has no next page."""
    assert ask(elin, "/audit") == {"audit": [], "next": None}
    assert "Nobody did anything yet." in text_of(elin.page("/audit"))


def test_the_list_is_turned_to_its_end(connected: Studio) -> None:
    """Each page leads to the next, each record stands on one of them, and the last is the end."""
    for _ in range(list_audit.RECORDS_LISTED // 2 + 1):
        connected.post("/automated-sync", {"on": "1"})
        connected.post("/automated-sync", {})
    first = ask(connected, "/audit")
    second = ask(connected, first["next"])
    assert len(first["audit"]) == list_audit.RECORDS_LISTED
    assert second["next"] is None
    assert second["audit"][-1]["what"] == "connected"
    assert first["audit"][-1] not in second["audit"]
    assert "Older" in connected.page("/audit")
    assert "Newest" in connected.browser.get(first["next"]).text
    assert "Nothing older is kept." in text_of(connected.page("/audit?after=1"))
    assert refused(connected.browser.get(f"{PAGE}/audit?after=x"), 400, "is not known here")


def test_what_people_did_is_shown_to_nobody_else(connected: Studio, elin: Studio) -> None:
    """Another studio sees nothing of it, and whoever may not manage integrations is refused."""
    assert ask(connected, "/audit")["audit"]
    with connected.app.app_context():
        table = db.metadata.tables["workroom_harvest_audit"]
        db.session.execute(sa.update(table).values(studio_id="another"))
        db.session.commit()
    assert ask(connected, "/audit")["audit"] == []
    mira = Studio(connected.app, connected.harvest, "mira@lindqvist.example", "Studio Lindqvist")
    assert mira.browser.get(f"{PAGE}/audit", headers=JSON).status_code == 403


def test_every_code_has_a_sentence() -> None:
    """Every code has a sentence, which says what is in the data, and none fails without it."""
    assert set(audit.SENTENCES) == set(AuditCode)
    assert audit.audit_row(RECORD, ELIN) == audit.AuditRow(
        NOON, "Elin", "Saved mappings: 3 set, 1 cleared.", None
    )
    for code in AuditCode:
        assert audit.audit_row(replace(RECORD, code=code, data={}), AuditNames()).what


def test_what_is_of_harvest_is_named_where_its_name_is_known() -> None:
    """Projects, tasks and accounts are told by name, and by id where Workroom knows no name."""
    names = AuditNames({}, {(ItemKind.TASK, 5): "Drawings"}, {7: "Studio L"})
    cases: Sequence[tuple[AuditCode, Mapping[str, AuditDatum], str]] = (
        (AuditCode.LEFT_OUT, {"kind": "task", "id": 5}, "Left out Harvest's task Drawings on"),
        (AuditCode.TAKEN_BACK, {"kind": "task", "id": 5}, "Took back Harvest's task Drawings,"),
        (AuditCode.LEFT_OUT, {"kind": "project", "id": 5000}, "Left out Harvest's project 5000 on"),
        (AuditCode.CONNECTED, {"account": 7}, "Connected Harvest account Studio L."),
        (AuditCode.CONNECTED, {"account": 8000}, "Connected Harvest account 8000."),
    )
    for code, data, told in cases:
        what = audit.audit_row(replace(RECORD, code=code, data=data), names).what
        assert what.startswith(told)


def test_a_link_to_a_run_says_what_kind_of_run_it_is() -> None:
    """What was applied leads to a correction; an undo leads to the import that was undone."""
    run = {"run": "0123456789abcdef"}
    for code, name in (
        (AuditCode.CORRECTIONS_APPLIED, "Correction 01234567"),
        (AuditCode.RUN_UNDONE, "Import 01234567"),
        (AuditCode.PREVIEW_STARTED, ""),
    ):
        row = audit.audit_row(replace(RECORD, code=code, data=run), AuditNames())
        assert row.run_name == name


def test_people_are_named_as_they_are_called_now() -> None:
    """Who is no member any more is a former member, also as the one who gave way."""
    changed = replace(RECORD, code=AuditCode.PERSON_CHANGED, data={"account": 7, "former": "x"})
    known = AuditNames({"elin": "Elin", "x": "Jonas"})
    assert audit.audit_row(changed, known).what == (
        "Connected Harvest account 7 in place of Jonas, and is the fallback owner now."
    )
    nobody = AuditNames()
    assert "in place of a former member" in audit.audit_row(changed, nobody).what
    assert audit.audit_row(changed, nobody).who == "A former member"
    assert audit.audit_row(replace(RECORD, member_id=None), nobody).who == "From the command line"


def test_a_preview_has_no_link_and_an_unknown_code_a_sentence() -> None:
    """A preview may be gone, so it is not led to; a newer version's code is told as unknown."""
    preview = replace(RECORD, code=AuditCode.PREVIEW_STARTED, data={"run": "a"})
    assert audit.audit_row(preview, ELIN).run_id is None
    assert audit.audit_row(replace(preview, code=AuditCode.IMPORT_STARTED), ELIN).run_id == "a"
    unknown = replace(RECORD, code=None)
    assert audit.audit_row(unknown, ELIN).what == audit.UNKNOWN
    assert audit.as_json(unknown, ELIN)["what"] is None
