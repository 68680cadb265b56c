"""A playground of its own for each test: a chat log, the rehearsal bot, the application over them, and a browser."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright
from starlette.applications import Starlette

from adapters.playground.app import SPACE, build_app
from adapters.playground.chatlog import ChatLog, Person
from adapters.playground.messenger import PlaygroundMessenger
from bot.ports.platforms import Account, Platform, UserId
from tests.adapters.playground.rehearsal import Drawer, Rehearsal
from tests.adapters.playground.servers import serving
from tests.adapters.playground.windows import window
from tests.browsers import Chromium

PEOPLE = (
    Person(UserId("maya"), "Maya Chen", "America/New_York", note="New to schools in Ohio; the only OT in her district"),
    Person(UserId("jo"), "Jo Alvarez", "America/Chicago", note="Has mentored before and has room for one more"),
    Person(UserId("sam"), "Sam Okafor", None, moderator=True),
    Person(UserId("lee"), "Lee Park", "Pacific/Honolulu"),
)


def account(user: str) -> Account:
    return Account(Platform.PLAYGROUND, SPACE, UserId(user))


@pytest.fixture
def chat() -> Iterator[ChatLog]:
    made = peopled(ChatLog(":memory:"))
    yield made
    made.close()


def peopled(chat: ChatLog) -> ChatLog:
    for person in PEOPLE:
        chat.add_person(person)
    return chat


@pytest.fixture
def rehearsal(chat: ChatLog) -> Rehearsal:
    return Rehearsal(chat)


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def messenger(rehearsal: Rehearsal) -> PlaygroundMessenger:
    return PlaygroundMessenger(rehearsal.chat, rehearsal.clock)


@pytest.fixture
def app(rehearsal: Rehearsal, drawer: Drawer) -> Starlette:
    return app_of(rehearsal, drawer)


def app_of(rehearsal: Rehearsal, drawer: Drawer) -> Starlette:
    return build_app(rehearsal, rehearsal.chat, drawer, rehearsal.clock, rehearsal.advance, rehearsal.next_due)


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on our own pages, without script."""
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: Chromium) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=chromium.executable, args=list(chromium.arguments))
        yield made
        await made.close()


@pytest_asyncio.fixture(loop_scope="module")
async def url(app: Starlette) -> AsyncIterator[str]:
    async with serving(app) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    async with window(browser, viewport={"width": 1200, "height": 800}) as context:
        yield await context.new_page()
