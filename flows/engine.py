"""Prefect, settled before it is imported: private home, nothing sent out, nothing of ours kept.

Set as environment variables because the temporary server is a process of its own and reads the same ones.
"""

import os
import urllib.error
import urllib.request
from pathlib import Path

SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_TASKS_DEFAULT_PERSIST_RESULT": "false",
    "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",
    "PREFECT_LOGGING_LOG_PRINTS": "false",
    "PREFECT_LOGGING_SETTINGS_PATH": str(Path(__file__).with_name("logging.yml")),
}


def settle(home: Path, api_url: str = "") -> bool:
    """Point Prefect at its private home and at the running server; whether there is one.

    `api_url` comes from school.toml or the environment. Where no server answers there, the flow starts a
    temporary one by itself.
    """
    os.environ.update(SETTINGS)
    os.environ["PREFECT_HOME"] = str(home)
    url = api_url or os.environ.get("PREFECT_API_URL", "")
    if url and _answers(url):
        os.environ["PREFECT_API_URL"] = url
        return True
    os.environ.pop("PREFECT_API_URL", None)
    return False


def _answers(url: str) -> bool:
    if not url.startswith(("http://", "https://")):
        return False
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=5) as answer:  # noqa: S310 - scheme checked above
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False
