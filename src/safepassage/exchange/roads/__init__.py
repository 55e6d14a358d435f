"""The doors of the road network: files of roads, of what changes on them, and the network as it is kept."""
