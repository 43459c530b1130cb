"""Briefings of a rule or of rules side by side: plain data, typeset as PDF, laid out as slides with native charts."""

import logging

# Without a home that can be written to, matplotlib works all the same, and warns of it.
logging.getLogger("matplotlib").setLevel(logging.ERROR)
