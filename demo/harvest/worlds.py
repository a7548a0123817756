"""Worlds to start with: two studios for the demo, and an account of any size for benchmarks."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from demo.harvest.world import FIRST_ENTRY_ID, Account, Entry, Project, Task, User, World

HOURS = ("0.02", "0.33", "0.5", "0.75", "1.0", "1.33", "1.5", "1.66", "2.25", "3.5", "4.0", "7.98")
NOTES = (
    "First sketches for the living room",
    "Measured the kitchen, called the carpenter",
    None,
    "Fabric samples:\n- linen, sand\n- wool, moss green",
    "",
    "Second round of plans 📐",
    "<script>alert('hi')</script> & other things a client wrote",
    "Lighting plan, revised after the call",
    "Möbel für das Café ausgesucht",
)


def demo_world(today: date) -> World:
    """Return a world of Studio Lindqvist, Atelier Moreau and a Forecast account, listed first.

    Their entries lie on the days up to `today`, and are the same in each run.
    """
    world = World()
    world.account("Lindqvist Forecast", "forecast")
    people, projects, tasks = _add_lindqvist(world)
    _add_entries(world, people, projects, tasks, today, 60)
    world.entry(
        people[1], projects[0], tasks[5], today, "0.4", "Drawing the staircase", running=True
    )
    _add_moreau(world, today)
    return world


def quiet_world(today: date) -> World:
    """Return the same world, but that nobody at Studio Lindqvist has tracked any time yet."""
    world = World()
    world.account("Lindqvist Forecast", "forecast")
    _add_lindqvist(world)
    _add_moreau(world, today)
    return world


def _add_lindqvist(world: World) -> tuple[list[User], list[Project], list[Task]]:
    studio = world.account("Studio Lindqvist")
    people = [
        world.user(studio, "Elin Lindqvist", "elin@lindqvist.example", "administrator"),
        world.user(studio, "Jonas Berg", "jonas@lindqvist.example", "manager"),
        world.user(studio, "Mira Holm", "Mira@Lindqvist.example"),
        world.user(studio, "Pavel Novak", "pavel@freelance.example"),
        world.user(studio, "Sara Ek", "sara@lindqvist.example", active=False),
    ]
    projects = [
        world.project(studio, name, client)
        for name, client in (
            ("Villa Sandhamn", "Familjen Ström"),
            ("Kontor Norrmalm", "Norrmalm Fastigheter"),
            ("Café Möllan", "Möllan & Co"),
            ("Lakeside Cabin", "A. Dahl"),
            ("Showroom 2026", "Studio Lindqvist"),
            ("Internal", "Studio Lindqvist"),
        )
    ]
    projects += [world.project(studio, "Loft Söder", "K. Friberg", active=False)]
    world.project(studio, "Spa Visby", "Visby Hotell", active=False)
    # Jonas leads Mira, and two projects.
    teammates, managed = frozenset({people[2].id}), frozenset(one.id for one in projects[:2])
    people[1] = replace(people[1], teammates=teammates, manages=managed)
    world.users[people[1].id] = people[1]
    tasks = [
        world.task(studio, name)
        for name in (
            "Concept Design",
            "Space Planning",
            "Sourcing",
            "Site Visit",
            "Client Meeting",
            "Drawings",
            "Admin",
        )
    ]
    tasks += [world.task(studio, "Renderings", active=False)]
    return people, projects, tasks


def _add_moreau(world: World, today: date) -> None:
    studio = world.account("Atelier Moreau")
    people = [
        world.user(studio, "Claire Moreau", "claire@moreau.example", "administrator"),
        world.user(studio, "Hugo Petit", "hugo@moreau.example"),
    ]
    projects = [
        world.project(studio, name, client)
        for name, client in (
            ("Appartement Marais", "Mme Leroy"),
            ("Maison Biarritz", "M. et Mme Etcheverry"),
            ("Hôtel Lumière", "Lumière SAS"),
            ("Atelier interne", "Atelier Moreau"),
        )
    ]
    names = ("Concept", "Plans", "Chantier", "Réunion client", "Administration")
    tasks = [world.task(studio, name) for name in names]
    _add_entries(world, people, projects, tasks, today, 24)


def _add_entries(
    world: World,
    people: list[User],
    projects: list[Project],
    tasks: list[Task],
    today: date,
    count: int,
) -> None:
    rng = random.Random(2026)
    for number in range(count):
        world.entry(
            people[number % len(people)],
            # Most work is on the first few projects and tasks, which are those that a studio maps.
            projects[int(len(projects) * rng.random() ** 2)],
            tasks[int(len(tasks) * rng.random() ** 2)],
            today - timedelta(days=number // 3),
            HOURS[number % len(HOURS)],
            NOTES[number % len(NOTES)],
            billable=number % 5 != 0,
        )


def generated_world(
    today: date,
    *,
    entries: int,
    projects: int,
    tasks: int,
    users: int,
    days: int,
    seed: int,
    accounts: int = 1,
) -> World:
    """Return a world of one account, Big Studio, whose entries lie evenly on the last `days` days.

    With more `accounts` there are Big Studio 2 and so on, each of the same size and with the same
    people, so that one consent may cover all of them. `entries`, `projects`, `tasks` and `users`
    are numbers of records of each account. The same `seed` gives the same entries.
    """
    world = World()
    for number in range(accounts):
        studio = world.account(f"Big Studio {number + 1}" if number else "Big Studio")
        people = [world.user(studio, "Ada Admin", "admin@big.example", "administrator")]
        people += [world.user(studio, f"User {n}", f"user{n}@big.example") for n in range(1, users)]
        all_projects = [
            world.project(studio, f"Project {n:04}", f"Client {n % 40}") for n in range(projects)
        ]
        all_tasks = [world.task(studio, f"Task {n:03}") for n in range(tasks)]
        first_id, seed_here = FIRST_ENTRY_ID + number * entries, seed + number
        world.fill(
            studio,
            _generated_entries(
                studio, people, all_projects, all_tasks, today, entries, days, seed_here, first_id
            ),
        )
    return world


def _generated_entries(
    studio: Account,
    people: list[User],
    projects: list[Project],
    tasks: list[Task],
    today: date,
    count: int,
    days: int,
    seed: int,
    first_id: int,
) -> Iterator[Entry]:
    rng = random.Random(seed)
    stamps = [
        (today - timedelta(days=back), datetime.combine(today, datetime.min.time(), UTC))
        for back in range(days)
    ]
    for number in range(count):
        day, stamp = stamps[number % days]
        yield Entry(
            first_id + number,
            studio.id,
            people[rng.randrange(len(people))].id,
            projects[rng.randrange(len(projects))].id,
            tasks[rng.randrange(len(tasks))].id,
            day,
            HOURS[number % len(HOURS)],
            f"Work number {number} on the project, as it was noted down",
            number % 7 != 0,
            False,
            stamp,
            stamp,
        )
