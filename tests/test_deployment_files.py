"""What is shipped to run Armslength as a service names commands that exist, and its readers accept it."""

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import click
import pytest
import yaml

from flows.cli import main

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "data" / "deployment"
UNITS = sorted((SHIPPED / "systemd").glob("*@.service"))
INSTALLED = "/opt/armslength/.venv/bin/armslength"
MOST_EXPOSED = 15
"""Tenths of what `systemd-analyze security` says, of 100."""
PAPERS = [ROOT / "docs" / name for name in ("operations.md", "for-dsls.md", "for-staff.md")]
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(not ANALYZE, reason="systemd-analyze is not there")


def check_command(words: list[str]) -> None:
    """Every word that names a command, and every option, is there."""
    command: click.Command = main
    for word in words:
        if not isinstance(command, click.Group) or word.startswith("-"):
            break
        command = command.commands[word]
    known = {name for each in command.params for name in each.opts}
    assert {word for word in words if word.startswith("--")} <= known, words
    assert not isinstance(command, click.Group), words


def settings(unit: Path) -> dict[str, list[str]]:
    """Each setting's values, in their order; a setting may stand several times."""
    found: dict[str, list[str]] = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_is_there(unit: Path) -> None:
    (started,) = settings(unit)["ExecStart"]
    words = shlex.split(started)
    if words[0] == "/bin/sh":
        words = shlex.split(words[2])[1:]
    assert words[0] == INSTALLED
    check_command(words[1:])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_as_its_own_account_and_may_write_to_little(unit: Path) -> None:
    said = settings(unit)
    assert said["User"] == said["Group"] == ["armslength"]
    assert said["ProtectSystem"] == ["strict"]
    assert said["UMask"] == ["0077"]
    allowed = ("/srv/armslength", "/srv/armslength-trust/%i", "/srv/armslength/%i", "/var/backups/armslength")
    assert set(said["ReadWritePaths"][0].split()) <= {*allowed}
    account = (SHIPPED / "systemd" / "armslength.sysusers.conf").read_text(encoding="utf-8")
    assert f"/var/lib/{said['StateDirectory'][0]}" in account


def installed_here(folder: Path) -> list[Path]:
    """The units, as instances, with the program where it is on this machine: verifying looks for it."""
    program = folder / "armslength"
    program.touch(mode=0o700)
    for unit in (SHIPPED / "systemd").glob("*@.*"):
        text = unit.read_text(encoding="utf-8").replace(INSTALLED, str(program))
        (folder / unit.name).write_text(text, encoding="utf-8")
        (folder / unit.name.replace("@", "@elm")).write_text(text, encoding="utf-8")
    return sorted(folder.glob("*@elm.*"))


@needs_systemd
def test_systemd_has_nothing_to_say_of_the_units_and_calls_none_exposed(tmp_path: Path) -> None:
    assert ANALYZE is not None
    units = installed_here(tmp_path)
    verified = subprocess.run([ANALYZE, "verify", *units], capture_output=True, text=True, check=False)
    assert [line for line in verified.stderr.splitlines() if "armslength" in line] == []
    services = [unit for unit in units if unit.suffix == ".service"]
    asked = [ANALYZE, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager"]
    for unit in services:
        judged = subprocess.run([*asked, str(unit)], capture_output=True, text=True, check=False)
        assert judged.returncode == 0, judged.stdout[-300:]
    assert len(services) == len(UNITS) == 4


def test_backups_on_the_machine_never_outlive_what_bars_a_withdrawn_person() -> None:
    told = (SHIPPED / "systemd" / "armslength.tmpfiles.conf").read_text(encoding="utf-8")
    (days,) = re.findall(r"/var/backups/armslength\s.*\s(\d+)d$", told, re.MULTILINE)
    assert int(days) < 12 * 28, "tombstone_months is 12 at least"


def images() -> Iterator[list[str]]:
    text = (SHIPPED / "container" / "Containerfile").read_text(encoding="utf-8")
    return (line.split()[1:] for line in text.replace("\\\n", " ").splitlines() if line.startswith("COPY "))


def test_the_image_is_given_every_package_and_nothing_that_is_not_there() -> None:
    copied = [words for words in images() if not words[0].startswith("--from")]
    sources = {name for words in copied for name in words[:-1]}
    assert {name for name in sources if not (ROOT / name).exists()} == set()
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {*built["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], "data"} <= sources


def test_the_containers_run_commands_that_are_there_and_only_the_proxy_is_reached() -> None:
    told = yaml.safe_load((SHIPPED / "container" / "compose.yaml").read_text(encoding="utf-8"))
    services = told["services"]
    ours = [each for each in services.values() if each.get("image", "").startswith("armslength:")]
    for each in ours:
        check_command(each["command"])
        assert each["read_only"] is True
        assert each["cap_drop"] == ["ALL"]
    assert len(ours) == 2
    ports = [port for each in services.values() for port in each.get("ports", ())]
    assert ports == ["127.0.0.1:8443:8443"]
    named = {volume.partition(":")[0] for each in services.values() for volume in each.get("volumes", ())}
    assert {name for name in named if not name.startswith(".")} == told["volumes"].keys()


def test_the_proxy_lets_a_browser_ask_nobody_else() -> None:
    told = (SHIPPED / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy "([^"]+)" always;', told)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert {rules[name] for name in ("default-src", "connect-src", "script-src")} == {"'self'"}
    assert "http" not in policy
    assert told.count("proxy_pass http://127.0.0.1:") == 1


def test_the_windows_service_starts_a_command_that_is_there() -> None:
    told = ET.parse(SHIPPED / "windows" / "armslength-service.xml").getroot()  # noqa: S314 - our own file
    assert told.tag == "service"
    assert (told.findtext("executable") or "").endswith(r".venv\Scripts\armslength.exe")
    check_command(shlex.split(told.findtext("arguments") or "", posix=False))


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_what_the_papers_tell_somebody_to_type_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    typed = re.findall(r"`armslength ([a-z][^`]*)`", text)
    typed += re.findall(r"^ {4}(?:.*/)?armslength ([a-z][^#\n]*)", text, re.MULTILINE)
    for line in typed:
        command: click.Command = main
        for word in line.split():
            if isinstance(command, click.Group) and not word.startswith("-"):
                command = command.commands[word]
        known = {name for each in command.params for name in each.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= known, line
    assert typed or path.name == "for-staff.md", "staff type nothing"


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_what_the_papers_point_to_is_there(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
    shipped = {each.name for each in (SHIPPED / "systemd").iterdir()}
    named = re.findall(r"armslength[\w.-]*\.(?:sysusers|tmpfiles)\.conf", path.read_text(encoding="utf-8"))
    assert set(named) <= shipped
