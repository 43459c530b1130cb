"""The interface: what is on the page and what happens when it is touched."""
