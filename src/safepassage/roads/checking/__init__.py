"""What is cut on the roads of an operation, and what hangs on one of them."""
