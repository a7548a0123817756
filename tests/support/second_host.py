"""Another host than the demo: whatever it could do in another way, it does.

Ids are UUIDs, the plugin is mounted below a prefix, nothing checks tokens but the plugin itself,
templates refuse what is undefined, the metadata has a schema and a naming convention, timelogs
are objects of the session, tables come from `create_all` instead of migrations, and the pool has
one connection and no more.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from flask import Flask, render_template_string
from flask_sqlalchemy import SQLAlchemy
from jinja2 import StrictUndefined
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from workroom_harvest import ActivityType, Member, NewTimelog, Project, WorkroomHarvest

CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}
PREFIX = "/office"
ONE_CONNECTION = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 1}


def number(name: str) -> str:
    """A UUID that is the same in each run."""
    return str(uuid5(UUID(int=0), name))


class SecondHost:
    """One studio of two people, three projects and three activity types."""

    engine_options: Mapping[str, Any] = ONE_CONNECTION

    def __init__(self, config: Mapping[str, Any], *, with_schema: bool = False) -> None:
        schema = "office" if with_schema else None
        self.db = SQLAlchemy(metadata=sa.MetaData(naming_convention=CONVENTION, schema=schema))
        self.Log = self._table()
        self.studio = number("studio")
        self.members = [
            Member(number("elin"), self.studio, "Elin", "elin@lindqvist.example"),
            Member(number("robot"), self.studio, "Robot", ""),
        ]
        self.broken: set[str] = set()
        self.app = Flask("second_host")
        self.app.config.from_mapping(config, SECRET_KEY="a secret of the tests", TESTING=True)
        self.app.config["SQLALCHEMY_ENGINE_OPTIONS"] = dict(self.engine_options)
        self.app.jinja_env.undefined = StrictUndefined
        self.app.add_url_rule("/rename", view_func=self._rename)
        self.db.init_app(self.app)
        harvest = WorkroomHarvest(
            db=self.db, people=self, access=self, catalogue=self, timelogs=self
        )
        harvest.init_app(self.app)
        self.mounted = DispatcherMiddleware(Flask("nothing"), {PREFIX: self.app.wsgi_app})

    def _table(self) -> Any:
        columns = {
            "__tablename__": "log",
            "id": sa.Column(sa.Integer, primary_key=True),
            "stamp": sa.Column(sa.BigInteger, unique=True),
            "project": sa.Column(sa.String(36)),
            "member": sa.Column(sa.String(36)),
            "title": sa.Column(sa.Text),
            "__table_args__": {"schema": sa.BLANK_SCHEMA},
        }
        return type("Log", (self.db.Model,), columns)

    def current_member(self) -> Member:
        """Elin is always signed in."""
        return self.members[0]

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Both."""
        return self.members if studio_id == self.studio else []

    def member(self, studio_id: str, member_id: str) -> Member | None:
        """Either."""
        return next((one for one in self.active_members(studio_id) if one.id == member_id), None)

    def time_zone(self, studio_id: str) -> str:
        """The name of a folder of zones, which is none."""
        return "America"

    def is_pro(self, studio_id: str) -> bool:
        """Everybody; for a studio that is broken it raises."""
        if studio_id in self.broken:
            raise LookupError("the plan service is down")
        return True

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        """Everybody."""
        return True

    def projects(self, studio_id: str) -> Sequence[Project]:
        """Three."""
        return [Project(number(name), name) for name in ("One", "Two", "Three")]

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        """Three."""
        names = ("Draw", "Build", "Talk")
        return [ActivityType(number(name), name, Decimal(1), True) for name in names]

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Objects of the session, flushed when the session likes."""
        self.db.session.add_all(
            self.Log(
                stamp=log.entry_id, project=log.project_id, member=log.member_id, title=log.title
            )
            for log in timelogs
        )
        return len(timelogs)

    def stamps(self) -> list[int]:
        """Of all timelogs."""
        with self.app.app_context():
            return list(self.db.session.scalars(sa.select(self.Log.stamp)))

    def _rename(self) -> str:
        """A page of the host's own that writes, shows the plugin's parts, and commits then."""
        self.db.session.add(self.Log(stamp=1, title="written before"))
        self.db.session.flush()
        shown = render_template_string(
            "{{ harvest_settings_entry() }}{{ harvest_marketplace_tile() }}"
        )
        self.db.session.commit()
        return shown

    def close(self) -> None:
        """Let go of all connections."""
        self.app.extensions["workroom_harvest"].close()
        with self.app.app_context():
            self.db.session.remove()
            self.db.engine.dispose()
