"""A table while it is written, row by row."""

from collections.abc import Iterable

import pyarrow as pa


class Rows:
    """The rows of a table so far.

    Their cells stand in one list: a roster has hundreds of thousands of rows, and an object for each would
    cost more than all that is in them.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._cells: list[object] = []

    def add(self, *cells: object) -> None:
        """One more row."""
        self._cells += cells

    def table(self) -> pa.Table:
        """All rows so far."""
        width = len(self._schema)
        columns = [pa.array(self._cells[at::width], field.type) for at, field in enumerate(self._schema)]
        return pa.table(columns, schema=self._schema)


def table_of(schema: pa.Schema, rows: Iterable[Iterable[object]]) -> pa.Table:
    """The table of these rows."""
    found = Rows(schema)
    for row in rows:
        found.add(*row)
    return found.table()
