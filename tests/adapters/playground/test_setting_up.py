"""The set-up page in the playground, with the real core: its channel and everybody in it can be chosen."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from adapters.playground.app import SPACE, build_app
from adapters.playground.chatlog import ChatLog
from adapters.playground.directory import PlaygroundDirectory
from adapters.playground.messenger import PlaygroundMessenger
from bot.app import Bot
from bot.domain.member import Community
from bot.ids import CommunityId
from bot.ports.platforms import Platform, Space, UserId
from bot.views import Message
from storage.engine import open_database
from storage.store import SqlStorage
from tests.adapters.playground.pages import look, press
from tests.adapters.playground.rehearsal import Drawer, HandClock
from tests.databases import sqlite_database

CHANNEL = "/as/sam/channel"


@pytest.fixture
async def core(shared_folder: Path, tmp_path: Path, chat: ChatLog) -> AsyncIterator[Bot]:
    database = open_database(sqlite_database(shared_folder, tmp_path))
    storage, clock = SqlStorage(database), HandClock()
    await storage.found_for(Space(SPACE, Platform.PLAYGROUND, "Playground"), Community(CommunityId("here"), "Here"))
    messengers = {Platform.PLAYGROUND: PlaygroundMessenger(chat, clock)}
    yield Bot(storage, clock, messengers, {Platform.PLAYGROUND: PlaygroundDirectory(chat)})
    await database.close()


@pytest.fixture
async def client(core: Bot, chat: ChatLog) -> AsyncIterator[httpx.AsyncClient]:
    async def advance(to: datetime) -> None:
        raise AssertionError(f"nobody moves this clock to {to}")

    async def next_due() -> datetime | None:
        return None

    app = build_app(core, chat, Drawer(), core.clock, advance, next_due)
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers) as made:
        yield made


def summaries(chat: ChatLog, conversation: str, reader: str) -> list[str]:
    views = [message.view for message in chat.messages(conversation, UserId(reader), 10)]
    return [view.summary for view in views if isinstance(view, Message)]


async def test_a_moderator_sets_up_the_playground_and_adds_somebody(
    client: httpx.AsyncClient, core: Bot, chat: ChatLog
) -> None:
    page = await press(client, await look(client, CHANNEL), "Send", text="/mentor-setup")
    for words in ("Mentoring channel", "One more moderator", "Lee Park", "Jo Alvarez"):
        assert words in page.text
    typed = {"field__channel": "channel", "field__moderator": "user:lee", "field__approve_mentors": "no"}
    page = await press(client, page, "Save", **typed)
    assert "Mentoring is set up" in page.text
    assert "Lee Park" in page.text.split("Mentoring is set up")[1]
    page = await press(client, page, "Post the welcome card")
    await core.settle()
    assert summaries(chat, "channel", "maya") == ["Looking for a mentor, or ready to be one?"]
    assert summaries(chat, "dm-lee", "lee") == ["You now moderate the mentoring program here."]


async def test_a_channel_that_is_not_offered_comes_back_beside_its_field(client: httpx.AsyncClient) -> None:
    page = await press(client, await look(client, CHANNEL), "Send", text="/mentor-setup")
    page = await press(client, page, "Save", field__channel="", field__approve_mentors="no")
    assert "Please choose the channel where requests are to be posted." in page.text


async def test_the_zone_of_a_profile_reaches_the_receipt(client: httpx.AsyncClient) -> None:
    page = await press(client, await look(client, "/as/lee/channel"), "Send", text="/find-mentor")
    page = await press(client, page, "Find a mentor", field__state="Hawaii", field__setting="elementary")
    assert "Hawaii time for you, as your profile says" in page.text
