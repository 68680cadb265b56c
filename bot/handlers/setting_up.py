"""For moderators: the set-up of a space, the community's settings, cards to pin, and who moderates."""

from dataclasses import replace

from bot.commands import (
    AddModerator,
    Moderators,
    OpenAddModerator,
    OpenRemoveModerator,
    OpenSettings,
    OpenSetup,
    PostCard,
    RemoveModerator,
    SaveSettings,
    SetUp,
)
from bot.context import Context
from bot.domain.member import Member, Rules
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import MemberId
from bot.journey import breaks as school_breaks
from bot.journey import channel, moderators
from bot.journey.zones import today, zone_of
from bot.texts import claiming as sheet
from bot.texts import moderators as people
from bot.texts import rules
from bot.texts import setting_up as texts
from bot.understanding.breaks import breaks as understood_breaks
from bot.understanding.fields import Fields
from bot.views import Form, Message, Rejected, View

CARDS = {"welcome": texts.welcome_card, "sheet": sheet.sheet_card}


# The first page


async def open_setup(command: OpenSetup, context: Context) -> Form:
    return texts.setup_form(await channel.here(context), context.community.rules)


async def set_up(command: SetUp, context: Context) -> View:
    changed, problems = _rules(command, context.community.rules)
    if not channel.fits(command.channel):
        problems["channel"] = texts.CHOOSE_CHANNEL
    added = await _member(context, command.moderator) if command.moderator else None
    if command.moderator and added is None:
        problems["moderator"] = people.CHOOSE_MEMBER
    space = await channel.here(context)
    if space.platform.has_roles and not moderators.fit(command.moderator_roles, space):
        problems["moderator_roles"] = people.CHOOSE_ROLES
    if problems:
        return Rejected(rules.needs_mending(len(problems)), problems)
    await _save(context, changed)
    granted = added is not None and await moderators.grant(context, added)
    if space.platform.has_roles:
        space = await moderators.choose_roles(context, space, command.moderator_roles)
    moved = await channel.choose(context, command.channel)
    waiting = await channel.post_waiting(context) + await channel.post_refused(context, space.id)
    may_join = len(await context.uow.communities.spaces()) == 1 and not await context.uow.communities.in_use()
    already = not granted
    return texts.done(changed, space, moved=moved, waiting=waiting, added=added, already=already, may_join=may_join)


async def _save(context: Context, changed: Rules) -> None:
    if changed != context.community.rules:
        await context.uow.communities.save(replace(context.community, rules=changed))
        await context.record("community", context.community.id, "settings-saved")


# Settings


async def open_settings(command: OpenSettings, context: Context) -> Form:
    return rules.settings_form(context.community.rules)


async def save_settings(command: SaveSettings, context: Context) -> View:
    changed, problems = _rules(command, context.community.rules)
    fields = Fields()
    now = today(context.now, zone_of(context.me))
    breaks = fields.read("breaks", lambda text: understood_breaks(text, now), command.breaks)
    problems |= fields.problems
    if command.weekly_check_in not in ("yes", "no"):
        problems["weekly_check_in"] = rules.YES_OR_NO
    if problems:
        return Rejected(rules.needs_mending(len(problems)), problems)
    changed = replace(changed, breaks=breaks or (), weekly_check_in=command.weekly_check_in == "yes")
    before = context.community.rules.breaks
    await _save(context, changed)
    if changed.breaks != before:
        await school_breaks.go_by(context, changed.breaks, before)
    return rules.saved(changed)


def _rules(command: SaveSettings | SetUp, old: Rules) -> tuple[Rules, dict[str, str]]:
    """The rules with what this page sets, and a sentence beside each field that can't be set so."""
    asked = {name: limits for name, limits in rules.LIMITS.items() if hasattr(command, name)}
    numbers = {name: _number(getattr(command, name), *limits) for name, limits in asked.items()}
    problems = {name: rules.out_of_limits(name) for name, number in numbers.items() if number is None}
    if command.approve_mentors not in ("yes", "no"):
        problems["approve_mentors"] = rules.YES_OR_NO
    known = {name: number for name, number in numbers.items() if number is not None}
    hours = known.get("proposal_hours", old.proposal_hours)
    changed = replace(
        old,
        proposal_hours=hours,
        reminder_hours=hours * 2 // 3 if hours != old.proposal_hours else old.reminder_hours,
        most_mentees=known.get("most_mentees", old.most_mentees),
        most_zone_hours=known.get("zone_hours", old.most_zone_hours),
        approve_mentors=command.approve_mentors == "yes",
        round_up_after=known.get("round_up_after", old.round_up_after),
        proposals_at_once=known.get("proposals_at_once", old.proposals_at_once),
    )
    return changed, problems


def _number(text: str, least: int, most: int) -> int | None:
    typed = text.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 4):
        return None
    return int(typed) if least <= int(typed) <= most else None


# Cards to pin


async def post_card(command: PostCard, context: Context) -> View:
    card = CARDS.get(command.card)
    if card is None:
        raise UserError(texts.UNKNOWN_CARD)
    posts = await channel.post_everywhere(context, card())
    if not posts:
        return texts.no_channel()
    for post in posts:
        await context.record("post", post, channel.CARD)
    await context.record("community", context.community.id, "card-posted", command.card)
    return texts.posted(len(posts))


# Who moderates


async def list_moderators(command: Moderators, context: Context) -> Message:
    platform = (await channel.here(context)).platform
    return people.card(await context.uow.members.moderators(), platform)


async def open_add_moderator(command: OpenAddModerator, context: Context) -> Form:
    return people.add_form()


async def add_moderator(command: AddModerator, context: Context) -> View:
    member = await _member(context, command.member)
    if member is None:
        return Rejected(people.CHOOSE_MEMBER, {"member": people.CHOOSE_MEMBER})
    if not await moderators.grant(context, member):
        return people.moderates_already(member)
    return people.added(member, myself=member.id == context.me.id)


async def open_remove_moderator(command: OpenRemoveModerator, context: Context) -> Form:
    granted = await context.uow.members.moderators()
    if not granted:
        raise UserError(people.NOBODY)
    return people.remove_form(granted)


async def remove_moderator(command: RemoveModerator, context: Context) -> View:
    member = await _member(context, command.member)
    if member is None or not member.moderator:
        return Rejected(people.NOT_ONE, {"member": people.NOT_ONE})
    if moderators.last_one(await context.uow.members.moderators(), member):
        return Rejected(people.LAST_ONE, {"member": people.LAST_ONE})
    await moderators.remove(context, member)
    return people.removed(member, myself=member.id == context.me.id)


async def _member(context: Context, id: str) -> Member | None:
    member = await context.uow.members.get(MemberId(id))
    return member if member is not None and member.claimed else None


HANDLES: Handles = {
    OpenSetup: open_setup,
    SetUp: set_up,
    OpenSettings: open_settings,
    SaveSettings: save_settings,
    PostCard: post_card,
    Moderators: list_moderators,
    OpenAddModerator: open_add_moderator,
    AddModerator: add_moderator,
    OpenRemoveModerator: open_remove_moderator,
    RemoveModerator: remove_moderator,
}
