"""The shipped migrations create the tables that the store uses."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from demo.workroom.cli import upgrade
from demo.workroom.models import db
from workroom_harvest.adapters.sql import migrations
from workroom_harvest.adapters.sql.tables import define


def test_upgrade_heads_leads_to_exactly_the_metadata(either_app: Flask) -> None:
    """After the upgrade autogenerate finds no difference, in the plugin's tables or the host's."""
    with either_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, db.metadata)
    assert differences == []


def test_the_named_constraints_are_there(either_app: Flask) -> None:
    """The unique constraints that double the domain's invariants exist by name."""
    with either_app.app_context():
        inspector = sa.inspect(db.engine)
        unique = {
            constraint["name"]
            for table in inspector.get_table_names()
            for constraint in inspector.get_unique_constraints(table)
        }
    assert {
        "uq_workroom_harvest_project_pairs_target",
        "uq_workroom_harvest_task_pairs_target",
        "uq_workroom_harvest_runs_live_for",
        "uq_workroom_harvest_runs_night",
    } <= unique


def test_the_named_checks_are_there(either_app: Flask) -> None:
    """The CHECK constraints exist by name.

    SQLite copies a table to change a check, and would lose those that it is not told of.
    """
    with either_app.app_context():
        checks = sa.inspect(db.engine).get_check_constraints("workroom_harvest_runs")
    texts = {check["name"]: check["sqltext"] for check in checks}
    assert "finished" in texts["ck_workroom_harvest_runs_status"]
    assert "live_for IS NULL" in texts["ck_workroom_harvest_runs_live_for"]


def test_upgrading_twice_changes_nothing(either_app: Flask) -> None:
    """The migrations may be run again, as a deployment does."""
    with either_app.app_context():
        upgrade()


@pytest.mark.parametrize(
    ("old", "new"),
    [("workroom_harvest_0003", "workroom_harvest_tables"), ("workroom_0001", "workroom_tables")],
)
def test_an_older_demo_database_is_recognised(app: Flask, old: str, new: str) -> None:
    """A demo database of a former revision is refused, and its owner is told what made it.

    That holds for the tables of the plugin and for Workroom's own.
    """
    with app.app_context():
        back = sa.text("UPDATE alembic_version SET version_num = :old WHERE version_num = :new")
        db.session.execute(back, {"old": old, "new": new})
        db.session.commit()
    done = app.test_cli_runner().invoke(args=["init-db"])
    assert done.exit_code == 1
    assert "made by an older version of the demo" in done.output


def test_the_wheel_holds_the_versions() -> None:
    """The package has the folder of versions that a host's configuration names.

    A host names it as `workroom_harvest:adapters/sql/migrations/versions`.
    """
    folder = Path(str(migrations.__path__[0])) / "versions"
    assert sorted(folder.glob("0*.py"))


def test_a_hosts_schema_and_naming_convention_leave_our_names_alone() -> None:
    """The tables keep the names of the migrations under a host's schema and naming convention.

    Defined a second time, they are the same tables.
    """
    convention = {"ck": "ck_%(table_name)s_%(constraint_name)s", "uq": "uq_%(column_0_name)s"}
    metadata = sa.MetaData(schema="studio", naming_convention=convention)
    tables = define(metadata)
    assert vars(define(metadata)) == vars(tables)
    assert {table.schema for table in vars(tables).values()} == {None}
    named = {str(constraint.name) for constraint in tables.runs.constraints}
    assert {"ck_workroom_harvest_runs_status", "uq_workroom_harvest_runs_night"} <= named
