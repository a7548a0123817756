"""What the tests of pages that are JSON as well share."""

from typing import Any

from werkzeug.test import TestResponse

from demo.walk import PAGE
from tests.support.studio import Studio, text_of

JSON = {"Accept": "application/json"}


def ask(studio: Studio, path: str) -> dict[str, Any]:
    """Return what an address below the plugin's page, or a whole one, tells scripts."""
    path = path if path.startswith(PAGE) else PAGE + path
    answer = studio.browser.get(path, headers=JSON)
    assert answer.status_code == 200, answer.text
    assert "Accept" in answer.headers["Vary"]
    found: dict[str, Any] = answer.get_json()
    return found


def refused(answer: TestResponse, status: int, sentence: str) -> bool:
    """Return whether the answer has the status, and a page with the sentence."""
    return answer.status_code == status and sentence in text_of(answer.text)
