"""`python -m safepassage` does what the command `safepassage` does."""

from safepassage.cli import main

if __name__ == "__main__":
    main()
