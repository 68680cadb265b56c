"""`python -m bot` and `mentorbot`."""

import sys


def main() -> None:
    from bot.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
