"""The tables and the words everything else is written in. Imports nothing of ours."""
