"""M9: three simulated years. All that is due is gone that day, nothing goes early, and holds are kept."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.retention import retain
from flows.workspace import make_workspace
from tests.flows.conftest import SCHOOL
from tests.flows.passphrases import SECRETS
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.kept_for_years import Years

START = date(2027, 9, 1)  # a leap day is among the three years
DAYS = 3 * 365 + 1
STEP = amount(12, 1)
"""Days from one run to the next; in full every day has its run."""
BUSY = amount(5, 1)
"""How often on a day things may happen, so that as much does in a share."""


@pytest.mark.parametrize("seed", range(amount(1, 20)))
def test_in_three_years_all_goes_on_its_day_nothing_before_and_nothing_held(
    seed: int, tmp_path: Path, figure: Figure
) -> None:
    years = Years(make_workspace(tmp_path / "workspace", SCHOOL, SECRETS), seed)
    runs = deleted = held = 0
    for today in (START + timedelta(days=number) for number in range(0, DAYS, STEP)):
        for _ in range(BUSY):
            years.happens(today)
        done = retain(years.workspace, today)
        assert years.present() == years.expected(today), f"on day {(today - START).days}"
        runs += 1
        deleted += len(done.plan.due)
        held += len(done.plan.held)
    assert deleted > 60
    assert held > 0
    told = f"{runs} runs in 3 years, {deleted} things gone on their day, {held} times a hold kept one"
    figure("M9", f"school {seed}: {told}")
