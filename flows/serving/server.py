"""The server that stays: on loopback, behind a password, with Prefect's pages and schedules."""

from pathlib import Path

from flows.prefect_server import PrefectServer

STAYS = {
    # Dates are weeks apart, and a school year's stand in the schedule: the next ones are shown ahead of time.
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME": "P366D",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "5",
    # Pages ask the address they came from, a reverse proxy's too.
    "PREFECT_SERVER_UI_API_URL": "/api",
}


def pages(home: Path) -> dict[str, str]:
    """Where the pages are laid out: not among the installed packages, which nobody need be able to write."""
    return {"PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "pages")}


class StayingServer(PrefectServer):
    """A server on the port that school.toml names."""

    def __init__(self, home: Path, auth: str, history_days: int, port: int) -> None:
        super().__init__(home, auth, (str(history_days), str(port)), {**STAYS, **pages(home)})
