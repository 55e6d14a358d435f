"""From a road network, or a table, to travel times."""
