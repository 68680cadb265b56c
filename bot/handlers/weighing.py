"""For moderators: what counts among mentors who are equally near, shown on real requests before it is kept."""

from dataclasses import replace

from bot.commands import UNKNOWN, OpenWeights, PreviewWeights, SaveWeights, ShowSettings
from bot.context import Context
from bot.domain.weights import NAMES, Weight, Weights, weights_from
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.journey import weighing
from bot.matching.preview import told
from bot.texts import rules
from bot.texts import weights as texts
from bot.views import Form, Message, Rejected, View


async def show_settings(command: ShowSettings, context: Context) -> Message:
    return rules.settings(context.community.rules)


async def open_weights(command: OpenWeights, context: Context) -> Form:
    return texts.form(_read(command.weights) if command.weights else context.community.rules.weights)


async def preview_weights(command: PreviewWeights, context: Context) -> View:
    """What is left empty stays as the form showed it."""
    shown = _read(command.weights) if command.weights else context.community.rules.weights
    chosen = {name: getattr(command, name) for name in NAMES if getattr(command, name)}
    wrong = [name for name, digit in chosen.items() if digit not in texts.STEPS]
    if wrong:
        return Rejected(rules.needs_mending(len(wrong)), dict.fromkeys(wrong, texts.CHOOSE))
    return await _preview(context, replace(shown, **{name: Weight(int(digit)) for name, digit in chosen.items()}))


async def _preview(context: Context, wanted: Weights, said: str = "") -> Message:
    found = await weighing.preview(context, wanted)
    shown = told(found, texts.MOST_SHOWN)
    people = await context.uow.members.some(weighing.people_of(shown))
    return texts.preview(texts.Preview(context.community.rules.weights, wanted, found, shown, people), said)


async def save_weights(command: SaveWeights, context: Context) -> Message:
    """Keeps exactly what was shown: where the weights have changed since, the same is shown once more instead."""
    wanted, seen, now = _read(command.weights), _read(command.before), context.community.rules.weights
    if wanted == now:
        return texts.saved(wanted)
    if seen != now:
        return await _preview(context, wanted, texts.CHANGED_MEANWHILE)
    changed = replace(context.community.rules, weights=wanted)
    await context.uow.communities.save(replace(context.community, rules=changed))
    await context.record("community", context.community.id, "weights-saved", wanted.code)
    return texts.saved(wanted)


def _read(code: str) -> Weights:
    try:
        return weights_from(code)
    except ValueError as error:
        raise UserError(UNKNOWN) from error


HANDLES: Handles = {
    ShowSettings: show_settings,
    OpenWeights: open_weights,
    PreviewWeights: preview_weights,
    SaveWeights: save_weights,
}
