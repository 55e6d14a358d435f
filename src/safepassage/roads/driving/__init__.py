"""From a road network and what changes on it to the ways that vehicles drive, and how long they take."""
