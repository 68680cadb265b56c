"""`python -m storage.check`: the migrations lead to exactly the tables in `storage.tables`, and back to nothing."""

import sys
import tempfile

from storage import migrate


def problems(url: str) -> list[str]:
    """What is wrong with the migrations, tried on an empty database at `url`; empty when all is well."""
    migrate.upgrade(url)
    found = migrate.differences(url)
    migrate.downgrade(url)
    found += [f"left by the downgrade: {table}" for table in migrate.tables(url)]
    migrate.upgrade(url)
    return found + [f"after a downgrade and an upgrade: {difference}" for difference in migrate.differences(url)]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = problems(f"sqlite:///{folder}/check.db")
    sys.stdout.write("\n".join(found or [f"Migrations lead to the tables (schema {migrate.newest()})."]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
