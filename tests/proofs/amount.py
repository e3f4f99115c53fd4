"""A seeded share of every proof by `make proofs`; all of it, which takes hours, by `make proofs-full`."""

import os

FULL = "ARMSLENGTH_PROOFS"


def amount(share: int, full: int) -> int:
    """How many times a proof is put to the test: a share of it, or in full."""
    return full if os.environ.get(FULL) == "full" else share
