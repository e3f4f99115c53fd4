"""Prefect's own pages of an audit in a real browser: no name is to be seen, and no other host is asked.

With ARMSLENGTH_PICTURES naming a folder, the runs' page and the audit's are kept there as pictures.
"""

import base64
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from flows.serving.place import AUTH
from flows.stage_names import STAGES
from flows.workspace import Workspace
from tests.browsing import asked_for, chromium, needs_chromium
from tests.flows.conftest import canaries, canary_workspace
from tests.flows.served import Served, served
from tests.proofs.conftest import Figure

__all__ = ["canary_workspace"]
pytestmark = needs_chromium
PICTURES = os.environ.get("ARMSLENGTH_PICTURES")


@pytest.fixture(scope="module")
def serving(canary_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(canary_workspace.folder, folder / "workspace")
    school = folder / "workspace" / "school.toml"
    text = school.read_text(encoding="utf-8")
    school.write_text(text.replace('audit = "never" ', 'audit = "every Monday at 06:15"'), encoding="utf-8")
    with served(Workspace(folder / "workspace"), folder / "said.txt") as serving:
        yield serving


@pytest.fixture(scope="module")
def browser(serving: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser that knows the password, as after IT has typed it."""
    password = (serving.workspace.folder / AUTH).read_text(encoding="ascii").strip()
    with chromium(tmp_path_factory.mktemp("browser"), "--window-size=1400,1050") as driver:
        driver.get(f"http://127.0.0.1:{serving.port}/")
        kept = base64.b64encode(password.encode()).decode()
        driver.execute_script("localStorage.setItem('prefect-password', arguments[0])", kept)
        asked_for(driver)
        yield driver


def test_no_page_of_a_run_holds_a_name_and_no_other_host_is_asked(
    serving: Served, browser: Chrome, figure: Figure
) -> None:
    run = serving.run("audit")
    artifacts = serving.asked("artifacts/filter", {})
    pages = {
        "runs": ("/runs", "screening"),
        "run": (f"/runs/flow-run/{run['id']}", STAGES["write-reports"]),
        "artifact": (f"/artifacts/artifact/{artifacts[0]['id']}", "Write the reports"),
        "deployments": ("/deployments", "roster-refresh"),
        "deployment": (f"/deployments/deployment/{run['deployment_id']}", "screening"),
        "parameters": (f"/runs/flow-run/{run['id']}?tab=Parameters", "screening"),
        "events": ("/events", "Flow run"),
    }
    asked: set[str] = set()
    for name, (path, words) in pages.items():
        html = shown(browser, f"http://127.0.0.1:{serving.port}{path}", words)
        assert [each for each in canaries() if each in html] == []
        asked |= asked_for(browser)
        if PICTURES:
            browser.save_screenshot(str(Path(PICTURES) / f"prefect-{name}.png"))
    own = (f"http://127.0.0.1:{serving.port}/", f"blob:http://127.0.0.1:{serving.port}/", "data:")
    assert {each for each in asked if not each.startswith(own)} == set()
    figure("M1", f"{len(pages)} of Prefect's pages in Chromium: no canary, and no other host asked")


def shown(browser: Chrome, address: str, words: str) -> str:
    """The page's HTML, once it shows these words."""
    browser.get(address)
    WebDriverWait(browser, 60).until(lambda page: words in page.find_element(By.TAG_NAME, "body").text)
    return browser.page_source
