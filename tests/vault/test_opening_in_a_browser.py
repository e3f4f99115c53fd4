"""A real browser, without a network, shows a person the words of their documents, and only that person."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys as Press
from selenium.webdriver.support.ui import WebDriverWait

from schemas.words import Reader
from tests.browsing import asked_for, chromium, needs_chromium
from tests.vault.rfc9180 import ANSWERS, IN_JAVASCRIPT, VECTOR
from vault.documents import lock_workbook, opens_with
from vault.opening.opening import opening_page
from vault.passphrases import five_words
from vault.readers import ROUNDS, make_person_keys

pytestmark = needs_chromium
OWN_WORDS = "yo-yo marmalade t-shirt unwind quarry"
FILES = "workbook.xlsx and overview.pdf"
SETTING = '<b>Elm Park</b></script><script>document.title = "taken over"</script>'


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("browser")) as driver:
        yield driver


@pytest.fixture(scope="module")
def words() -> str:
    return five_words()


@pytest.fixture
def page(browser: Chrome, tmp_path: Path, words: str) -> Chrome:
    return loaded(browser, tmp_path, words, rounds=10)


def loaded(browser: Chrome, folder: Path, words: str, rounds: int) -> Chrome:
    dsl = make_person_keys(Reader.DSL, OWN_WORDS, rounds)
    file = folder / "open.html"
    file.write_bytes(opening_page({FILES: words}, dsl, "Audit of 5 January 2026", [SETTING]))
    asked_for(browser)  # what it asked itself for when it started
    browser.get(file.as_uri())
    return browser


def answer(page: Chrome, typed: str) -> str:
    """What the page says to these words, typed with the keyboard alone."""
    page.switch_to.active_element.send_keys(Press.TAB)
    field = page.switch_to.active_element
    assert field.accessible_name == "Your own five words"
    field.send_keys(typed, Press.ENTER)
    WebDriverWait(page, 30, poll_frequency=0.05).until(
        lambda _: said(page) and "takes a few seconds" not in said(page)
    )
    return said(page)


def said(page: Chrome) -> str:
    return " ".join(page.find_element(By.ID, each).text for each in ("status", "wrong")).strip()


def shown(page: Chrome) -> list[str]:
    return [each.text for each in page.find_elements(By.TAG_NAME, "output")]


def test_other_words_are_refused_and_show_nothing(page: Chrome) -> None:
    assert answer(page, "four words and another") == (
        "These words do not open this page. Check each word and try again."
    )
    assert shown(page) == []
    assert not page.find_element(By.ID, "opened").is_displayed()
    assert page.switch_to.active_element.get_attribute("id") == "passphrase"


def test_the_right_words_show_words_that_open_the_workbook(
    browser: Chrome, tmp_path: Path, words: str
) -> None:
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.save(data)
    locked = lock_workbook(data.getvalue(), words)
    page = loaded(browser, tmp_path, words, rounds=ROUNDS)
    assert answer(page, OWN_WORDS.upper()).startswith("Open. The words are below.")
    assert [each.text for each in page.find_elements(By.TAG_NAME, "h3")] == [FILES]
    (seen,) = shown(page)
    assert opens_with(locked, seen)
    assert page.find_element(By.ID, "passphrase").get_attribute("value") == ""


def test_a_second_try_opens_what_the_first_did_not(page: Chrome, words: str) -> None:
    answer(page, "four words and another")
    page.find_element(By.ID, "passphrase").send_keys(OWN_WORDS, Press.ENTER)
    WebDriverWait(page, 30, poll_frequency=0.05).until(lambda _: shown(page))
    assert shown(page) == [words]


def test_the_page_asks_nobody_for_anything(page: Chrome) -> None:
    answer(page, OWN_WORDS)
    page.find_element(By.CSS_SELECTOR, ".document button").click()
    assert asked_for(page) == {page.current_url}
    fetched = "fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused').then(arguments[0])"
    assert page.execute_async_script(fetched) == "refused"
    assert asked_for(page) <= {"http://127.0.0.1:9/"}
    assert "Content Security Policy" in page.get_log("browser")[-1]["message"]


@pytest.mark.parametrize("leaving", ["blur", "pagehide"])
def test_the_words_are_hidden_when_the_person_turns_away(page: Chrome, leaving: str) -> None:
    answer(page, OWN_WORDS)
    page.execute_script("dispatchEvent(new Event(arguments[0]))", leaving)
    assert shown(page) == []
    assert said(page) == "The words are hidden. Type your five words to see them again."
    assert OWN_WORDS not in page.page_source


def test_the_words_are_hidden_after_five_minutes_and_that_is_said_a_minute_before(page: Chrome) -> None:
    answer(page, OWN_WORDS)
    page.execute_script(
        "window.later = []; window.setTimeout = (run, wait) => later.push([wait, run]);"
        "document.getElementById('longer').click();"
    )
    waits = page.execute_script("return later.map(([wait]) => wait)")
    assert waits == [4 * 60_000, 5 * 60_000]
    page.execute_script("later[0][1]()")
    assert "hidden in 1 minute" in said(page)
    page.execute_script("later[1][1]()")
    assert shown(page) == []


def test_markup_in_the_settings_name_is_shown_as_it_is(page: Chrome) -> None:
    assert page.find_element(By.CSS_SELECTOR, ".line").text == SETTING
    assert page.title == "Audit of 5 January 2026"


def test_every_control_is_reached_by_keyboard_and_has_a_name(page: Chrome) -> None:
    answer(page, OWN_WORDS)
    names = []
    for _ in range(3):
        page.switch_to.active_element.send_keys(Press.TAB)
        names.append(page.switch_to.active_element.accessible_name)
    assert names == ["Copy words", "Keep open for 5 more minutes", "Hide the words now"]


def test_on_a_phone_nothing_runs_off_the_side(page: Chrome) -> None:
    size = {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": True}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    answer(page, OWN_WORDS)
    width = page.execute_script("return document.documentElement.scrollWidth")
    page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert width == 320


def test_the_browser_opens_the_rfcs_own_example(page: Chrome) -> None:
    script = f"{IN_JAVASCRIPT}\nasTheAppendixSays(arguments[0]).then(arguments[1], arguments[1]);"
    assert page.execute_async_script(script, VECTOR) == ANSWERS


def test_a_changed_page_says_so(browser: Chrome, tmp_path: Path, words: str) -> None:
    dsl = make_person_keys(Reader.DSL, OWN_WORDS, rounds=10)
    whole = opening_page({FILES: words}, dsl, "t", [])
    sealed = whole.partition(b'"sealed": "')[2].partition(b'"')[0]
    broken = base64.b64encode(base64.b64decode(sealed)[:-1] + b"x")
    (tmp_path / "open.html").write_bytes(whole.replace(sealed, broken))
    browser.get((tmp_path / "open.html").as_uri())
    assert answer(browser, OWN_WORDS).startswith("This page was changed or cut short.")
    assert shown(browser) == []
