"""All that is kept about one person, gathered for them, with everybody else left out of it."""
