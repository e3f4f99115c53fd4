"""What a cell may hold, cell by cell. Pure, and without Great Expectations."""
