"""What people do with an audit: let pages go, decide, dispute, and make documents again."""
