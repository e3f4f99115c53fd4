"""What the reports say, gathered from an audit's workroom."""
