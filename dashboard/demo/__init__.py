"""The demonstration city: a synthetic Beijing that writes sightings and calls the builder like any operator."""
