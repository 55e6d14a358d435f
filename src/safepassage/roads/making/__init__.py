"""From what sources say of roads to a road network."""
