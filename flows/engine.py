"""Prefect, settled before it is imported: private home, nothing sent out, nothing of ours kept.

Set as environment variables, which come before every file that Prefect reads (`.env`, `prefect.toml`,
`pyproject.toml`, profiles), and because its server is a process of its own and reads the same ones. Whatever
else the environment says of Prefect is forgotten. docs/what-it-sees.md gives each setting's reason.
"""

import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from secrets import token_hex

from vault.errors import KeysMissingError, KeysReadableError
from vault.private_files import others_may_read, private_folder, restrict_umask, write_private

SETTINGS = {
    "DO_NOT_TRACK": "1",
    "OTEL_SDK_DISABLED": "true",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_API_HOST": "127.0.0.1",
    "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": "http://127.0.0.1",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_PLUGINS_ENABLED": "false",
    "PREFECT_API_TLS_INSECURE_SKIP_VERIFY": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_TASKS_DEFAULT_PERSIST_RESULT": "false",
    "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_LOGGING_LOG_PRINTS": "false",
    "PREFECT_LOGGING_CONFIG_PATH": str(Path(__file__).with_name("logging.yml")),
}
LOOPBACK = "127.0.0.1,localhost,::1"


def settle(home: Path) -> None:
    """Point Prefect at its private home and at nothing else; to be called before its first import."""
    restrict_umask()
    keep_private(home)
    for name in [name for name in os.environ if name.upper().startswith("PREFECT_")]:
        del os.environ[name]
    os.environ.update(SETTINGS)
    os.environ["PREFECT_HOME"] = str(home)
    os.environ["PREFECT_PROFILES_PATH"] = str(home / "profiles.toml")
    reach_loopback_directly()


def use(api_url: str, auth: str) -> None:
    """Point Prefect at a server; `auth` is its `user:password`, or empty where it asks for none."""
    os.environ["PREFECT_API_URL"] = api_url
    if auth:
        os.environ["PREFECT_API_AUTH_STRING"] = auth


def keep_private(home: Path) -> None:
    """Nobody else may enter Prefect's home, nor open what an earlier version left open in it (POSIX)."""
    private_folder(home)
    for each in home.rglob("*"):
        if others_may_read(each):
            each.chmod(0o700 if each.is_dir() else 0o600)


def reach_loopback_directly() -> None:
    """A proxy of the environment is not asked for this machine's own addresses."""
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name, ""), LOOPBACK]))


@contextmanager
def away_from_here(home: Path) -> Iterator[None]:
    """Prefect reads settings from the folder it is imported in; inside the block that is its private home."""
    with chdir(home):
        yield


def own_auth_string(path: Path) -> str:
    """The `user:password` of the workspace's own server, made when it is missing."""
    if not path.exists():
        write_private(path, f"armslength:{token_hex(32)}\n".encode())
    return auth_string(path)


def auth_string(path: Path) -> str:
    """The `user:password` in the file, of which only its name may be said.

    Raises `KeysMissingError`; `KeysReadableError` where others may read it (POSIX).
    """
    if not path.is_file():
        raise KeysMissingError(path.name)
    if others_may_read(path):
        raise KeysReadableError(path.name)
    return path.read_text(encoding="ascii").strip()


def answers(url: str) -> bool:
    """Whether a Prefect server answers there."""
    if not url.startswith(("http://", "https://")):
        return False
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=5) as answer:  # noqa: S310 - scheme checked above
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False
