"""A host's own Alembic, created by `alembic init` and changed as docs/host.md says."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.schema import CreateIndex, CreateTable

from workroom_harvest.domain.ports.store.studio_rows import RowKind

DOCUMENT = Path(__file__).parents[2] / "docs" / "host.md"
ENV = """
import sqlalchemy as sa
from alembic import context

named = sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"})
url = context.config.get_main_option("sqlalchemy.url")
with sa.create_engine(url, poolclass=sa.pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=named)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
"""


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    """Give a host's Alembic configuration that has the documented lines."""
    made = Config(str(tmp_path / "alembic.ini"))
    command.init(made, str(tmp_path / "migrations"))
    block = re.search(r"```ini\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert block is not None
    documented = ConfigParser(interpolation=None)
    documented.read_string(f"[alembic]\n{block[1]}")
    changed = ConfigParser(interpolation=None)
    changed.read(tmp_path / "alembic.ini")
    changed["alembic"].update(documented["alembic"])
    changed["alembic"]["sqlalchemy.url"] = database_url
    with (tmp_path / "alembic.ini").open("w") as file:
        changed.write(file)
    (tmp_path / "migrations" / "env.py").write_text(ENV)
    return Config(str(tmp_path / "alembic.ini"))


def test_the_documented_lines_lead_to_our_tables(config: Config, database_url: str) -> None:
    """The documented lines create the plugin's tables beside the host's own versions.

    The names of constraints are the plugin's, whatever the host's naming convention.
    """
    here = str(Path(str(config.config_file_name)).parent / "migrations" / "versions")
    first = command.revision(config, "the first", head="base", version_path=here, rev_id="first")
    command.upgrade(config, "heads")
    assert first is not None
    command.revision(config, "the second", head="first")
    command.upgrade(config, "heads")
    engine = sa.create_engine(database_url)
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        assert "workroom_harvest_entries" in inspector.get_table_names()
        checks = inspector.get_check_constraints("workroom_harvest_runs")
        assert {check["name"] for check in checks} == {
            "ck_workroom_harvest_runs_status",
            "ck_workroom_harvest_runs_live_for",
        }
    engine.dispose()


def test_the_documented_head_is_the_last_one(config: Config) -> None:
    """The head revision that docs/host.md names is the newest one."""
    (head,) = ScriptDirectory.from_config(config).get_heads()
    assert f"`{head}`" in DOCUMENT.read_text()


def test_our_line_leads_back_and_forth(config: Config, database_url: str) -> None:
    """A downgrade to the plugin's base removes its tables and nothing else; an upgrade follows.

    It creates them as they were. The host's own tables and rows stay throughout.
    """
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE invoice (number text)")
        connection.exec_driver_sql("INSERT INTO invoice VALUES ('2026-001')")
    command.upgrade(config, "heads")
    created = _definitions(engine)
    assert len(created) == len(RowKind) + 2
    command.downgrade(config, "workroom_harvest@base")
    assert _definitions(engine).keys() == {"alembic_version", "invoice"}
    command.upgrade(config, "heads")
    assert _definitions(engine) == created
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM invoice").all() == [("2026-001",)]
    engine.dispose()


def _definitions(engine: sa.Engine) -> dict[str, list[str]]:
    """Return for each table how it, its indexes and its checks are written in SQL."""
    found = sa.MetaData()
    found.reflect(engine)
    checks = sa.inspect(engine).get_check_constraints
    return {
        name: sorted(
            [
                str(CreateTable(table).compile(engine)),
                *(str(CreateIndex(index).compile(engine)) for index in table.indexes),
                *(check["sqltext"] for check in checks(name)),
            ]
        )
        for name, table in found.tables.items()
    }
