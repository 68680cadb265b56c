"""The first page: who do you want to be."""

from adapters.playground.chatlog import ChatLog, Person
from adapters.playground.render import Renderer
from adapters.playground.rooms import choice
from bot.errors import UserError
from bot.ids import new_id
from bot.ports.platforms import UserId

NAMELESS = "Please type a name."


def choose_page(renderer: Renderer, chat: ChatLog, version: str, search: str = "", problem: str = "") -> str:
    """`search` keeps the people whose name contains it; the page's script does the same while one types."""
    wanted = search.strip().casefold()
    people = [p for p in chat.people() if wanted in p.name.casefold()]
    return renderer.page(
        "choose.html",
        version=version,
        secret=chat.secret(),
        search=search,
        problem=problem,
        groups=[(words, [choice(p) for p in some]) for words, some in _grouped(people) if some],
    )


def _grouped(people: list[Person]) -> list[tuple[str, list[Person]]]:
    suggested = [p for p in people if p.note]
    moderators = [p for p in people if p.moderator and not p.note]
    everyone = [p for p in people if not p.note and not p.moderator]
    return [("Good people to start with", suggested), ("Moderators", moderators), ("Everyone", everyone)]


def new_person(chat: ChatLog, name: str) -> Person:
    """Somebody who is new to the community. Raises `UserError` without a name."""
    if not name.strip():
        raise UserError(NAMELESS)
    return chat.add_person(Person(UserId(f"new-{new_id()}"), name))
