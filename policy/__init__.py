"""What the setting's policy asks, rule by rule. Pure."""
