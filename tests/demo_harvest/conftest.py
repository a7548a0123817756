"""A small world behind the local Harvest, reached without a port."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from demo.harvest import HarvestConfig, World, create_harvest
from demo.harvest.state import KEY, State

BACK = "http://127.0.0.1:5000/back"
AGENT = "Tests (tests@workroom.example)"
CLIENT = {"client_id": "local-client", "client_secret": "local-secret"}
DAY = date(2026, 3, 2)


@dataclass
class Studio:
    """An account with an administrator, a manager and a member, who has two of its five entries."""

    config: HarvestConfig = field(default_factory=lambda: HarvestConfig(rate_limit=0))

    def __post_init__(self) -> None:
        self.world = World()
        self.world.account("Planning", "forecast")
        self.account = self.world.account("Studio")
        self.admin = self.world.user(self.account, "Ada Admin", "ada@x.example", "administrator")
        self.member = self.world.user(self.account, "Mo Member", "Mo@X.example")
        self.project = self.world.project(self.account, "Villa")
        self.archived = self.world.project(self.account, "Old", active=False)
        self.task = self.world.task(self.account, "Drawings")
        self.manager = self.world.user(
            self.account,
            "Mia Manager",
            "mia@x.example",
            "manager",
            teammates=frozenset({self.member.id}),
            manages=frozenset({self.project.id}),
        )
        for number in range(5):
            self.world.entry(
                self.member if number % 2 else self.admin,
                self.project,
                self.task,
                date(2026, 3, 2 + number // 2),
                "1.66",
                updated_at=datetime(2026, 3, 5, 12, number, tzinfo=UTC),
            )
        app = create_harvest(self.config, self.world)
        self.state: State = app.extensions[KEY]
        self.http = httpx.Client(
            transport=httpx.WSGITransport(app),
            base_url="http://harvest.example",
            headers={"User-Agent": AGENT},
        )

    def close(self) -> None:
        """Close the client and give the app back."""
        self.http.close()

    def consent(self, email: str = "ada@x.example", **form: str) -> httpx.Response:
        """Return the answer of the consent screen; `form` replaces its fields."""
        params = {"client_id": "local-client", "response_type": "code", "redirect_uri": BACK}
        fields = {"user": email, "account": str(self.account.id), "decision": "authorize"}
        return self.http.post(
            "/oauth2/authorize", params={**params, "state": "s1"}, data={**fields, **form}
        )

    def code(self, email: str = "ada@x.example") -> str:
        """Return a new authorization code."""
        return parse_qs(urlsplit(self.consent(email).headers["Location"]).query)["code"][0]

    def exchange(self, **fields: str) -> httpx.Response:
        """Return the answer of the token endpoint."""
        return self.http.post("/api/v2/oauth2/token", data={**CLIENT, **fields})

    def tokens(self, email: str = "ada@x.example") -> dict[str, str]:
        """Return a pair of tokens, by consent and exchange."""
        answer = self.exchange(grant_type="authorization_code", code=self.code(email))
        return dict(answer.raise_for_status().json())

    def headers(self, email: str = "ada@x.example") -> dict[str, str]:
        """Return the headers of a call of the API."""
        token = self.tokens(email)["access_token"]
        return {"Authorization": f"Bearer {token}", "Harvest-Account-Id": str(self.account.id)}


@pytest.fixture
def studio() -> Iterator[Studio]:
    """Return a studio of its own for each test."""
    made = Studio()
    yield made
    made.close()
