"""The application: commands in, ticks of the clock, messages out. One handler call is one transaction."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog

from bot.commands import Answers, Command, Role, clean, cleaned
from bot.context import Context
from bot.delivery import Delivery
from bot.domain.member import Member
from bot.errors import StorageError, UserError
from bot.handlers import HANDLERS
from bot.ids import CommunityId, MemberId, SpaceId, new_id
from bot.ports.platforms import (
    Account,
    Clock,
    Directory,
    Envelope,
    Messenger,
    Platform,
    Reader,
    Reply,
    Standing,
)
from bot.ports.storage import Storage, UnitOfWork
from bot.texts import common
from bot.ticking import Ticking
from bot.views import Form, Rejected, View, shown

log = structlog.get_logger()


MOST_EVENT = 100
MOST_NAME = 60  # characters; longer display names are cut, so that every sentence with a name fits


class Bot:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        messengers: Mapping[Platform, Messenger],
        directories: Mapping[Platform, Directory],
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self.storage = storage
        self.clock = clock
        self.directories = directories
        self.wake = wake
        self.ticking = Ticking(storage, clock)
        self.delivery = Delivery(storage, clock, messengers)
        self._communities: dict[SpaceId, CommunityId] = {}

    async def handle(self, command: Command, envelope: Envelope) -> Reply:
        """One command, one reply. What a person did never raises; a defect is logged with the id the person sees."""
        command, envelope = cleaned(command), _fitting(envelope)
        try:
            view = await self._handle(command, envelope)
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
        return Reply(view, Answers.PRIVATE if opens_form and not isinstance(view, Form) else command.answers)

    async def reader(self, account: Account) -> Reader:
        community = await self._community(account.space)
        async with self.storage.read(community) as uow:
            member = await uow.members.of(account)
        if member is None:
            return Reader(member=None, name="", zone=None, moderator=False)
        return Reader(member=member.id, name=member.name, zone=member.zone, moderator=member.moderator)

    async def accounts(self, space: SpaceId) -> dict[MemberId, Account]:
        async with self.storage.read(await self._community(space)) as uow:
            return await uow.members.in_space(space)

    async def tick(self) -> int:
        """Does what the clock has made due. Returns how many things were done; running it twice changes nothing."""
        return await self.ticking.run()

    async def deliver(self) -> int:
        """Sends what waits in the outbox. Returns how many messages were settled."""
        return await self.delivery.run()

    async def settle(self) -> None:
        """Ticks and delivers until nothing more is due now."""
        while await self.tick() + await self.deliver():
            pass

    async def _handle(self, command: Command, envelope: Envelope) -> View:
        community = await self._community(envelope.actor.space)
        standing = await self._standing(command, envelope)
        if command.reads:
            async with self.storage.read(community) as uow:
                return await self._run(command, envelope, standing, uow)

        async def work(uow: UnitOfWork) -> View:
            done = await uow.receipts.find(envelope.event)
            if done is not None:
                return done
            view = await self._run(command, envelope, standing, uow)
            await uow.receipts.add(envelope.event, view, self.clock.now())
            return view

        try:
            view = await self.storage.write(community, work)
        except UserError as error:
            await self._remember(community, envelope, Rejected(error.sentence, error.problems))
            raise
        self.wake()
        return view

    async def _remember(self, community: CommunityId, envelope: Envelope, refusal: Rejected) -> None:
        """A refused press that is delivered once more is refused again, whatever has changed meanwhile."""

        async def add(uow: UnitOfWork) -> None:
            if await uow.receipts.find(envelope.event) is None:
                await uow.receipts.add(envelope.event, refusal, self.clock.now())

        await self.storage.write(community, add)

    async def _run(self, command: Command, envelope: Envelope, standing: Standing, uow: UnitOfWork) -> View:
        now = self.clock.now()
        actor = await self._actor(envelope, standing, uow, new=not command.reads)
        if command.role is Role.MODERATOR and not (actor.moderator or standing.moderator):
            raise UserError(common.MODERATORS_ONLY)
        context = Context(uow, await uow.communities.get(), now, actor, envelope)
        return await HANDLERS[type(command)](command, context)

    async def _actor(self, envelope: Envelope, standing: Standing, uow: UnitOfWork, *, new: bool) -> Member:
        known = await uow.members.of(envelope.actor)
        if known is None:
            made = Member(
                community=uow.community,
                id=MemberId(new_id()),
                name=_name(envelope),
                joined_at=self.clock.now(),
                zone=standing.zone,
            )
            if new:
                await uow.members.add(made)
                await uow.members.link(envelope.actor, made.id)
            return made
        if new:
            here = replace(known, name=_name(envelope), unreachable_since=None)
            if here != known:
                await uow.members.save(here)
            return here
        return known

    async def _standing(self, command: Command, envelope: Envelope) -> Standing:
        """Asked before the transaction, and only where the answer matters."""
        directory = self.directories.get(envelope.actor.platform)
        if directory is None or command.role is Role.MEMBER:
            return Standing(moderator=False)
        try:
            return await directory.standing(envelope.actor)
        except Exception:
            log.exception("directory", platform=envelope.actor.platform)
            return Standing(moderator=False)  # a grant still counts; a role that can't be verified does not

    async def _community(self, space: SpaceId) -> CommunityId:
        known = self._communities.get(space)
        if known is None:
            known = await self.storage.community_of(space)
            if known is None:
                raise UserError(common.UNKNOWN_SPACE)
            self._communities[space] = known
        return known


def _name(envelope: Envelope) -> str:
    """The display name, which its owner chose freely: on one line, without what could disguise it."""
    name = " ".join(shown(clean(envelope.name)).split())
    return (name if len(name) <= MOST_NAME else name[: MOST_NAME - 1] + "…") or "Somebody"


def _fitting(envelope: Envelope) -> Envelope:
    """Platforms' event ids are short; whatever is not is remembered by its hash."""
    event = clean(envelope.event)
    if len(event) > MOST_EVENT:
        event = hashlib.sha256(event.encode()).hexdigest()
    return replace(envelope, event=event)
