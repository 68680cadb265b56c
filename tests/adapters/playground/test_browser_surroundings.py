"""The playground in a real browser on a phone, enlarged, in the dark, across a restart and without script."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from adapters.playground.app import SPACE
from adapters.playground.chatlog import ChatLog
from adapters.playground.messenger import PlaygroundMessenger
from bot.commands import FindMentor
from bot.ports.platforms import Channel, OutboxKey, UserId
from tests.adapters.playground.cards import card
from tests.adapters.playground.conftest import app_of, peopled
from tests.adapters.playground.rehearsal import Drawer, Rehearsal
from tests.adapters.playground.servers import serving
from tests.adapters.playground.windows import enter, window

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
MAYA = UserId("maya")


async def test_nothing_overflows_on_a_phone(browser: Browser, url: str, messenger: PlaygroundMessenger) -> None:
    await messenger.send(Channel(SPACE, "channel"), card("word" * 60), OutboxKey("1"))
    async with window(browser, viewport={"width": 360, "height": 740}, has_touch=True) as context:
        page = await context.new_page()
        for path in ("/", "/as/maya/channel", "/as/maya/dm-maya"):
            await page.goto(url + path)
            assert await page.evaluate("document.documentElement.scrollWidth") == 360
        await enter(page, url)
        await page.get_by_role("button", name="Conversations").click()
        await expect(page.get_by_role("navigation", name="Conversations")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("navigation", name="Conversations")).to_be_hidden()
        await page.get_by_role("button", name="Find a mentor").click()
        dialog = page.get_by_role("dialog")
        inside = await dialog.evaluate("box => [...box.querySelectorAll('*')].every(e => e.scrollWidth <= 362)")
        assert inside
        small = await page.evaluate(
            "[...document.querySelectorAll('.button, .option, select, input:not([type=checkbox], [type=hidden])')]"
            ".filter(e => e.checkVisibility() && Math.round(e.getBoundingClientRect().height) < 44)"
            ".map(e => e.outerHTML)"
        )
        assert small == []


async def test_the_page_scrolls_as_a_whole_at_200_percent(
    browser: Browser, url: str, messenger: PlaygroundMessenger
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), OutboxKey("1"))
    async with window(browser, viewport={"width": 640, "height": 400}) as context:
        page = await context.new_page()
        await enter(page, url)
        assert await page.evaluate("document.documentElement.scrollWidth") == 640
        await page.get_by_role("button", name="Find a mentor").click()
        await page.get_by_role("dialog").get_by_role("button", name="Send").scroll_into_view_if_needed()
        await expect(page.get_by_role("dialog").get_by_role("button", name="Send")).to_be_in_viewport()


async def test_the_dark_is_dark(browser: Browser, url: str) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        async with window(browser, color_scheme=scheme) as context:
            page = await context.new_page()
            await page.goto(url)
            shades[scheme] = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert shades == {"light": "rgb(246, 244, 239)", "dark": "rgb(18, 23, 27)"}


async def test_a_restart_keeps_open_pages_and_their_buttons(page: Page, tmp_path: Path) -> None:
    before = peopled(ChatLog(tmp_path / "chat.db"))
    first = Rehearsal(before)
    await PlaygroundMessenger(before, first.clock).send(Channel(SPACE, "channel"), card(), OutboxKey("1"))
    async with serving(app_of(first, Drawer())) as address:
        await enter(page, address)
    before.close()
    await expect(page.locator("body")).not_to_have_attribute("data-connected", "")
    box = page.get_by_role("combobox")
    await box.fill("Is anybody there?")
    await box.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("The playground does not answer.")
    await expect(box).to_have_value("Is anybody there?")
    after = ChatLog(tmp_path / "chat.db")
    second = Rehearsal(after)
    async with serving(app_of(second, Drawer()), int(address.rpartition(":")[2])):
        await page.get_by_role("button", name="Accept").click()
        await expect(page.get_by_text("Accepted 1 time.")).to_be_visible()
        await box.press("Enter")
        await expect(page.get_by_role("article").last).to_contain_text("Is anybody there?")
    after.close()


async def test_a_paste_that_is_too_large_stays_in_the_dialog(
    page: Page, url: str, messenger: PlaygroundMessenger
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Find a mentor").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Note").fill("x" * 300_000)
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("256 kB")
    assert len(await dialog.get_by_label("Note").input_value()) == 300_000


async def test_everything_works_without_script(
    browser: Browser, url: str, messenger: PlaygroundMessenger, rehearsal: Rehearsal
) -> None:
    await messenger.send(Channel(SPACE, "channel"), card(), OutboxKey("1"))
    async with window(browser, java_script_enabled=False) as context:
        page = await context.new_page()
        await page.goto(url)
        await page.get_by_role("link", name="Maya Chen").click()
        await page.get_by_role("button", name="Find a mentor").click()
        await page.get_by_label("State you work in").fill("Ohio")
        await page.get_by_role("dialog").get_by_role("button", name="Send").click()
        await expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Please choose a setting.")
        await expect(page.get_by_label("State you work in")).to_have_value("Ohio")
        await page.get_by_label("Setting").select_option("hospital")
        await page.get_by_role("dialog").get_by_role("button", name="Send").click()
        await expect(page.get_by_role("article").last).to_contain_text("Your request is in line")
    assert rehearsal.commands[-1] == FindMentor("Ohio", "hospital")
