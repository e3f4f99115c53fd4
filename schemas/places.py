"""Where the reference data stands: tables a DSL could read, each with its source and licence."""

from pathlib import Path

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"
