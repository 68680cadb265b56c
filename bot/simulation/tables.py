"""Reads tables of a TOML file into numbers, and says in a sentence what is wrong with them."""

from collections.abc import Collection, Mapping

from bot.errors import UserError

Value = object


class Table:
    """`where` names it in sentences. Every key is to be asked for once; `done` refuses those that nobody asked for."""

    def __init__(self, file: str, where: str, values: Mapping[str, Value]) -> None:
        self.file, self.where, self._values = file, where, values
        self._asked: set[str] = set()

    def number(self, key: str, least: float, most: float) -> float:
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self._wrong(key, f"must be a number from {least:g} to {most:g}, not {value!r}")
        return float(value)

    def share(self, key: str) -> float:
        return self.number(key, 0, 1)

    def whole(self, key: str, least: int, most: int) -> int:
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self._wrong(key, f"must be a whole number from {least} to {most}, not {value!r}")
        return value

    def table(self, key: str) -> "Table":
        value = self._value(key)
        if not isinstance(value, dict):
            raise self._wrong(key, "must be a table")
        return Table(self.file, f"{self.where}.{key}" if self.where else key, value)

    def tables(self, key: str) -> dict[str, "Table"]:
        inner = self.table(key)
        found = {name: inner.table(name) for name in inner._values}
        if not found:
            raise self._wrong(key, "must have at least one entry")
        return found

    def weights(self, key: str, known: Collection[str] | None = None) -> dict[str, float]:
        """How often each thing happens beside the others; of `known` names where given."""
        inner = self.table(key)
        for name in inner._values:
            if known is not None and name not in known:
                raise inner._wrong(name, "is not known here")
        found = {name: inner.number(name, 0, 1e9) for name in inner._values}
        if not sum(found.values()):
            raise self._wrong(key, "must have at least one weight above 0")
        return found

    def numbers(self, key: str, least: int, most: int) -> dict[int, float]:
        """Weights of whole numbers, which TOML writes as text."""
        known = {str(number): number for number in range(least, most + 1)}
        return {known[name]: weight for name, weight in self.weights(key, known).items()}

    def done(self) -> None:
        for key in self._values:
            if key not in self._asked:
                raise self._wrong(key, "is not known here")

    def _value(self, key: str) -> Value:
        self._asked.add(key)
        if key not in self._values:
            raise self._wrong(key, "is missing")
        return self._values[key]

    def _wrong(self, key: str, problem: str) -> UserError:
        place = f"“{key or 'an empty name'}” in [{self.where}]" if self.where else f"“{key}”"
        return UserError(f"{self.file}: {place} {problem}.")
