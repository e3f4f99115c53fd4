"""Other matchers, each at its best natural use, run by the peers' own Python on the same files.

Each module is a command, `python -m benchmarks.matching.peers.X lists FOLDER OUT ...` or
`... pairs FILE OUT ...`, and writes follower_id, roster_id, score (and probability where it gives one), or
the scores in the pairs' order.
"""
