"""Staff of one school of a trust, families of the others: a flow with a key and an assessment of its own."""
