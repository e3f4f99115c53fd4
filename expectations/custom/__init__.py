"""Expectations of our own, through Great Expectations' extension points: one idea a file."""
