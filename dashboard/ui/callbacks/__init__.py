"""Callbacks: parse, call one pure function, return."""
