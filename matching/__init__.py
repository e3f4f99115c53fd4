"""Names → candidates → comparisons → weights → evidence. Tables in, tables out; pure, and light to import.

In the order of the work: `accounts` and `reading` take names apart, `roster` expands the people, `spans` and
`support` lay words against names, `search` finds pairs, `weighing` reads them, `merging` joins sources,
`beliefs` makes a probability, `evidence` and `results` say it. `matcher` and `pairs` are the two ways in.
"""
