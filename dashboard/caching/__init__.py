"""Replies made once: kept on disk for all workers, and by browsers for as long as they hold."""
