"""Great Expectations suites, and what is kept, set aside or refused because of them.

Importing this package is cheap. `expectations.sift` and `expectations.consistency` import Great Expectations,
which takes seconds: import them where a table is to be checked. `errors`, `records` and `sentences` do not.
"""
