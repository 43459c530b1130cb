"""The same numbers for other systems: JSON, and Arrow for tables, described by an OpenAPI document."""
