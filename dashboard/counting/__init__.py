"""Counting: release in, numbers with their intervals out; knows no screen."""
