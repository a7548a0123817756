"""Suggestions are taken, and what a save clears is told, without a script."""

import re
from html import unescape

from demo.walk import PAGE, fields
from tests.support.studio import Studio, text_of

VILLA, CABIN, CAFE = "Villa Sandhamn", "Lakeside Cabin", "Café Möllan"


def field_of(studio: Studio, name: str) -> str:
    """Return the form field of a Harvest project or task."""
    return next(one for one, label in fields(studio.page()).labels.items() if label == name)


def buttons(html: str) -> list[str]:
    """Return what the buttons of the suggestions send."""
    return [unescape(one) for one in re.findall(r'name="suggest" value="([^"]*)"', html)]


def chosen(html: str, field: str) -> str:
    """Return what the field's dropdown shows, as its value."""
    select = html.partition(f'name="{field}"')[2].partition("</select>")[0]
    found = re.search(r'<option value="([^"]*)" selected>', select)
    return found[1] if found else ""


def asked(html: str) -> str:
    """Return which pairs the form knows to be cleared."""
    return html.partition('name="ask" value="')[2].partition('"')[0]


def test_equal_names_are_suggested_and_nothing_is_chosen(elin: Studio) -> None:
    """What has the same name on both sides is suggested in its row, and stays not mapped."""
    page = elin.connect().text
    villa = field_of(elin, VILLA)
    target = fields(page).options[villa][VILLA]
    assert f"{villa}={target}" in buttons(page)
    assert "all" in buttons(page)
    assert chosen(page, villa) == ""


def test_one_suggestion_is_taken_by_its_button_and_not_saved(elin: Studio) -> None:
    """A suggestion's button chooses it, keeps what else was chosen, and saves nothing."""
    page = elin.connect().text
    villa, cafe = field_of(elin, VILLA), field_of(elin, CAFE)
    options = fields(page).options[villa]
    form = {cafe: options[CABIN], f"was-{cafe}": "", "suggest": f"{villa}={options[VILLA]}"}
    answer = elin.post("/mappings", form)
    assert answer.status_code == 200
    assert chosen(answer.text, villa) == options[VILLA]
    assert chosen(answer.text, cafe) == options[CABIN]
    assert "2 rows are not saved yet." in text_of(answer.text)
    assert chosen(elin.page(), villa) == ""


def test_all_suggestions_are_taken_at_once_but_for_what_was_chosen(elin: Studio) -> None:
    """All suggestions are chosen by one button, without a target that was chosen by hand."""
    page = elin.connect().text
    villa, cafe = field_of(elin, VILLA), field_of(elin, CAFE)
    options = fields(page).options[villa]
    count = buttons(page).index("all")
    assert f"Take all {count} suggestions" in text_of(page)
    answer = elin.post("/mappings", {cafe: options[VILLA], "suggest": "all"})
    assert (chosen(answer.text, cafe), chosen(answer.text, villa)) == (options[VILLA], "")
    assert "Chosen below, and not saved yet" in text_of(answer.text)
    everything = {
        name: chosen(elin.post("/mappings", {"suggest": "all"}).text, name)
        for name in fields(page).options
    }
    assert len([value for value in everything.values() if value]) == count
    elin.post("/mappings", everything)
    assert chosen(elin.page(), villa) == options[VILLA]
    assert buttons(elin.page()) == []


def test_a_button_that_is_not_ours_chooses_nothing(elin: Studio) -> None:
    """Whatever a button sends, nothing but a row of the table is chosen."""
    elin.connect()
    answer = elin.post("/mappings", {"suggest": "x=1"})
    assert answer.status_code == 200
    assert "not saved yet." not in text_of(answer.text).partition("Save mappings")[2]


def test_a_suggestion_needs_the_forms_token(elin: Studio) -> None:
    """A button of a suggestion without the form's token is refused, like a save."""
    elin.connect()
    answer = elin.browser.post(f"{PAGE}/mappings", data={"suggest": "all"})
    assert answer.status_code == 400


def test_what_a_save_clears_is_told_before_it_is_saved(connected: Studio) -> None:
    """The page's form asks before it clears a mapping, by name, and the next click does it."""
    page = connected.page()
    villa, cabin = field_of(connected, VILLA), field_of(connected, CABIN)
    options = fields(page).options[villa]
    form = {villa: options[CABIN], f"was-{villa}": options[VILLA], "ask": asked(page)}
    answer = connected.post("/mappings", form)
    assert answer.status_code == 409
    told = f"{CABIN} is not mapped any more, because its target is chosen for {VILLA}."
    assert told in text_of(answer.text)
    assert chosen(answer.text, villa) == options[CABIN]
    assert chosen(connected.page(), villa) == options[VILLA]
    assert asked(answer.text) == cabin
    connected.post("/mappings", {**form, "ask": asked(answer.text)})
    page = connected.page()
    assert (chosen(page, villa), chosen(page, cabin)) == (options[CABIN], "")


def test_two_rows_with_one_target_are_told_apart_before_the_save(elin: Studio) -> None:
    """Of two rows for which one target is chosen, the form says which would lose it."""
    page = elin.connect().text
    villa, cabin = field_of(elin, VILLA), field_of(elin, CABIN)
    target = fields(page).options[villa][VILLA]
    answer = elin.post("/mappings", {cabin: target, villa: target, "ask": ""})
    assert answer.status_code == 409
    assert f"{CABIN} is not mapped any more" in text_of(answer.text)
    assert chosen(elin.page(), villa) == ""


def test_a_save_that_clears_nothing_is_not_asked_about(connected: Studio) -> None:
    """A swap and a removal clear nothing unasked, and are saved at once."""
    villa, cabin = field_of(connected, VILLA), field_of(connected, CABIN)
    options = fields(connected.page()).options[villa]
    form = {villa: options[CABIN], cabin: options[VILLA], "ask": ""}
    assert connected.post("/mappings", form).status_code == 303
    page = connected.page()
    assert (chosen(page, villa), chosen(page, cabin)) == (options[CABIN], options[VILLA])


def test_each_table_tells_how_many_rows_are_mapped(connected: Studio) -> None:
    """The counts of both tables tell how far the mapping is."""
    page = connected.page()
    rows = [name for name in fields(page).options if name.startswith("project-")]
    mapped = [name for name in rows if chosen(page, name)]
    assert f"{len(mapped)} of {len(rows)} mapped" in text_of(page)
