"""From an operation to a plan and a certified lower bound."""
