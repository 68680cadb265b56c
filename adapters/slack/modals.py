"""Forms and answers become dialogs, and a person's own page the App Home. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from adapters.slack.blocks import laid_out, saying
from adapters.slack.elements import input_block
from adapters.slack.origin import Origin
from adapters.slack.richtext import Json, block, cut, elements, plain, section
from bot.texts import dialogs
from bot.views import MOST_TITLE, Form, Heading, Line, Message, Rejected

FORM = "form"
SHOWN = "shown"
WAITING = "waiting"
BANNER = "the-problem"  # no field has such a name: they are names of Python fields
MOST_BLOCKS = 100
DIVIDER: Json = {"type": "divider"}
CHOSEN = {  # what stands in an element, as its state calls it and as the element calls it
    "value": "initial_value",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_user": "initial_user",
    "selected_conversation": "initial_conversation",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
}
SENT_BACK = ("type", "title", "submit", "close", "private_metadata", "callback_id", "clear_on_close", "notify_on_close")


def modal(form: Form, origin: Origin, problem: str = "") -> Json:
    """All pages of a form in one dialog; `problem` is a sentence above them."""
    blocks = [
        *([_banner(problem)] if problem else []),
        *_lines(form.intro),
        *(input_block(field) for field in form.fields),
        *_lines(form.foot),
    ]
    view = _dialog(FORM, form.title, blocks, origin, close=dialogs.CANCEL)
    return {**view, "submit": plain(form.submit, MOST_TITLE)}


def shown(message: Message | Rejected, origin: Origin) -> Json:
    """An answer in a dialog, without a button to send."""
    match message:
        case Rejected(sentence):
            return _dialog(SHOWN, dialogs.ANSWER, [saying(sentence)], origin)
        case Message():
            heading = next((part.text for part in message.parts if isinstance(part, Heading)), dialogs.ANSWER)
            below = replace(message, parts=message.parts[1:]) if _titled(message) else message
            return _dialog(SHOWN, heading, laid_out(below, MOST_BLOCKS, pictures=False), origin)
        case _:
            assert_never(message)


def _titled(message: Message) -> bool:
    """Whether the dialog's title says all of the first line already."""
    first, *rest = (*message.parts, None)
    return isinstance(first, Heading) and len(first.text) <= MOST_TITLE and len(rest) > 1


def waiting(origin: Origin) -> Json:
    """Shown at once where the answer takes longer than Slack waits for it."""
    return _dialog(WAITING, dialogs.WAITING_TITLE, [saying(dialogs.WAITING)], origin)


def home(messages: Sequence[Message], notice: Message | Rejected | None = None) -> Json:
    """A person's App Home: `notice` is the answer to what they did last, above the rest."""
    above = [saying(notice.sentence, bold=True)] if isinstance(notice, Rejected) else []
    cards = [notice, *messages] if isinstance(notice, Message) else list(messages)
    room = max(2, (MOST_BLOCKS - len(above)) // max(1, len(cards)) - 1)
    stacks = [above] if above else []
    stacks += [laid_out(card, room, pictures=False) for card in cards]
    blocks = [b for stack in stacks for b in (DIVIDER, *stack)][1:]
    return {"type": "home", "blocks": blocks or [saying(dialogs.NOTHING)]}


def again(view: Mapping[str, object], sentence: str) -> Json:
    """The dialog that was sent, to be shown once more as it was typed, with what was wrong above it.

    Slack keeps what stands in an input whose block and action have the same ids as before. A banner of before is
    replaced; what only Slack may say of a view (id, state, hash and so on) is left out.
    """
    kept = {name: view[name] for name in SENT_BACK if view.get(name)}
    blocks = [each for each in _blocks(view) if each.get("block_id") != BANNER]
    return {**kept, "blocks": [_banner(sentence), *blocks]}


def refilled(view: Mapping[str, object]) -> Json:
    """The dialog that was sent, with what was typed as what stands there first: for when it is shown anew.

    Slack forgets what was typed once another view has taken the place of the dialog.
    """
    typed = _mapping(_mapping(view.get("state")).get("values"))
    return {
        **view,
        "blocks": [_refilled(each, _mapping(typed.get(str(each.get("block_id"))))) for each in _blocks(view)],
    }


def _refilled(input_: Mapping[str, object], typed: Mapping[str, object]) -> Json:
    if input_.get("type") != "input":
        return dict(input_)
    element = _mapping(input_.get("element"))
    entered = _mapping(typed.get(str(element.get("action_id"))))
    bare = {name: value for name, value in element.items() if name not in CHOSEN.values()}
    standing = {CHOSEN[name]: value for name, value in entered.items() if name in CHOSEN and value}
    return {**input_, "element": {**bare, **standing}}


def field_errors(view: Mapping[str, object], problems: Mapping[str, str]) -> dict[str, str]:
    """The problems that Slack can show beside an input of this dialog; it refuses any other."""
    inputs = {each.get("block_id") for each in _blocks(view) if each.get("type") == "input"}
    return {name: sentence for name, sentence in problems.items() if name in inputs and sentence}


def _dialog(callback: str, title: str, blocks: Sequence[Json], origin: Origin, close: str = dialogs.CLOSE) -> Json:
    view: Json = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(cut(title, MOST_TITLE), MOST_TITLE),
        "close": plain(close, MOST_TITLE),
        "blocks": list(blocks),
        "private_metadata": origin.packed(),
    }
    return {**view, "notify_on_close": True} if origin.home else view


def _banner(sentence: str) -> Json:
    return saying(sentence, bold=True, id=BANNER)


def _lines(rows: Sequence[Line]) -> list[Json]:
    spoken = [row for row in map(elements, rows) if row]
    return [block(section(spoken))] if spoken else []


def _mapping(found: object) -> Mapping[str, object]:
    return found if isinstance(found, Mapping) else {}


def _blocks(view: Mapping[str, object]) -> list[Mapping[str, object]]:
    blocks = view.get("blocks")
    return [each for each in blocks if isinstance(each, Mapping)] if isinstance(blocks, list) else []
