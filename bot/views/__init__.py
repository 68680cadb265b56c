"""The closed vocabulary of what a person can be shown: `Message`, `Form`, `Rejected`.

Views are neutral: no platform, no markup. What people typed travels as `Plain` text and every adapter escapes it.
Limits are the intersection of what Slack and Discord accept (characters) and are checked where a view is built.
"""

from dataclasses import dataclass, field

from bot.views.forms import (
    MOST_FIELD_LABEL,
    MOST_FIELDS_A_PAGE,
    MOST_NOTICE,
    MOST_OPTION,
    MOST_TITLE,
    ChannelField,
    ChoiceField,
    ChoicesField,
    DateField,
    Field,
    Form,
    MemberField,
    NumberField,
    Option,
    Page,
    RolesField,
    SearchField,
    TextField,
    TimeField,
)
from bot.views.messages import (
    INVISIBLE,
    MOST_ACTION,
    MOST_BUTTON,
    MOST_BUTTONS,
    MOST_HEADING,
    MOST_TEXT,
    Actions,
    Bold,
    Button,
    ButtonStyle,
    Facts,
    File,
    GroupSession,
    Heading,
    Image,
    Line,
    Link,
    Listing,
    Mention,
    Message,
    Moment,
    MomentStyle,
    Part,
    Plain,
    Span,
    Text,
    ViewTooLarge,
    line,
    shown,
    span_words,
    within,
    words,
)

__all__ = [
    "INVISIBLE",
    "MOST_ACTION",
    "MOST_BUTTON",
    "MOST_BUTTONS",
    "MOST_FIELDS_A_PAGE",
    "MOST_FIELD_LABEL",
    "MOST_HEADING",
    "MOST_NOTICE",
    "MOST_OPTION",
    "MOST_TEXT",
    "MOST_TITLE",
    "Actions",
    "Bold",
    "Button",
    "ButtonStyle",
    "ChannelField",
    "ChoiceField",
    "ChoicesField",
    "DateField",
    "Facts",
    "Field",
    "File",
    "Form",
    "GroupSession",
    "Heading",
    "Image",
    "Line",
    "Link",
    "Listing",
    "MemberField",
    "Mention",
    "Message",
    "Moment",
    "MomentStyle",
    "NumberField",
    "Option",
    "Page",
    "Part",
    "Plain",
    "Rejected",
    "RolesField",
    "SearchField",
    "Span",
    "Text",
    "TextField",
    "TimeField",
    "View",
    "ViewTooLarge",
    "line",
    "shown",
    "span_words",
    "within",
    "words",
]


@dataclass(frozen=True)
class Rejected:
    """Nothing was changed. `problems` maps a field's name to the sentence beside it; a form stays open as typed."""

    sentence: str
    problems: dict[str, str] = field(default_factory=dict)


View = Message | Form | Rejected
