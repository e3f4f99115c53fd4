"""M3: exports that were mutated at random end in people read or in a clear sentence, and surprise nobody."""

import math

from tests.hostile import fuzz
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure


def test_no_mutated_export_surprises_the_reader(figure: Figure) -> None:
    asked = amount(5_000, 1_000_000)
    findings = fuzz.run(seconds=math.inf, start=3, inputs=asked)
    assert findings.inputs == asked
    assert findings.surprises == {}
    slowest, _ = findings.slowest
    most, _ = findings.most_memory
    told = f"slowest {slowest:.1f} s, most memory {most / 2**20:.0f} MB"
    figure("M3", f"{findings.inputs:,} mutated exports, no surprise; {told}")
