"""The only database schema, its migrations and its queries."""
