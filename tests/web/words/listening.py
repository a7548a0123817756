"""A person with a browser that keeps every page of the plugin's, and follows all of its links."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from demo.harvest.world import World
from demo.walk import PAGE
from demo.workroom import seed
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, WholePages
from tests.support.visible import unsaid

LANGUAGE = "fi"
"""One in which days are written in digits alone, so that a day is no word."""

LINK = re.compile(rf'href="({PAGE}[^"#]*)')
ALIKE = re.compile(r"[0-9a-f]{32}|\d+")
MOST_ALIKE = 2
"""How many pages are looked at whose addresses differ in ids and numbers alone."""

SIDE_PAGES = ("/settings/integrations", "/apps")
"""Workroom's pages with a part of the plugin's."""

PRODUCTS = ("Harvest", "Workroom", "CSV", "UTC")
LOCKED = "It is locked in Workroom."
"""Why Workroom locks a timelog, which is data: its own sentence, quoted."""


class Browser(WholePages):
    """A browser that keeps each page it gets in that language, by how that was asked for."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.language = LANGUAGE
        self.pages: list[tuple[str, str]] = []

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Send a request."""
        self.environ_base["HTTP_ACCEPT_LANGUAGE"] = self.language
        answer = super().open(*arguments, **options)
        if self.language != LANGUAGE:
            return answer
        if answer.mimetype == "text/html" and answer.request.path.startswith((PAGE, *SIDE_PAGES)):
            asked = answer.request
            self.pages.append((f"{asked.method} {asked.url}", answer.text))
        return answer


class Listener(Studio):
    """A member who reads that language."""

    def __init__(self, app: Flask, harvest: LocalHarvest, email: str, account: str) -> None:
        super().__init__(app, harvest, email, account)
        self.browser: Browser = Browser(app)
        self.sign_in()

    def choices(self, names: Mapping[str, str]) -> dict[str, str]:
        """Choose by name, as the page offers it in English."""
        self.browser.language = "en"
        found = super().choices(names)
        self.browser.language = LANGUAGE
        return found

    def look_around(self) -> None:
        """Visit each page that the plugin's pages lead to, and Workroom's with a part of it."""
        for path in SIDE_PAGES:
            self.browser.get(path)
        seen: Counter[str] = Counter()
        visited: set[str] = set()
        ahead = [PAGE]
        while ahead:
            path = ahead.pop()
            seen[ALIKE.sub("#", path)] += 1
            visited.add(path)
            links = map(html.unescape, LINK.findall(self.browser.get(path).text))
            ahead += [
                link
                for link in dict.fromkeys(links)
                if link not in visited
                and link not in ahead
                and "/static/" not in link
                and seen[ALIKE.sub("#", link)] < MOST_ALIKE
            ]

    def unsaid(self) -> dict[str, list[str]]:
        """Return what the pages so far say without translation, by the page that first says it."""
        names = frozenset(data(self.harvest.world))
        found: dict[str, list[str]] = {}
        told: set[str] = set()
        for asked, page in self.browser.pages:
            fresh = [one for one in unsaid(page, names) if one not in told]
            told.update(fresh)
            if fresh:
                found.setdefault(asked, []).extend(fresh)
        return found


def data(world: World) -> Iterator[str]:
    """Yield the names in Harvest and in Workroom, and the texts of entries."""
    yield from PRODUCTS
    yield LOCKED
    for user in world.users.values():
        yield from (f"{user.first_name} {user.last_name}", user.email, user.first_name)
    for project in world.projects.values():
        yield from (project.name, project.client)
    yield from (task.name for task in world.tasks.values())
    yield from (account.name for account in world.accounts.values())
    for entries in world.entries.values():
        for entry in entries:
            yield from filter(None, (entry.notes or "").splitlines())
    for studio, people in seed.MEMBERS.items():
        yield studio
        yield from (name for name, _, _ in people)
    for kinds in (seed.PROJECTS, seed.ARCHIVED):
        for found in kinds.values():
            yield from [found] if isinstance(found, str) else found
    for types in seed.TYPES.values():
        yield from (name for name, _, _ in types)
    yield "Model Making"
