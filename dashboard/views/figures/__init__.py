"""Charts: one module a chart, each a pure function from a table of numbers to a plotly figure."""
