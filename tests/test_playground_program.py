"""The real program in a real browser: the wiring, the core, a database, the playground and its clock."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from adapters.playground.chatlog import ChatLog, Person
from adapters.playground.clock import PlaygroundClock
from bot.bootstrap import program
from bot.ports.platforms import Platform, UserId
from bot.program import Program
from bot.served.playground import Playground as Served
from bot.served.playground import chat_file
from bot.settings import Settings
from bot.views import Message
from storage import migrate
from tests.adapters.playground.windows import enter, focus, window
from tests.browsers import Chromium

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
MONDAY = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)  # 10:00 in New York
PATIENCE = 15.0  # seconds; only a defect waits that long
PEOPLE = (
    Person(UserId("maya"), "Maya Chen"),
    Person(UserId("ruth"), "Ruth Okafor"),
    Person(UserId("lee"), "Lee Park"),
    Person(UserId("sam"), "Sam Ortiz", moderator=True),
)


@dataclass
class Playground:
    """One playground on its own files, which can be stopped and started again."""

    settings: Settings
    url: str = ""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Program]:
        """On the port of the run before, as after a restart."""
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        port = int(self.url.rpartition(":")[2]) if self.url else 0
        settings = self.settings.model_copy(update={"port": port})
        async with program(settings, settings.playground_database_url, (Platform.PLAYGROUND,)) as made:
            serving = asyncio.create_task(made.serve(ready.set_result))
            self.url = await asyncio.wait_for(ready, PATIENCE)
            try:
                yield made
            finally:
                serving.cancel()
                await asyncio.wait({serving}, timeout=PATIENCE)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: Chromium) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=chromium.executable, args=list(chromium.arguments))
        yield made
        await made.close()


@pytest.fixture
def playground(tmp_path: Path) -> Playground:
    """An empty community with four people in the chat, on a Monday morning."""
    settings = Settings(data_dir=tmp_path)
    url = settings.playground_database_url
    migrate.upgrade(url)
    file = chat_file(settings, url)
    with contextlib.closing(ChatLog(file)) as chat, contextlib.closing(PlaygroundClock(file)) as clock:
        for person in PEOPLE:
            chat.add_person(person)
        clock.hold(MONDAY)
    return Playground(settings)


async def types(page: Page, line: str) -> None:
    box = page.get_by_role("combobox", name="Message, or / for a command")
    await box.fill(line)
    await box.press("Enter")


def log(page: Page) -> Locator:
    return page.get_by_role("log")


def latest(page: Page) -> Locator:
    return page.get_by_role("article").last


async def until_told(page: Page, made: Program, user: str, words: str) -> None:
    """Moves the clock from message to message until the bot has written this; the open page shows it by itself."""
    served = made.platforms[Platform.PLAYGROUND]
    assert isinstance(served, Served)
    onward = page.get_by_role("button", name="To the next message")
    for _ in range(30):
        told = served.chat.messages(f"dm-{user}", UserId(user), 20)
        if any(isinstance(message.view, Message) and words in message.view.summary for message in told):
            await expect(log(page)).to_contain_text(words.replace("Ruth", "@Ruth"))
            return
        async with page.expect_response(lambda answer: answer.url.endswith("/clock")) as moving:
            await onward.click()
        assert (await moving.value).ok
        await expect(onward).to_be_enabled()
    raise AssertionError(f"nobody said {words!r}")


async def offers(page: Page) -> None:
    await types(page, "/offer-mentoring")
    dialog = page.get_by_role("dialog", name="Offer to mentor")
    await dialog.get_by_label("Your profession").select_option("otr")
    await dialog.get_by_label("Years in schools").fill("12")
    await dialog.get_by_label("States you know").fill("Ohio, KY")
    await dialog.get_by_role("checkbox", name=re.compile("^Elementary")).check()
    await dialog.get_by_label("When are you usually free?").fill("weekdays after 3pm")
    await dialog.get_by_role("button", name="I can help").click()
    await expect(latest(page)).to_contain_text("Thank you for offering to mentor")


async def asks(page: Page) -> None:
    await types(page, "/find-mentor")
    dialog = page.get_by_role("dialog", name="Find a mentor")
    await expect(dialog.locator("[data-field]")).to_have_count(5)
    await dialog.get_by_label("State you work in").fill("Ohio")
    await dialog.get_by_label("Setting required").select_option("elementary")
    await dialog.get_by_label("When are you usually free?").fill("Mon Wed 3-5pm")
    await dialog.get_by_role("button", name="Find a mentor").click()
    await expect(log(page)).to_contain_text("Your request is in")


async def test_the_whole_journey_by_mouse(browser: Browser, playground: Playground) -> None:
    async with window(browser) as mayas, window(browser) as ruths, window(browser) as sams:
        maya, ruth, sam = await mayas.new_page(), await ruths.new_page(), await sams.new_page()
        async with playground.running():
            await enter(ruth, playground.url, "/as/ruth/dm-ruth")
            await offers(ruth)
            await enter(maya, playground.url, "/as/maya/channel")
            await asks(maya)
            await expect(log(maya)).to_contain_text("A colleague in Ohio is looking for a mentor")
            await expect(latest(ruth)).to_contain_text("Could you mentor this colleague?")
            await ruth.get_by_role("button", name="Yes, I will").click()
            await expect(log(ruth)).to_contain_text("You are now mentoring @Maya Chen")

            await maya.get_by_role("link", name="Ruth Okafor").click()
            await expect(log(maya)).to_contain_text("You two are a mentoring pair")
            await log(maya).get_by_role("button", name=re.compile("PM Eastern")).first.click()
            await expect(log(maya)).to_contain_text("It is settled as soon as @Ruth Okafor agrees")

        # Everything is still there after a restart, also in the pages that stayed open
        async with playground.running() as made:
            await ruth.get_by_role("link", name="Maya Chen").click()
            await ruth.get_by_role("button", name="Agree", exact=True).click()
            await expect(log(ruth)).to_contain_text("Your mentoring agreement")
            await expect(log(maya)).to_contain_text("Your mentoring agreement")
            async with maya.expect_download() as downloading:
                await maya.get_by_role("link", name="Add the meetings to your calendar").click()
            calendar = (await (await downloading.value).path()).read_text()
            assert calendar.startswith("BEGIN:VCALENDAR")
            assert "Maya Chen" in calendar

            for page, name in ((maya, "maya"), (ruth, "ruth")):
                await enter(page, playground.url, f"/as/{name}/dm-{name}")
            await until_told(maya, made, "maya", "You meet Ruth Okafor")
            await until_told(maya, made, "maya", "Did you and Ruth Okafor meet?")
            for page in (maya, ruth):
                await page.get_by_role("button", name="Met", exact=True).click()
                await expect(log(page)).to_contain_text("Good to hear, and noted.")

            await enter(sam, playground.url, "/as/sam/dm-sam")
            await types(sam, "/mentor-stats")
            await expect(log(sam)).to_contain_text("1 of 1 that were due (100%)")
            chart = latest(sam).get_by_role("img")
            await chart.scroll_into_view_if_needed()
            await expect(chart).to_have_js_property("complete", True)
            assert await chart.evaluate("image => image.naturalWidth") > 500


async def test_asking_by_keyboard_alone(browser: Browser, playground: Playground) -> None:
    async with window(browser) as context, playground.running():
        page = await context.new_page()
        await enter(page, playground.url, "/as/lee/channel")
        while await focus(page) != "say":
            await page.keyboard.press("Tab")
        await page.keyboard.type("/find-mentor")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog", name="Find a mentor")).to_be_visible()
        await page.keyboard.type("Ohio")
        await page.keyboard.press("Tab")
        await page.keyboard.type("Elem")
        while await focus(page) != "Find a mentor":
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(log(page)).to_contain_text("Your request is in")


async def test_the_clock_survives_a_restart_and_never_goes_back(browser: Browser, playground: Playground) -> None:
    async with window(browser) as context:
        page = await context.new_page()
        async with playground.running() as made:
            await enter(page, playground.url, "/as/maya/channel")
            clock = page.get_by_role("form", name="Playground clock")
            await clock.get_by_role("button", name="+1 week").click()
            await expect(clock).to_contain_text("Mon, Oct 12, 2026")
            before = made.clock.now()
        async with playground.running() as made:
            assert before <= made.clock.now()
            await page.reload()
            await expect(clock).to_contain_text("Mon, Oct 12, 2026")
