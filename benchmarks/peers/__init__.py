"""Other planners, each with the part of an operation that it can express, and the replay under all rules."""
