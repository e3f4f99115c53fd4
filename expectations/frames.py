"""Arrow tables as the frames Great Expectations reads."""

import pandas as pd
import pyarrow as pa


def frame_of(table: pa.Table) -> pd.DataFrame:
    """The table with unknown text missing instead of empty, which expectations can ask for or forgive."""
    frame = table.to_pandas(date_as_object=False)
    text = [field.name for field in table.schema if field.type in (pa.string(), pa.large_string())]
    return frame.assign(**{column: frame[column].mask(frame[column] == "") for column in text})


def names_frame(names: pa.Table) -> pd.DataFrame:
    """NAMES, where a missing full name is put together from its parts."""
    frame = frame_of(names)
    missing = frame[frame["full_name"].isna()]
    forename, middle, surname = (missing[part].fillna("") for part in ("forename", "middle", "surname"))
    parts = (forename + " " + middle + " " + surname).str.split().str.join(" ")
    return frame.assign(full_name=frame["full_name"].fillna(parts.mask(parts == "")))
