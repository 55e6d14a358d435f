"""The command line, as its users meet it: through real processes and real terminals."""
