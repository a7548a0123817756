"""A person who has a keyboard alone."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visitor

MOST_STOPS = 400
"""So many times Tab is pressed at most; no page of the demo has as many stops."""

LOST = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || !one.closest(".wh")) return "";
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1) return "no ring";
  const x = box.left + Math.min(box.width / 2, 40), y = box.top + Math.min(box.height / 2, 10);
  const seen = document.elementFromPoint(x, y);
  return seen && (one.contains(seen) || seen.contains(one)) ? "" : "not on the screen, or covered";
}"""
"""What is wrong with the look of what has the focus; nothing where it is none of the plugin's."""

FOCUSED = "one => one === document.activeElement"


class Typist(Visitor):
    """A person who uses Tab, Enter, Space and letters, and must see where they are."""

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Go to a button, and press it by Enter."""
        self.enter((within or self.page).get_by_role("button", name=name, exact=True))

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Go to a link, and follow it by Enter."""
        self.enter((within or self.page).get_by_role("link", name=name, exact=True))

    def enter(self, target: Locator) -> None:
        """Go to something, and press Enter."""
        self.reach(target)
        self.page.keyboard.press("Enter")

    def toggle(self, target: Locator) -> None:
        """Go to a switch or a checkbox, and press Space."""
        self.reach(target)
        self.page.keyboard.press("Space")

    def choose(self, harvest: str, workroom: str) -> None:
        """Go to a dropdown, and type what is to be chosen."""
        self.reach(self.page.get_by_role("combobox", name=re.compile(f"^{re.escape(harvest)}")))
        self.page.keyboard.type(workroom)

    def connect(self, name: str, account: str) -> None:
        """Connect, by keyboard at Harvest, too."""
        self.press("Connect Harvest")
        self.reach(self.page.locator("select[name=user]"))
        self.page.keyboard.type(name.split(" · ")[0])
        self.toggle(self.page.get_by_role("radio", name=account))
        self.press("Authorize App")
        self.page.wait_for_selector(".wh-badge")

    def landed(self, text: str) -> Locator:
        """Wait for a sentence on the page after a form; the focus is not lost on the way."""
        found = super().landed(text)
        expect(self.page.locator(":focus")).to_have_count(1)
        lost = self.page.evaluate(LOST)
        assert lost == "", f"the focus is {lost} after: {text}"
        return found

    def reach(self, target: Locator) -> None:
        """Press Tab until something has the focus, which is seen at each stop."""
        target.wait_for()
        for _ in range(MOST_STOPS):
            if target.evaluate(FOCUSED):
                return
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(LOST)
            assert at == "", f"{at}: {self.page.evaluate('document.activeElement.outerHTML')[:120]}"
        raise AssertionError(f"Tab never came to {target}")
