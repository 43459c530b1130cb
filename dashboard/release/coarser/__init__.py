"""Presence summed up once by coarser cells, in the user's cache, so that a wide view of a country reads little."""
