"""Reminders to those who have not answered yet: twice at most, in the same words for everybody.

`due` says who, `by_email` and `by_letter` give them, `answers` says what may be told of it. A reminder counts
before it goes out: one that is lost is better than a third.
"""
