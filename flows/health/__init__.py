"""The doctor: whether this workspace is as it should be, asked check by check, without a name."""
