"""Pages of forms on a platform that shows one at a time and forgets it: what stands between them, and their hints."""

from collections.abc import Mapping, Sequence

from bot.texts.choices import count, cut
from bot.understanding import clock_times, days
from bot.views import (
    MOST_BUTTON,
    MOST_BUTTONS,
    MOST_HEADING,
    MOST_TEXT,
    Actions,
    Bold,
    Button,
    ButtonStyle,
    Heading,
    Listing,
    Message,
    Part,
    Plain,
    Text,
    line,
)

DAY_EXAMPLE = f"For example: {days.EXAMPLE}"
TIME_EXAMPLE = f"For example: {clock_times.EXAMPLE}"
SEARCH_HINT = "Type the name or a part of it."
SEVERAL_HINT = "Type names or parts of them, with commas between."
CHOOSE = "Choose"
KEPT_FOR = "What you typed is kept for 24 hours, for you alone."
NOT_KEPT = "What you typed is not kept any more. Please open the form again; nothing was changed."
NO_SERVER = "I don't know yet which server you mean. Please type this once in your server, where I am."
NOT_THERE = "I am not in that server any more, so nothing was changed. What was agreed there is kept."
YOU_LEFT = (
    "You are not in that server any more, so nothing was changed. If you come back, everything can go on where it was."
)
ONLY_IN_SERVER = (
    "This page opens only in the server itself, because it lists the server's channels, roles or people. Please type "
    "/mentor-setup or /mentor-admin there."
)
MOST_PROBLEMS = 10
MOST_SERVERS = 25


def between(low: int, high: int) -> str:
    return f"A number from {low} to {high}"


def several_fit(found: int) -> str:
    if found == 1:
        return "One entry may be what you mean. Please choose it, or type another name."
    number = f"More than {MOST_SERVERS}" if found > MOST_SERVERS else str(found)
    return f"{number} fit this. Please choose one, or type more of it."


def nothing_fits(typed: str) -> str:
    return f"Nothing in the list fits “{cut(typed, 40)}”. Please try another spelling or a part of it."


def example(labels: Sequence[str]) -> str:
    return f"For example: {', '.join(labels)}"


def page_of(title: str, page: int, pages: int) -> str:
    """A page's title; pages are counted from 1."""
    return f"{title} ({page} of {pages})" if pages > 1 else title


def kept(title: str, page: int, pages: int, action: str) -> Message:
    """After one page of several was sent: `page` is that one, counted from 1, `action` opens the next."""
    left = count(pages - page, "page")
    return Message(
        cut(f"{title}: page {page} of {pages} is done", MOST_HEADING),
        (
            Heading(cut(f"Page {page} of {pages} is done", MOST_HEADING)),
            Text(line(Bold(title), f": {left} to go. {KEPT_FOR}")),
            Actions((Button("Continue", action, ButtonStyle.PRIMARY),)),
        ),
    )


def goes_on(title: str, action: str) -> Message:
    """Where what was sent is answered with another form; `action` opens it."""
    return Message(
        cut(f"{title}: one more page", MOST_HEADING),
        (
            Heading("One more page"),
            Text(line(Bold(title), " comes next.")),
            Actions((Button("Continue", action, ButtonStyle.PRIMARY),)),
        ),
    )


def to_mend(title: str, sentence: str, problems: Mapping[str, str], action: str) -> Message:
    """What stands in the way of a form, by the labels of its fields; `action` opens it again as it was typed.

    A sentence that stands beside a field anyhow is said once.
    """
    shown = list(problems.items())[:MOST_PROBLEMS]
    each = MOST_TEXT // 2 // max(1, len(shown))
    items = tuple(line(Bold(_headed(label)), f" {cut(problem, each - len(label) - 2)}") for label, problem in shown)
    news = sentence and sentence not in (*problems.values(), " ".join(problems.values()))
    said: tuple[Part, ...] = (Text(line(cut(sentence, MOST_TEXT // 4))),) if news else ()
    return Message(
        cut(f"{title}: something needs another look", MOST_HEADING),
        (
            Heading("Something needs another look"),
            *said,
            *((Listing(items),) if items else ()),
            Text(line(f"Nothing was sent yet. {KEPT_FOR}")),
            Actions((Button("Fix it", action, ButtonStyle.PRIMARY),)),
        ),
    )


def _headed(label: str) -> str:
    return label if label.endswith("?") else f"{label}:"


def one_moment(action: str) -> Message:
    """Where a page could not open in time; `action` opens it."""
    return Message(
        "One moment: the page is ready now",
        (
            Heading("One moment"),
            Text(line("That took me a little longer than usual. The page is ready now.")),
            Actions((Button("Open the page", action, ButtonStyle.PRIMARY),)),
        ),
    )


def which_server(servers: Sequence[tuple[str, str]]) -> Message:
    """To choose from where a direct message could mean several; name and action of each, at most 25."""
    buttons = [Button(_named(name), action) for name, action in servers[:MOST_SERVERS]]
    rows = [tuple(buttons[start : start + MOST_BUTTONS]) for start in range(0, len(buttons), MOST_BUTTONS)]
    return Message(
        "Which server?",
        (
            Heading("Which server?"),
            Text(line("You take part in several. Which one do you mean?")),
            *(Actions(row) for row in rows),
        ),
    )


def _named(name: str) -> str:
    visible = Plain(" ".join(name.split())).text
    return cut(visible, MOST_BUTTON) if visible.strip() else "A server without a name"
