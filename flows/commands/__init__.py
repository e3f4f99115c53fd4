"""The groups of commands, and what all commands share. What one needs is imported when it runs."""
