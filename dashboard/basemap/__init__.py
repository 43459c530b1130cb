"""A base map from a file: made once into tiles, then read tile by tile."""
