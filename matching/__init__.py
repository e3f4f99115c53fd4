"""Names to candidates to comparisons to weights to evidence. Pure: tables in, tables out."""
