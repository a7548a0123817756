"""The steps that several scenes take."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Executable

from demo.__main__ import MAPPINGS
from demo.workroom.models import db
from tests.guide.work import DAY, Work
from tests.web.words.listening import Listener

DAYS = {"from": str(DAY), "to": str(DAY)}
CABIN = "Lakeside Cabin"


def ready(one: Listener, *unmapped: str) -> Work:
    """Connect, map all but what is named, and return the emptied Harvest account."""
    one.connect()
    one.map({name: here for name, here in MAPPINGS.items() if name not in unmapped})
    return Work(one.harvest)


def started(one: Listener, path: str, form: Mapping[str, str] = DAYS) -> str:
    """Start a run by a form; return its id."""
    answer = one.post(path, form)
    assert answer.status_code == 303, answer.text
    return str(answer.location).rsplit("/", 1)[1]


def edit(work: Work, entry_id: int, **values: object) -> None:
    """Change an entry in Harvest."""
    found = (work.world.find(account, entry_id) for account in work.world.entries)
    old = next(filter(None, found))
    work.world.edit(old, datetime.now(UTC), **values)


def in_workroom(one: Listener, statement: Executable) -> None:
    """Change something in Workroom's own tables."""
    with one.app.app_context():
        db.session.execute(statement)
        db.session.commit()
