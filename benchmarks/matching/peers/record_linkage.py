"""Splink on DuckDB: two columns, compared with adjustment for term frequency, its parameters found by EM.

A person has a row for each of his or her names, an account one for its display name and one for its handle's
words: the first word is the forename, the last the surname.
"""

import logging
from pathlib import Path

import numpy as np
import pandas as pd
import splink.comparison_library as cl  # type: ignore[import-not-found]
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI  # type: ignore[import-not-found]

from benchmarks.matching.peers.names import Lists, Names, command, read_lists, write_best

LEAST = 0.001
SETTINGS = SettingsCreator(
    link_type="link_only",
    comparisons=[
        cl.NameComparison(column).configure(term_frequency_adjustments=True)
        for column in ("forename", "surname")
    ],
    blocking_rules_to_generate_predictions=[
        block_on("surname"),
        block_on("forename", "substr(surname, 1, 1)"),
        block_on("substr(forename, 1, 3)", "substr(surname, 1, 3)"),
    ],
    retain_matching_columns=False,
)
RECALL = 0.4
"""Of the pairs that belong together, about so many agree exactly in forename and surname."""


def on_lists(folder: Path, out: Path) -> None:
    """Train without labels, then predict from LEAST up."""
    lists = read_lists(folder)
    logging.disable(logging.WARNING)
    linker = _trained(lists)
    columns = linker.inference.predict(threshold_match_probability=LEAST).as_pandas_dataframe()
    columns = columns[["unique_id_l", "unique_id_r", "match_probability", "source_dataset_l"]]
    is_account = (columns["source_dataset_l"] == "accounts").to_numpy()
    left, right = columns["unique_id_l"].to_numpy(), columns["unique_id_r"].to_numpy()
    rows = np.where(is_account, left, right), np.where(is_account, right, left)
    probability = columns["match_probability"].to_numpy(np.float64)
    write_best(lists, [*(row.astype(np.float64) for row in rows), probability], out, is_probability=True)


def _trained(lists: Lists) -> Linker:
    database = DuckDBAPI()
    tables = [
        database.register(_columns(names), dataset_display_name=name)
        for name, names in (("accounts", lists.accounts), ("people", lists.people))
    ]
    linker = Linker(tables, SETTINGS)
    training = linker.training
    exact = [block_on("forename", "surname")]
    training.estimate_probability_two_random_records_match(exact, recall=RECALL)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for column in ("surname", "forename"):
        training.estimate_parameters_using_expectation_maximisation(block_on(column))
    return linker


def _columns(names: Names) -> pd.DataFrame:
    words = [text.split() for text in names.texts]
    return pd.DataFrame(
        {
            "unique_id": range(len(words)),
            "forename": [one[0] for one in words],
            "surname": [one[-1] if len(one) > 1 else None for one in words],
        }
    )


if __name__ == "__main__":
    command(on_lists)  # it learns from the columns of lists, so it weighs no pairs
