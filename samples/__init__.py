"""Invented schools, true to format. Shares no table with matching and no code with connectors."""
