"""Forms: a closed vocabulary of fields, in pages of five."""

from dataclasses import dataclass
from datetime import date, time

from bot.views.messages import MOST_ACTION, Line, ViewTooLarge, within

MOST_TITLE = 24
MOST_FIELD_LABEL = 45
MOST_FIELDS_A_PAGE = 5
MOST_OPTION = 75
MOST_NOTICE = 100


@dataclass(frozen=True)
class Option:
    """`also` are other names by which it is found and under which it is never shown."""

    value: str
    label: str
    group: str = ""
    description: str = ""
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        within(self.label, MOST_OPTION, "an option")


@dataclass(frozen=True)
class _Field:
    name: str
    label: str
    hint: str = ""
    required: bool = False

    def __post_init__(self) -> None:
        within(self.label, MOST_FIELD_LABEL, "a field's label")


@dataclass(frozen=True)
class TextField(_Field):
    """One line, or several where `long`; `limit` in characters; `suggestions` are offered, never enforced.

    Where the suggestions are all there is, `picks` is how many of them may be given: a platform with a native list
    may offer that instead, and sends them separated by commas.
    """

    value: str = ""
    limit: int = 200
    long: bool = False
    suggestions: tuple[str, ...] = ()
    picks: int = 0


@dataclass(frozen=True)
class ChoiceField(_Field):
    """One of a few options (at most 25)."""

    options: tuple[Option, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class ChoicesField(_Field):
    """Up to `most` of a few options (at most 25)."""

    options: tuple[Option, ...] = ()
    values: tuple[str, ...] = ()
    most: int = 25


@dataclass(frozen=True)
class SearchField(_Field):
    """Up to `most` of a long list; `options` is the whole list, grouped."""

    options: tuple[Option, ...] = ()
    values: tuple[str, ...] = ()
    most: int = 1


@dataclass(frozen=True)
class DateField(_Field):
    value: date | None = None
    earliest: date | None = None


@dataclass(frozen=True)
class TimeField(_Field):
    value: time | None = None


@dataclass(frozen=True)
class NumberField(_Field):
    value: int | None = None
    least: int = 0
    most: int = 100


@dataclass(frozen=True)
class MemberField(_Field):
    """A person. With `options` one of these members, the value is a member id.

    Without, anybody in the space: a platform with a picker of people sends `picked(user id)`, which the core turns into
    a member id before the handler sees it (see `bot.commands.command`).
    """

    value: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class ChannelField(_Field):
    """A channel of the space, chosen by the platform's own picker; the value is the platform's id of it."""

    value: str = ""


@dataclass(frozen=True)
class RolesField(_Field):
    """Up to `most` roles of the space, chosen by the platform's own picker; the values are the platform's ids.

    Only for spaces on a platform that has roles (`Platform.has_roles`).
    """

    values: tuple[str, ...] = ()
    most: int = 10


Field = (
    TextField
    | ChoiceField
    | ChoicesField
    | SearchField
    | DateField
    | TimeField
    | NumberField
    | MemberField
    | ChannelField
    | RolesField
)


@dataclass(frozen=True)
class Page:
    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.fields) <= MOST_FIELDS_A_PAGE:
            raise ViewTooLarge(f"a page has 1 to {MOST_FIELDS_A_PAGE} fields, not {len(self.fields)}")


@dataclass(frozen=True)
class Form:
    """`action` is the command that sending builds (`bot.commands.submitted`), `foot` stands above the button.

    `notice` is the foot in a few words, for a platform that has no room for it beside five fields.
    """

    action: str
    title: str
    pages: tuple[Page, ...]
    submit: str
    intro: tuple[Line, ...] = ()
    foot: tuple[Line, ...] = ()
    notice: str = ""

    def __post_init__(self) -> None:
        within(self.title, MOST_TITLE, "a form's title")
        within(self.submit, MOST_TITLE, "a form's button")
        within(self.action, MOST_ACTION, "a form's action")
        if self.notice:
            within(self.notice, MOST_NOTICE, "a form's notice")

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(f for page in self.pages for f in page.fields)
