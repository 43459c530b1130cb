"""The briefing of a rule: its content as plain data, typeset as PDF and laid out as slides with native charts."""
