"""A table from its rows: all at hand, or those of one person after the other."""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain

import pyarrow as pa


class RowsOf:
    """The rows of a table so far, of which each person has any number.

    Their cells stand in one list: a roster has hundreds of thousands of rows, and an object for each would
    cost more than all that is in them.
    """

    def __init__(self, schema: pa.Schema, person_id: str = "person_id") -> None:
        self._schema = schema
        self._place = schema.get_field_index(person_id)
        self._ids: list[str] = []
        self._cells: list[object] = []

    def add(self, person_id: str, rows: Collection[Sequence[object]]) -> None:
        """The rows of one more person, without the id."""
        self._ids += [person_id] * len(rows)
        for row in rows:
            self._cells += row

    def table(self) -> pa.Table:
        """All rows so far."""
        width = len(self._schema) - 1
        columns: list[Sequence[object]] = [self._cells[at::width] for at in range(width)]
        columns.insert(self._place, self._ids)
        return table_of_columns(self._schema, columns)


def table_of(schema: pa.Schema, rows: Iterable[Iterable[object]]) -> pa.Table:
    """The table of these rows."""
    cells = list(chain.from_iterable(rows))
    return table_of_columns(schema, (cells[at :: len(schema)] for at in range(len(schema))))


def table_of_columns(schema: pa.Schema, columns: Iterable[Sequence[object]]) -> pa.Table:
    """The table of these columns, which are as many as the schema's."""
    arrays = [pa.array(cells, field.type) for field, cells in zip(schema, columns, strict=True)]
    return pa.table(arrays, schema=schema)
