"""Briefings of a rule or of rules side by side: plain data, typeset as PDF, laid out as slides with native charts."""
