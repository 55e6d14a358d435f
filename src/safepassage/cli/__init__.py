"""The command line: one verb, one file."""


def main() -> None:
    """Run the command line."""
