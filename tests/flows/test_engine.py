"""Prefect as we settle it: nothing that stands around whoever runs it loosens anything."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.engine import SETTINGS, keep_private, own_auth_string
from flows.school import SchoolUnreadable, read_school
from vault.errors import KeysReadableError

SETTLED = """
import json, sys
from pathlib import Path
from flows.engine import away_from_here, settle
home = Path(sys.argv[1])
settle(home)
with away_from_here(home):
    import prefect
    from prefect.settings import get_current_settings
print(json.dumps(get_current_settings().to_environment_variables(exclude_unset=True)))
"""
LOOSE = {
    "PREFECT_API_URL": "https://api.prefect.cloud/api/accounts/1/workspaces/2",
    "PREFECT_API_KEY": "pnu_1",
    "PREFECT_API_AUTH_STRING": "somebody:else",
    "PREFECT_CLOUD_API_URL": "https://example.org",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "true",
    "PREFECT_RESULTS_LOCAL_STORAGE_PATH": "elsewhere",
    "PREFECT_LOGGING_LOG_PRINTS": "true",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,matching",
    "PREFECT_LOGGING_LEVEL": "DEBUG",
    "PREFECT_LOGGING_HANDLERS_QUIET_CLASS": "logging.StreamHandler",
    "PREFECT_TEST_MODE": "1",
    "prefect_server_analytics_enabled": "true",
    "DO_NOT_TRACK": "0",
}
TOML = """
profiles_path = "loose.toml"
{0}[results]
persist_by_default = true
local_storage_path = "elsewhere"
{0}[logging]
extra_loggers = "flows"
log_prints = true
{0}[server.analytics]
enabled = true
"""
PROFILE = 'active = "loose"\n[profiles.loose]\nPREFECT_API_URL = "https://example.org/api"\n'


@pytest.fixture
def loosened(tmp_path: Path) -> dict[str, str]:
    """What Prefect says its settings are, started where everything around it says otherwise."""
    here, home = tmp_path / "here", tmp_path / "home"
    here.mkdir()
    (here / "prefect.toml").write_text(TOML.format(""), encoding="utf-8")
    (here / "pyproject.toml").write_text("[tool.prefect]" + TOML.replace("{0}[", "[tool.prefect."), "utf-8")
    (here / "loose.toml").write_text(PROFILE, encoding="utf-8")
    (here / ".env").write_text("\n".join(f"{name}={told}" for name, told in LOOSE.items()), "utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", SETTLED, str(home)],
        cwd=here,
        env={**os.environ, **LOOSE, "PREFECT_PROFILES_PATH": str(here / "loose.toml")},
        capture_output=True,
        check=True,
    )
    told: dict[str, str] = json.loads(ended.stdout)
    return told | {"home": str(home)}


def test_prefect_runs_on_our_settings_and_on_no_others(loosened: dict[str, str]) -> None:
    home = loosened.pop("home")
    ours = {name for name in SETTINGS if name.startswith("PREFECT_")} | {
        "PREFECT_HOME",
        "PREFECT_PROFILES_PATH",
    }
    assert loosened.keys() <= ours
    assert (loosened["PREFECT_HOME"], "PREFECT_API_URL" in loosened) == (home, False)
    for name in ("PREFECT_RESULTS_PERSIST_BY_DEFAULT", "PREFECT_LOGGING_LOG_PRINTS"):
        assert loosened[name].casefold() == "false"


def test_what_an_earlier_version_left_open_in_prefects_home_is_closed(tmp_path: Path) -> None:
    home = tmp_path / "prefect"
    (home / "storage").mkdir(parents=True)
    (home / "prefect.db").touch()
    for each in (home, home / "storage", home / "prefect.db"):
        each.chmod(0o777)
    keep_private(home)
    modes = [each.stat().st_mode & 0o777 for each in (home, home / "storage", home / "prefect.db")]
    assert modes == [0o700, 0o700, 0o600]


def test_the_servers_password_is_made_once_and_only_we_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "prefect.auth"
    made = own_auth_string(path)
    assert len(made) > 64
    assert own_auth_string(path) == made
    path.chmod(0o640)
    with pytest.raises(KeysReadableError):
        own_auth_string(path)


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("http://127.0.0.1:4200/api", True),
        ("http://localhost:4200/api", True),
        ("https://prefect.example.org/api", True),
        ("http://prefect.example.org/api", False),
        ("http://127.0.0.1.example.org/api", False),
        ("https://somebody:secret@example.org/api", False),
        ("file:///etc/passwd", False),
    ],
)
def test_a_named_server_is_on_this_machine_or_behind_tls(
    tmp_path: Path, address: str, is_taken: bool
) -> None:
    path = tmp_path / "school.toml"
    path.write_text(f'[setting]\nname = "Alder Lane"\n[prefect]\napi_url = "{address}"\n', encoding="utf-8")
    if is_taken:
        assert read_school(path).prefect.api_url == address
    else:
        with pytest.raises(SchoolUnreadable):
            read_school(path)
