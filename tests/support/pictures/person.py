"""A person of a studio whose pages are pictured."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from re import Pattern

import httpx
from playwright.sync_api import Page

from demo.services import Running
from demo.walk import PAGE


@dataclass(frozen=True)
class Person:
    """Somebody at Workroom with a browser; `picture` takes the pictures of their page by a name."""

    page: Page
    running: Running
    picture: Callable[[Page, str], None]

    def sign_in(self, email: str) -> None:
        """Sign in by the form, in place of who was signed in."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.running.workroom}/sign-in")
        self.page.fill("#email", email)
        self.page.fill("#password", "workroom")
        self.page.click("main button")
        self.page.wait_for_url(f"{self.running.workroom}/")

    def visit(self, path: str = PAGE) -> None:
        """Open a page of Workroom's, and wait until its script has done its part.

        Raise `LookupError` if there is no such page, or it is broken.
        """
        answer = self.page.goto(f"{self.running.workroom}{path}", wait_until="networkidle")
        if answer is None or answer.status == 404 or answer.status >= 500:
            raise LookupError(f"no page to take a picture of: {path}")

    def look(self, name: str, path: str | None = None) -> None:
        """Take the pictures of a page, by default of the one that is open."""
        if path is not None:
            self.visit(path)
        self.picture(self.page, name)

    def press(self, name: str) -> None:
        """Click the first button of that name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        """Click the first link of that name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state("networkidle")

    def open(self, summary: str) -> None:
        """Open what is folded under a summary that begins so."""
        self.page.locator("summary", has_text=summary).first.click()

    def choose(self, harvest: str, workroom: str) -> None:
        """Choose a Workroom item in the row of a Harvest item."""
        named = self.page.locator(f'label bdi:text-is("{harvest}")').first
        select = self.page.locator(".wh-row", has=named).first.locator("select")
        labels = select.locator("option").all_inner_texts()
        select.select_option(
            label=next(text for text in labels if text.split(" · ")[0] == workroom)
        )

    def sees(self, text: str | Pattern[str]) -> None:
        """Wait until a text is there."""
        self.page.get_by_text(text).first.wait_for()

    def wait(self, length: timedelta) -> None:
        """Let so much time pass."""
        self.page.wait_for_timeout(length / timedelta(milliseconds=1))

    def consent(self, user: str, account: str) -> None:
        """Agree on Harvest's screen."""
        self.page.select_option("select[name=user]", label=user)
        self.page.get_by_label(account).check()
        self.press("Authorize App")
        self.page.wait_for_load_state("networkidle")

    def tell_harvest(self, path: str, **fields: object) -> None:
        """Change something in the local Harvest, by its control addresses."""
        httpx.post(f"{self.running.harvest}/_control{path}", json=fields).raise_for_status()

    def mend_harvest(self) -> None:
        """Let the local Harvest be well again."""
        httpx.delete(f"{self.running.harvest}/_control/faults").raise_for_status()
        self.tell_harvest("/config", latency=0, largest_page=2000)
