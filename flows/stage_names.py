"""What the stages of an audit are called where IT reads of them."""

STAGES = {
    "load-roster": "Load the roster",
    "sift-roster": "Check the roster's data",
    "index-roster": "Index the names",
    "open-shard": "Open what was handed in",
    "sift-shard": "Check the accounts' data",
    "match-shard": "Compare the names",
    "corroborate-matches": "Hold matches against one another",
    "judge-shard": "Apply the policy",
    "check-findings": "Check the findings",
    "write-reports": "Write the reports",
}
"""By the stage's own name, which an error begins with, in the order of an audit."""
