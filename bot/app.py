"""The application: commands in, ticks of the clock, messages out. One handler call is one transaction."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import structlog

from bot import bundles
from bot.commands import PICKED, Answers, C, Command, Role, clean, cleaned
from bot.context import Context
from bot.delivery import Delivery
from bot.domain.member import Member
from bot.errors import StorageError, UserError
from bot.handlers import HANDLERS, home
from bot.hosting import Hosting
from bot.ids import CommunityId, new_id
from bot.journey import leaving, moderators, reaching
from bot.journey.newcomers import display_name, member_of, newcomer
from bot.journey.zones import usable
from bot.matching.policy import NEAREST_FIRST, Policy
from bot.mentions import addressed
from bot.ports.platforms import (
    Account,
    Clock,
    Directory,
    Envelope,
    Messenger,
    Platform,
    Reader,
    Reply,
    Space,
    Standing,
    UserId,
)
from bot.ports.storage import Storage, UnitOfWork
from bot.settling import Settling
from bot.texts import common
from bot.ticking import Ticking
from bot.views import Form, Message, Rejected, View
from bot.whereabouts import SpaceMoved, Whereabouts

log = structlog.get_logger()
Chosen = dict[str, tuple[Account, Standing]]
Answered = tuple[View, Message | None]  # and the notice beside it

MOST_EVENT = 100


class Bot(Hosting):
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        messengers: Mapping[Platform, Messenger],
        directories: Mapping[Platform, Directory],
        wake: Callable[[], None] = lambda: None,
        policy: Policy = NEAREST_FIRST,
    ) -> None:
        super().__init__(storage, clock, wake)
        self.directories = directories
        self.policy = policy
        behind = storage.behind()
        self.ticking = Ticking(behind, clock, policy)
        self.delivery = Delivery(behind, clock, messengers)
        self._settling = Settling(self.ticking, self.delivery)
        self._whereabouts = Whereabouts(storage)

    async def handle(self, command: Command, envelope: Envelope) -> Reply:
        """One command, one reply. What a person did never raises; a defect is logged with the id the person sees."""
        command, envelope = cleaned(command), _fitting(envelope)
        notice = None
        try:
            handle = partial(self._handle, command, envelope)
            view, notice = await self._whereabouts.within(envelope.actor.space, handle)
        except UserError as error:
            view = Rejected(error.sentence, error.problems)
        except StorageError as error:
            log.error("storage", command=command.slug, problem=str(error))
            view = Rejected(common.STORAGE_TROUBLE)
        except Exception:
            id = new_id()[:6]
            log.exception("defect", command=command.slug, id=id)
            view = Rejected(common.defect(id))
        opens_form = command.answers is Answers.OPENS_FORM
        answers = Answers.PRIVATE if opens_form and not isinstance(view, Form) else command.answers
        return Reply(view, answers, notice)

    async def reader(self, account: Account) -> Reader:
        return await self._whereabouts.within(account.space, partial(self._reader, account))

    async def _reader(self, account: Account, community: CommunityId) -> Reader:
        async with self.storage.read(community) as uow:
            member = await uow.members.of(account)
        if member is not None:
            return Reader(member=member.id, name=member.name, zone=member.zone, moderator=member.moderator)
        if community != await self.storage.community_of(account.space):
            raise SpaceMoved
        return Reader(member=None, name="", zone=None, moderator=False)

    async def home(self, envelope: Envelope) -> Sequence[Message]:
        envelope = _fitting(envelope)
        try:
            return await self._whereabouts.within(envelope.actor.space, partial(self._home, envelope))
        except UserError as error:
            return [common.notice(error.sentence)]
        except StorageError as error:
            log.error("storage", page="home", problem=str(error))
            return [common.notice(common.STORAGE_TROUBLE)]
        except Exception:
            id = new_id()[:6]
            log.exception("defect", page="home", id=id)
            return [common.notice(common.defect(id))]

    async def _home(self, envelope: Envelope, community: CommunityId) -> Sequence[Message]:
        if envelope.stranger:
            raise UserError(common.STRANGERS)
        standing = await self._asked(envelope.actor)
        async with self.storage.read(community) as uow:
            actor = await self._actor(envelope, standing, uow, new=False)
            context = await self._context(uow, actor, envelope)
            cards = await home.page(context, moderator=await moderators.moderates(context, standing))
            return [await addressed(card, envelope.actor.space, uow) for card in cards]

    async def connect(self, space: Space, by: Account | None = None) -> None:
        """Only a greeting needs to know who it is for, and most servers were greeted long ago."""
        known = await self.connections.known(space.id)
        asked = by is not None and not (known is not None and known.connected)
        standing = await self._asked(by) if by is not None and asked else Standing(moderator=False)
        await self.connections.connect(space, by, standing)
        self.wake()

    async def tick(self) -> int:
        """Does what the clock has made due. Returns how many things were done; running it twice changes nothing."""
        return await self.ticking.run()

    async def deliver(self) -> int:
        """Sends what waits in the outbox. Returns how many messages were settled."""
        return await self.delivery.run()

    async def settle(self) -> None:
        """Ticks and delivers until nothing more is due now."""
        await self._settling.run()

    async def _handle(self, command: Command, envelope: Envelope, community: CommunityId) -> Answered:
        if envelope.stranger:
            await self.connections.turned_away(envelope.actor.space)
            raise UserError(common.STRANGERS)
        standing = await self._standing(command, envelope)
        chosen = await self._chosen(command, envelope)
        if command.reads:
            async with self.storage.read(community) as uow:
                await uow.read_ahead(envelope.event, envelope.actor)
                view, notice = await self._run(command, envelope, standing, chosen, uow)
            if notice is not None:
                await self.storage.write(community, partial(self._noticed, envelope))
            return view, notice

        async def work(uow: UnitOfWork) -> Answered:
            await uow.read_ahead(envelope.event, envelope.actor)
            done = await uow.receipts.find(envelope.event)
            if done is not None:
                return done, None
            view, notice = await self._run(command, envelope, standing, chosen, uow)
            if notice is not None:
                await self._noticed(envelope, uow)
            await uow.receipts.add(envelope.event, view, self.clock.now())
            return view, notice

        try:
            answered = await self.storage.write(community, work)
        except UserError as error:
            await self._remember(community, envelope, Rejected(error.sentence, error.problems))
            raise
        self.wake()
        return answered

    async def _noticed(self, envelope: Envelope, uow: UnitOfWork) -> None:
        actor = await uow.members.of(envelope.actor)
        if actor is not None:
            await reaching.told(Context(uow, await uow.communities.get(), self.clock.now(), actor, envelope))

    async def _remember(self, community: CommunityId, envelope: Envelope, refusal: Rejected) -> None:
        """A refused press that is delivered once more is refused again, whatever has changed meanwhile."""

        async def add(uow: UnitOfWork) -> None:
            if await uow.receipts.find(envelope.event) is None:
                await uow.receipts.add(envelope.event, refusal, self.clock.now())

        await self.storage.write(community, add)

    async def _run(
        self, command: Command, envelope: Envelope, standing: Standing, chosen: Chosen, uow: UnitOfWork
    ) -> Answered:
        actor = await self._actor(envelope, standing, uow, new=not command.reads)
        context = await self._context(uow, actor, envelope)
        if command.role is Role.MODERATOR and not await moderators.moderates(context, standing):
            raise UserError(common.MODERATORS_ONLY)
        if actor.left_at is not None and not command.reads:
            context = replace(context, actor=await leaving.come_back(context, actor, envelope.actor))
        command = await self._with_members(command, envelope, chosen, uow)
        notice = await reaching.notice(context, command)
        view = await HANDLERS[type(command)](command, context)
        if command.answers is Answers.UPDATES_CARD and isinstance(view, Message):
            view = await bundles.in_place(context, command, view)
        return await addressed(view, envelope.actor.space, uow), None if isinstance(view, Form) else notice

    async def _context(self, uow: UnitOfWork, actor: Member, envelope: Envelope) -> Context:
        """Raises `SpaceMoved`; asked after the actor, whose account keeps the space where it is from then on."""
        community = await uow.communities.get()
        if not any(space.id == envelope.actor.space for space in await uow.communities.spaces()):
            raise SpaceMoved
        return Context(uow, community, self.clock.now(), actor, envelope, policy=self.policy)

    async def _chosen(self, command: Command, envelope: Envelope) -> Chosen:
        """Who was chosen with the platform's own picker, as the platform describes them. Raises `UserError`."""
        found: Chosen = {}
        for name in command.people:
            value = getattr(command, name)
            for each in (value,) if isinstance(value, str) else value:
                if each.startswith(PICKED):
                    account = replace(envelope.actor, user=UserId(each.removeprefix(PICKED)))
                    found[each] = (account, await self._described(account, name))
        return found

    async def _described(self, account: Account, name: str) -> Standing:
        standing = await self._asked(account)
        if standing.here and standing.person and not standing.stranger and standing.name:
            return standing
        sentence = common.not_here(standing.name) if standing.person else common.NOT_A_PERSON
        raise UserError(sentence, {name: sentence})

    async def _with_members(self, command: C, envelope: Envelope, chosen: Chosen, uow: UnitOfWork) -> C:
        if not chosen:
            return command
        ids = {
            value: (await member_of(account, standing, uow, self.clock.now())).id
            for value, (account, standing) in chosen.items()
        }
        values = {}
        for name in command.people:
            value = getattr(command, name)
            one = isinstance(value, str)
            values[name] = ids.get(value, value) if one else tuple(ids.get(each, each) for each in value)
        return replace(command, **values)

    async def _actor(self, envelope: Envelope, standing: Standing, uow: UnitOfWork, *, new: bool) -> Member:
        known = await uow.members.of(envelope.actor)
        if known is None:
            zone = envelope.zone or standing.zone
            made = newcomer(uow, envelope.name, zone, self.clock.now(), envelope.actor.space)
            if new:
                await uow.members.add(made)
                await uow.members.link(envelope.actor, made.id)
            return made
        if new:
            zone = known.zone or envelope.zone
            unreachable = known.unreachable_since if envelope.actor.platform.can_close_dms else None
            name, space = display_name(envelope.name), envelope.actor.space
            here = replace(known, name=name, zone=zone, unreachable_since=unreachable, acts_in=space)
            if here != known:
                await uow.members.save(here)
            return here
        return known

    async def _standing(self, command: Command, envelope: Envelope) -> Standing:
        """Asked before the transaction, and only where the answer matters."""
        return Standing(moderator=False) if command.role is Role.MEMBER else await self._asked(envelope.actor)

    async def _asked(self, account: Account) -> Standing:
        directory = self.directories.get(account.platform)
        if directory is None:
            return Standing(moderator=False)
        try:
            found = await directory.standing(account)
        except Exception:
            log.exception("directory", platform=account.platform)
            return Standing(moderator=False)  # a grant still counts; a role that can't be verified does not
        return replace(found, zone=usable(found.zone))


def _fitting(envelope: Envelope) -> Envelope:
    """Platforms' event ids are short; whatever is not is remembered by its hash. A zone that is none is left out."""
    event = clean(envelope.event)
    if len(event) > MOST_EVENT:
        event = hashlib.sha256(event.encode()).hexdigest()
    return replace(envelope, event=event, zone=usable(envelope.zone))
