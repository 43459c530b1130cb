"""The release builder: sightings in, counts out. Runs inside an operator's own walls, never in the dashboard."""
