"""What the people of Studio Lindqvist track in Harvest, the same for the same day."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

VILLA, CABIN, SHOWROOM = "Villa Sandhamn", "Lakeside Cabin", "Showroom 2026"
PEOPLE = ELIN, JONAS, MIRA = ("Elin Lindqvist", "Jonas Berg", "Mira Holm")
FREELANCER = "Pavel Novak"
"""He has no Workroom address, so that his hours become those of who connected."""

PROJECTS = {VILLA: 5, "Kontor Norrmalm": 4, "Café Möllan": 3, SHOWROOM: 1}
"""The projects of every day, with how often they come up."""

CABIN_DAYS = 12
"""So many days ago the work for the cabin began."""

DAYS_WORK = (("3.5", "2.25", "1.75"), ("4.0", "3.5"), ("2.0", "2.75", "3.0"), ("5.25", "2.0"))
"""The hours of a person's entries on one day."""

WORK = {
    "Concept Design": (
        "Mood board for the living room",
        "Colour scheme, second round",
        "Sketches of the bar counter",
    ),
    "Space Planning": (
        "Seating plan, three variants",
        "Kitchen layout",
        "Furniture plan, ground floor",
    ),
    "Sourcing": ("Fabric samples: linen, wool", "Quotes for the oak floor", "Möbel för matplatsen"),
    "Site Visit": ("Measured the kitchen, called the carpenter", "Walk-through with the builder"),
    "Client Meeting": ("Presented the concept", "Decisions on lighting"),
    "Drawings": ("Joinery drawings, wardrobe", "Lighting plan, revised", "Elevations of the hall"),
}


@dataclass(frozen=True, slots=True)
class Tracked:
    """Time that somebody tracked: names as they are in Harvest, `hours` as decimal text."""

    day: date
    person: str
    project: str
    task: str
    hours: str
    note: str
    is_billable: bool = True


def tracked(day: date, ago: int) -> Iterator[Tracked]:
    """Yield what was tracked on a day, `ago` days before today: nothing at weekends, but today."""
    if day.weekday() >= 5 and ago > 0:
        return
    rng = random.Random(ago)
    for person in PEOPLE:
        for number, hours in enumerate(rng.choice(DAYS_WORK)):
            (project,) = rng.choices(list(PROJECTS), list(PROJECTS.values()))
            if person == MIRA and number == 0 and ago <= CABIN_DAYS and ago % 3 == 1:
                project = CABIN
            task = rng.choice(list(WORK))
            yield Tracked(day, person, project, task, hours, rng.choice(WORK[task]))
    if day.weekday() == 1:
        yield Tracked(
            day, FREELANCER, "Kontor Norrmalm", "Drawings", "4.0", "Details of the stairs"
        )
    if day.weekday() == 4:
        yield Tracked(day, ELIN, "Internal", "Admin", "1.5", "Invoices, week planning", False)
