"""Great Expectations suites, and what is kept, set aside or refused because of them."""
