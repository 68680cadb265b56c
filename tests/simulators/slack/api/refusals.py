"""An answer with `ok: false`."""

from tests.simulators.slack.jsons import Json


class Refusal(Exception):
    """Slack's error code. `mistake` says that a correct app would never get it: it is recorded as a violation."""

    def __init__(self, error: str, *, mistake: bool = False, **more: object) -> None:
        super().__init__(error)
        self.error, self.mistake = error, mistake
        self.more: Json = more
