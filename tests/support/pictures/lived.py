"""The states of a studio that has used it for a month, and of those who may not."""

import re

from demo.walk import PAGE
from tests.support.pictures.person import Person

RESULT = re.compile(r"^Imported \d+ of \d+ entries \(2\d\d\d-")
"""The beginning of the headline of an import of days."""


def picture_all(one: Person) -> None:
    """Take the pictures of Studio Lindqvist's pages, as its Admin, and of who may not see them."""
    one.sign_in("elin@lindqvist.example")
    one.look("home", "/")
    one.look("marketplace", "/apps")
    one.look("integrations", "/settings/integrations")
    _picture_the_month(one)
    _picture_what_is_done(one)
    one.sign_in("mira@lindqvist.example")
    one.look("plain-member", PAGE)
    one.sign_in("nora@nordform.example")
    one.look("not-on-pro", PAGE)


def _picture_the_month(one: Person) -> None:
    one.look("to-do", PAGE)
    one.press("Import from Harvest")
    one.sees(RESULT)
    one.look("result")
    result = str(one.page.get_attribute("#wh-panel", "data-poll"))
    one.look("result-page", result)
    one.look("imported-entries", f"{result}/entries?outcome=imported")
    one.look("skipped-entries", f"{result}/entries")
    one.look("undo", f"{result}/undo")
    one.look("history", f"{PAGE}/imports")
    one.look("waiting", f"{PAGE}/waiting")
    one.follow("Lakeside Cabin")
    one.look("waiting-entries")
    one.look("corrections", f"{PAGE}/corrections")
    one.page.get_by_role("row").nth(1).get_by_role("link").first.click()
    one.look("story")
    one.look("hours", f"{PAGE}/hours")
    one.look("find-entry", f"{PAGE}/entries")
    one.look("audit", f"{PAGE}/audit")


def _picture_what_is_done(one: Person) -> None:
    """Map what waits and import it, settle the corrections, and see that all is well."""
    one.visit()
    one.choose("Lakeside Cabin", "Lakeside Cabin")
    one.look("mapping-unsaved")
    one.press("Save mappings")
    one.sees("Mappings saved.")
    one.look("mapped-now")
