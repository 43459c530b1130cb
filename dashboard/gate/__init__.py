"""What a request must be before anything reads it: sent to us, of a size, asking in the page's own words."""
