"""Pages of forms become modals, of at most five components each. Pure."""

from collections.abc import Mapping

from adapters.discord.custom_ids import Mark
from adapters.discord.fields import Standing, Value, labelled
from adapters.discord.richtext import Json, fits, label, markdown
from bot.texts.pages import page_of
from bot.views import ChannelField, Form, Line, MemberField, Option, Page, RolesField, TextField

TEXT = 10
MOST_COMPONENTS = 5
MOST_TITLE = 45
MOST_CHARACTERS = 2000  # of each of at most two texts


def modal(
    form: Form,
    page: int = 0,
    *,
    space: str = "",
    kept: bool = False,
    values: Mapping[str, Value] | None = None,
    problems: Mapping[str, str] | None = None,
    hits: Mapping[str, tuple[Option, ...]] | None = None,
) -> Json:
    """One page, counted from 1; 0 is the first, and one beyond the last is the last.

    `values` is what was typed before, by field, and `hits` what was found for it in long lists. Its custom id is the
    form's action with the space and, where the form has several pages or is `kept`, the page.
    """
    several = len(form.pages)
    number = min(max(page, 1), several)
    standing = Standing(values or {}, problems or {}, hits or {})
    return {
        "custom_id": Mark(form.action, space, number if several > 1 or kept else 0, kept=kept).text,
        "title": label(page_of(form.title, number, several), MOST_TITLE),
        "components": _components(form, number, standing),
    }


def of_a_server(form: Form) -> bool:
    """Whether something is chosen in it from what a server has: in a direct message such lists are empty."""
    of_servers = (ChannelField, RolesField)
    return any(isinstance(f, of_servers) or (isinstance(f, MemberField) and not f.options) for f in form.fields)


def page_with(form: Form, names: Mapping[str, object]) -> int:
    """The first page that has one of these fields, counted from 1; the first where none has."""
    pages = enumerate(form.pages, start=1)
    return next((number for number, page in pages if any(field.name in names for field in page.fields)), 1)


def _components(form: Form, number: int, standing: Standing) -> list[Json]:
    """The fields, the intro above and the foot below where there is room beside them, else the notice.

    Where there is room for one text only, intro and foot share it.
    """
    page = form.pages[number - 1]
    room = MOST_COMPONENTS - len(page.fields)
    above = form.intro if _first_with_room(form) == number else ()
    below = form.foot if number == len(form.pages) else ()
    if room == 1 and above and below:
        above, below = (*above, *below), ()
    noticed = _noticed(page) if below and not room else ""
    fields = [labelled(each, standing, form.notice if each.name == noticed else "") for each in page.fields]
    return [*(_text(above) if room else ()), *fields, *(_text(below) if room else ())]


def _first_with_room(form: Form) -> int:
    pages = enumerate(form.pages, start=1)
    return next((number for number, page in pages if len(page.fields) < MOST_COMPONENTS), 0)


def _noticed(page: Page) -> str:
    """The last text of the page, below which the notice stands: its hint can move into it."""
    return next((each.name for each in reversed(page.fields) if isinstance(each, TextField)), "")


def _text(rows: tuple[Line, ...]) -> list[Json]:
    said = "\n".join(filter(None, map(markdown, rows)))
    return [{"type": TEXT, "content": fits(said, MOST_CHARACTERS)}] if said.strip() else []
