"""What a release gives away, and what that protection costs: the report that a privacy officer signs."""
