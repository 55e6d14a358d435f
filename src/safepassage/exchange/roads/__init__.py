"""Road networks and what is known of them, read from files and written to files."""
