"""Out of the browser: tables and the map as files, each of which says what it is."""
