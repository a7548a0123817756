"""How the targets of the mapping table are labelled."""

from decimal import Decimal

from babel import Locale

from workroom_harvest.domain.ports.host import ActivityType, Project
from workroom_harvest.web.presenters.mapping_options import target_options
from workroom_harvest.web.words import Reader, reading
from workroom_harvest.web.words.translations import Translated

BILLABLE = "{name} · {rate}/h, billable"
GERMAN = Translated(
    Locale("de"),
    {BILLABLE: "{name} · {rate}/h, abrechenbar", "{name} (archived)": "{name} (archiviert)"},
)


def test_a_project_is_labelled_by_its_name_and_whether_it_is_archived() -> None:
    """A project's label is its name, and says where it is archived."""
    projects = [Project("1", "Villa"), Project("2", "Cabin", is_archived=True)]
    assert target_options(projects) == [("1", "Villa"), ("2", "Cabin (archived)")]
    with reading(Reader(GERMAN)):
        assert target_options(projects)[1] == ("2", "Cabin (archiviert)")


def test_an_activity_type_is_labelled_with_its_rate_in_the_readers_way() -> None:
    """An Activity Type's label has its rate in the reader's way, and says whether it is billed."""
    kinds = [
        ActivityType("1", "Drawings", Decimal("95.5"), True),
        ActivityType("2", "Travel", Decimal(0), False),
    ]
    assert target_options(kinds) == [
        ("1", "Drawings · 95.50/h, billable"),
        ("2", "Travel · 0.00/h, not billable"),
    ]
    with reading(Reader(GERMAN)):
        assert target_options(kinds)[0] == ("1", "Drawings · 95,50/h, abrechenbar")
