"""The one tree of errors.

MentorbotError
├── UserError            its sentence is shown to the person, verbatim; the transaction rolls back
├── SettingsError        the program can't start: names the setting, its problem and an example
├── StorageError         the database can't be used: says what and how to mend it
└── DeliveryError        what became of a message, as the adapters translate it
    ├── Unreachable      this person can't be written to (closed DMs, left): a fact to record
    ├── TryLater         not now; `after` seconds at the earliest
    │   └── RateLimited  the platform takes no more for now, which says nothing about this message
    ├── Unopened         no conversation can be opened for a pair; `why` is a code for moderators
    ├── Unlisted         it arrived; the group session that it announces does not stand right in the list of events
    ├── Unknowable       it may have been sent, and the platform can't tell
    └── Refused          the platform will never take this message
"""

from collections.abc import Mapping


class MentorbotError(Exception):
    pass


class UserError(MentorbotError):
    """Carries the sentence a person reads; `problems` maps form fields to the sentence beside each."""

    def __init__(self, sentence: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.problems = dict(problems or {})


class SettingsError(MentorbotError):
    pass


class StorageError(MentorbotError):
    pass


class DeliveryError(MentorbotError):
    pass


class Unreachable(DeliveryError):
    pass


class TryLater(DeliveryError):
    def __init__(self, reason: str, after: float = 60.0) -> None:
        super().__init__(reason)
        self.after = after


class RateLimited(TryLater):
    pass


class Unopened(DeliveryError):
    def __init__(self, why: str) -> None:
        super().__init__(f"no conversation can be opened for a pair: {why}")
        self.why = why


class Unlisted(DeliveryError):
    """`conversation` and `message` are where it stands; `why` is a code: not-allowed, too-many or refused."""

    def __init__(self, why: str, conversation: str, message: str) -> None:
        super().__init__(why)
        self.why, self.conversation, self.message = why, conversation, message


class Unknowable(DeliveryError):
    pass


class Refused(DeliveryError):
    pass
