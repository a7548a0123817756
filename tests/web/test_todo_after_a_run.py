"""The to-do list that a page gets once the run that it follows is over."""

from tests.guide.work import DAY, Work
from tests.support.studio import Studio, text_of
from tests.web.asking import ask


def test_a_run_that_is_over_comes_with_the_todo_list_of_now(elin: Studio, work: Work) -> None:
    """While a run is under way there is none, then that of now, and none after Disconnect."""
    work.add(project="Lakeside Cabin")
    elin.connect()
    run_id = elin.start_import(DAY, DAY)
    assert ask(elin, f"/imports/{run_id}")["todo_html"] is None
    elin.work(run_id)
    todo = text_of(ask(elin, f"/imports/{run_id}")["todo_html"])
    assert "To do: 1" in todo
    assert "Lakeside Cabin is not mapped: 1 entry, 1:00 h" in todo
    elin.post("/disconnect")
    assert ask(elin, f"/imports/{run_id}")["todo_html"] is None
