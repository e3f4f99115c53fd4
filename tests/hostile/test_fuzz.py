"""The mutations that `make fuzz` makes for hours: a few hundred of them in every run of the tests."""

from hypothesis import given, settings

from tests.hostile import fuzz
from tests.hostile.mutations import Edit, Plan, case_names, plans


@settings(max_examples=80, deadline=None)
@given(plans())
def test_a_plan_carried_out_twice_gives_the_same_bytes(plan: Plan):
    assert plan.archive() == plan.archive()


def test_a_second_of_mutated_exports_surprises_nobody():
    findings = fuzz.run(seconds=1, start=0)
    assert findings.inputs
    assert not findings.surprises
    assert "| surprises | 0 |" in fuzz.table(findings, 1, 0)


def test_a_surprise_is_told_with_no_more_edits_than_it_needs(monkeypatch, tmp_path):
    """A reader that fails at one edit alone: the plan that is kept has that edit and no other."""
    telling = Edit("flip", 0, 0.5, 1, 0)
    plan = Plan(0, (Edit("double", 1, 0.1, 9, 3), telling, Edit("cut off", 2, 0.9, 1, 1)))
    fuzzing = fuzz.Fuzzing(reader=None, folder=tmp_path)
    monkeypatch.setattr(
        fuzz.Fuzzing, "_surprise_in", lambda _, plan: ("broke" if telling in plan.edits else "", "surprised")
    )
    fuzzing.look_at(plan)
    assert fuzzing.findings.surprises == {"broke": Plan(0, (telling,))}
    assert case_names()[0] in str(plan)
