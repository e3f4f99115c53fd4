"""A few questions to a Prefect server, without importing Prefect."""

import json
import time
import urllib.request
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

TERMINAL = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
PAGE = 200


@dataclass(frozen=True, slots=True)
class Api:
    """A server's address and its `user:password`."""

    url: str
    auth: str

    def ask(self, route: str, body: object = None) -> Any:
        """What it answers to one question."""
        headers = {
            "content-type": "application/json",
            "authorization": f"Basic {b64encode(self.auth.encode()).decode()}",
        }
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + route, data=data, headers=headers)  # noqa: S310 - our own
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.loads(answer.read() or "null")

    def deployments(self, begins: str) -> list[dict[str, Any]]:
        """The deployments whose names begin so."""
        found: list[dict[str, Any]] = []
        asked = {"limit": PAGE, "sort": "NAME_ASC"}
        while page := self.ask("/deployments/filter", {**asked, "offset": len(found)}):
            found += page
        return [each for each in found if each["name"].startswith(begins)]

    def start(self, deployment: dict[str, Any]) -> str:
        """The id of a run that is due now."""
        return str(self.ask(f"/deployments/{deployment['id']}/create_flow_run", {})["id"])

    def ended(self, ids: list[str]) -> list[dict[str, Any]]:
        """The runs, once all of them have ended."""
        while True:
            found = [self.ask(f"/flow_runs/{each}") for each in ids]
            if all(run["state"]["type"] in TERMINAL for run in found):
                return found
            time.sleep(2)
