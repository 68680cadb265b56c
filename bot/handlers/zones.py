"""Whose time zone is what: chosen from a list, or taken over from a profile that changed."""

from bot.commands import ChooseZone, KeepZone, OpenZone, UseZone
from bot.context import Context
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.journey import moving
from bot.journey.zones import usable, zone_of
from bot.texts import choices
from bot.texts import moving as texts
from bot.views import Rejected, View


async def open_zone(command: OpenZone, context: Context) -> View:
    request = await context.uow.requests.last_of(context.me.id)
    offer = await context.uow.offers.live_of(context.me.id)
    near = [*([request.state] if request else []), *(offer.states if offer else ())]
    return choices.zone_form(near, context.me.zone, context.profile_zone)


async def choose_zone(command: ChooseZone, context: Context) -> View:
    """Any zone of the world: a mentor's profile may name one that no state has."""
    zone = usable(command.zone)
    if zone is None:
        return Rejected(choices.UNKNOWN_ZONE, {"zone": choices.UNKNOWN_ZONE})
    return texts.zone_used(zone, await moving.use(context, zone))


async def use_zone(command: UseZone, context: Context) -> View:
    zone = usable(command.zone)
    if zone is None:
        raise UserError(choices.UNKNOWN_ZONE)
    return texts.zone_used(zone, await moving.use(context, zone))


async def keep_zone(command: KeepZone, context: Context) -> View:
    """Whichever is theirs by now: the card may be older than their last choice."""
    zone = zone_of(context.me)
    await moving.use(context, zone)
    return texts.zone_kept(zone)


HANDLES: Handles = {OpenZone: open_zone, ChooseZone: choose_zone, UseZone: use_zone, KeepZone: keep_zone}
