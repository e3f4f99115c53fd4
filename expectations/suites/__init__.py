"""What is expected of each table: lists to be read aloud, one line an expectation.

What each line means to a reader of a report stands in `data/reference/expectations/sentences.toml`.
"""
