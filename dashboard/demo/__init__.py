"""The demonstration city: a synthetic Beijing that makes sightings and has them counted like any operator."""
