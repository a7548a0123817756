"""Each table of the plugin leads to a studio, so that nothing of a studio is left behind."""

import pytest
import sqlalchemy as sa

from workroom_harvest.adapters.sql.repositories.studio_rows import is_of_studio
from workroom_harvest.adapters.sql.tables import PREFIX, define
from workroom_harvest.domain.ports.store.studio_rows import RowKind

TABLES = define(sa.MetaData())


@pytest.mark.parametrize("table", TABLES.all(), ids=lambda table: table.name)
def test_each_table_leads_to_a_studio_and_has_a_kind(table: sa.Table) -> None:
    """Every table names the studio or a run in each row, and has a kind of rows in the port."""
    assert is_of_studio(table, TABLES.runs, "1") is not None
    assert RowKind(table.name.removeprefix(PREFIX)) in RowKind
    column = "studio_id" if "studio_id" in table.c else "run_id"
    assert not table.c[column].nullable


def test_every_kind_is_a_table() -> None:
    """There is no kind of rows without a table."""
    assert {f"{PREFIX}{kind}" for kind in RowKind} == {table.name for table in TABLES.all()}


def test_a_table_without_a_studio_is_refused() -> None:
    """A table that leads to no studio raises an error by its name, instead of being left out."""
    table = sa.Table(f"{PREFIX}notes", sa.MetaData(), sa.Column("text", sa.Text))
    with pytest.raises(LookupError, match=f"{PREFIX}notes has no column"):
        is_of_studio(table, TABLES.runs, "1")


def test_rows_of_a_run_are_those_of_its_studio() -> None:
    """The rows of a table that names runs instead of studios are found by the studio's runs."""
    metadata = sa.MetaData()
    columns = (sa.Column("run_id", sa.Text), sa.Column("text", sa.Text))
    table = sa.Table(f"{PREFIX}notes", metadata, *columns)
    runs = sa.Table("runs", metadata, sa.Column("id", sa.Text), sa.Column("studio_id", sa.Text))
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(
            sa.insert(runs), [{"id": "a", "studio_id": "1"}, {"id": "b", "studio_id": "2"}]
        )
        connection.execute(
            sa.insert(table), [{"run_id": "a", "text": "mine"}, {"run_id": "b", "text": "theirs"}]
        )
        mine = sa.select(table.c.text).where(is_of_studio(table, runs, "1"))
        assert connection.scalars(mine).all() == ["mine"]
    engine.dispose()
