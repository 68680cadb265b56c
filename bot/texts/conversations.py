"""What is said of a pair's own conversation, where it is a thread of a server."""

from bot.texts.choices import cut
from bot.views import Line, Message, Text, line

READERS = "This thread is for the two of you. Moderators of this server can read it."
OVER = "This match has ended, so I am putting this thread away. Writing here opens it again."


def readers() -> Message:
    return Message("This thread is for the two of you.", (Text(line(READERS)),))


def title(mentee: str, mentor: str) -> str:
    """At most 100 characters."""
    return f"Mentoring: {cut(mentee, 40)} and {cut(mentor, 40)}"


def over() -> Message:
    return Message("This thread is put away.", (Text(line(OVER)),))


def unopened(name: str, why: str) -> Line:
    """To moderators; `why` is a code of `bot.errors.Unopened`."""
    where = f" in {name}" if name else ""
    reason = {
        "no-channel": "no mentoring channel is chosen. Please choose one with /mentor-setup.",
        "gone": "the mentoring channel is gone. Please choose another one with /mentor-setup.",
        "no-threads": "the mentoring channel can't have threads. Please choose a text channel with /mentor-setup.",
        "not-visible": "one of the two can't see the mentoring channel. Please let everybody who takes part see it.",
        "locked": "the thread of a pair is locked. Please unlock it, unless that is meant.",
        "too-many": "there are as many active threads as a server may have. Please close some that are done.",
    }.get(
        why,
        "I may not open private threads in the mentoring channel. Please allow my role “Create Private Threads” and "
        "“Send Messages in Threads” there.",
    )
    return line(f"Pairs{where} get direct messages instead of a thread of their own: {reason}")
