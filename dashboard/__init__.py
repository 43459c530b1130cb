"""Screening Scope: how many people a screening rule would flag, from counts alone."""
