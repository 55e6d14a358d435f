"""The doors: one format, one file."""
