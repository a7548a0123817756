"""The finder of words that were not said tells them from sentences and data."""

import pytest

from tests.support.visible import unsaid


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>⟦All is well.⟧</p>", []),
        ("<p>⟦Open <a>⟦the page⟧</a> now⟧ 12:30</p>", []),
        ("<p>⟦Open⟧ <a>here</a></p>", ["here"]),
        ("<p>⟦Open⟧ <bdi>Villa</bdi>, <time>1 June</time></p>", []),
        ("<p>⟦Open⟧ Villa Sandhamn 8a26f00d</p>", []),
        (
            "<br><img alt='A chart'><input type=submit value=Go><input value=Villa>",
            ["A chart", "Go"],
        ),
        ("<p data-reason='Save failed' data-poll='/a/b' data-said='No rows'></p>", ["No rows"]),
        ('<script type=\'application/json\'>{"sentences": {"a": "Undo"}}</script>', ["Undo"]),
        ("<p>⟦Imported 12 of</p>", ["a sentence that was cut"]),
    ],
)
def test_what_is_no_sentence_and_no_data_is_found(html: str, found: list[str]) -> None:
    """Text and what attributes say is found where it is in no sentence, element or name of data."""
    page = f"<title>⟦Hours⟧ · Host</title>The host's <div class='a wh'>{html}</div> too"
    assert unsaid(page, {"Villa Sandhamn"}) == found


def test_the_title_of_a_page_of_ours_counts() -> None:
    """A page of the plugin's own has a title of its own, and a host's with a part of it not."""
    title = "<title>Hours · Host</title>"
    assert unsaid(f"{title}<div class='wh'></div>", set()) == ["Hours"]
    assert unsaid(f"{title}<div class='wh-tile'>Go</div>", set()) == ["Go"]
