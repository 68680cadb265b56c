"""The playground in a real browser: by mouse, by keyboard, on a phone, in the dark, and when things go wrong."""

import contextlib
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from starlette.applications import Starlette

from adapters.playground.app import SPACE
from adapters.playground.chatlog import ChatLog
from adapters.playground.messenger import PlaygroundMessenger
from bot.commands import FindMentor
from bot.ports.platforms import Channel, DirectMessage, OutboxKey, UserId
from tests.adapters.playground.conftest import account, app_of, peopled
from tests.adapters.playground.rehearsal import START, Drawer, Planned, Rehearsal, card
from tests.adapters.playground.servers import serving
from tests.browsers import Chromium

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
MAYA = UserId("maya")


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


@contextlib.asynccontextmanager
async def window(browser: Browser, **settings: object) -> AsyncIterator[BrowserContext]:
    """A window that fails the test for any script error, refused resource or pop-up."""
    context = await browser.new_context(**settings)  # type: ignore[arg-type]
    troubles: list[str] = []
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    context.on("dialog", lambda pop_up: troubles.append(f"pop-up: {pop_up.message}"))
    context.on(
        "console",
        lambda said: troubles.append(said.text) if said.type == "error" and "Content Security" in said.text else None,
    )
    yield context
    await context.close()
    assert troubles == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    async with window(browser, viewport={"width": 1200, "height": 800}) as context:
        yield await context.new_page()


async def enter(page: Page, url: str, path: str = "/as/maya/channel") -> None:
    await page.goto(url + path)
    await expect(page.locator("body")).to_have_attribute("data-connected", "")


async def focus(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


async def test_a_request_is_sent_by_mouse(
    page: Page, url: str, messenger: PlaygroundMessenger, rehearsal: Rehearsal
) -> None:
    await messenger.send(Channel(SPACE), card(), OutboxKey("1"))
    await page.goto(url)
    await page.get_by_role("link", name="Maya Chen").click()
    await page.get_by_role("button", name="Find a mentor").click()
    dialog = page.get_by_role("dialog", name="Find a mentor")
    await dialog.get_by_label("State you work in").fill("Ohio")
    await dialog.get_by_label("Setting").select_option("hospital")
    await dialog.get_by_label("Filter the list: Topics").fill("case")
    await dialog.get_by_label("Caseload").check()
    await dialog.get_by_role("button", name="Send").click()
    answer = page.get_by_role("article").last
    await expect(answer).to_contain_text("Your request is in line")
    await expect(answer).to_contain_text("Only you can see this")
    await expect(dialog).to_be_hidden()
    assert rehearsal.commands[-1] == FindMentor("Ohio", "hospital", ("caseload",))


async def test_a_request_is_sent_by_keyboard_alone(page: Page, url: str, rehearsal: Rehearsal) -> None:
    await page.goto(url)
    for _ in range(30):
        await page.keyboard.press("Tab")
        if "Maya Chen" in await focus(page):
            break
    await page.keyboard.press("Enter")
    await expect(page.locator("body")).to_have_attribute("data-connected", "")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert await focus(page) == "say"
    await page.keyboard.type("/fi")
    box = page.get_by_role("combobox", name="Message, or / for a command")
    await expect(box).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/find-mentor")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.type("Ohio")
    await expect(box).to_have_value("/find-mentor state:Ohio")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await focus(page) == "field-state"
    await expect(page.get_by_label("State you work in")).to_have_value("Ohio")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Hosp")
    while await focus(page) != "Send":
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("article").last).to_contain_text("Your request is in line")
    assert rehearsal.commands[-1] == FindMentor("Ohio", "hospital")
    assert await focus(page) == "say"


async def test_a_rejected_form_keeps_everything_and_leads_to_what_is_wrong(
    page: Page, url: str, messenger: PlaygroundMessenger, rehearsal: Rehearsal
) -> None:
    await messenger.send(Channel(SPACE), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Find a mentor").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Caseload").check()
    await dialog.get_by_label("Note").fill("n" * 205)
    await expect(dialog.get_by_text("5 characters too many.")).to_be_visible()
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_role("alert")).to_be_focused()
    await expect(dialog.get_by_role("alert")).to_contain_text("Note: The note has 205 characters")
    await expect(dialog.get_by_label("Note")).to_have_value("n" * 205)
    await expect(dialog.get_by_role("checkbox", name="Caseload")).to_be_checked()
    state = dialog.get_by_label("State you work in")
    await expect(state).to_have_attribute("aria-invalid", "true")
    await expect(state).to_have_accessible_description(re.compile("Please tell us your state."))
    await dialog.get_by_role("link", name="State you work in").click()
    await expect(state).to_be_focused()
    await state.fill("Ohio")
    await dialog.get_by_label("Setting").select_option("hospital")
    await dialog.get_by_label("Note").fill("short")
    await dialog.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("article").last).to_contain_text("You wrote: short")
    assert rehearsal.commands[-1] == FindMentor("Ohio", "hospital", ("caseload",), note="short")


@pytest.mark.parametrize("way", ["Escape", "Cancel", "Close without sending"])
async def test_a_dialog_closes_without_sending_and_returns_the_focus(
    page: Page, url: str, messenger: PlaygroundMessenger, rehearsal: Rehearsal, way: str
) -> None:
    await messenger.send(Channel(SPACE), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Find a mentor").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("State you work in")).to_be_focused()
    if way == "Escape":
        await page.keyboard.press("Escape")
    else:
        await dialog.get_by_label(way).or_(dialog.get_by_role("button", name=way, exact=True)).click()
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("button", name="Find a mentor")).to_be_focused()
    assert rehearsal.acted == {"open-find-mentor": 1}


async def test_a_double_click_acts_once(
    page: Page, url: str, messenger: PlaygroundMessenger, rehearsal: Rehearsal, chat: ChatLog
) -> None:
    await messenger.send(Channel(SPACE), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Details").dblclick()
    await expect(page.get_by_text("Details of m1, shown 1×.")).to_be_visible()
    await page.get_by_role("button", name="Accept").dblclick()
    await expect(page.get_by_text("Accepted 1 time.")).to_be_visible()
    assert rehearsal.acted == {"match-details": 1, "accept": 1}
    assert len(chat.messages("channel", MAYA, 10)) == 2


async def test_the_focus_stays_with_a_card_that_changes(page: Page, url: str, messenger: PlaygroundMessenger) -> None:
    place = await messenger.send(Channel(SPACE), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Accept").press("Enter")
    await expect(page.get_by_text("Accepted 1 time.")).to_be_visible()
    assert await focus(page) == f"message-{place.message}"


async def test_messages_arrive_live_with_unread_marks(
    page: Page, url: str, messenger: PlaygroundMessenger, chat: ChatLog
) -> None:
    await enter(page, url)
    place = await messenger.send(Channel(SPACE), card("Fresh from the channel"), OutboxKey("1"))
    await expect(page.get_by_role("log")).to_contain_text("Fresh from the channel")
    await messenger.update(place, card("Changed in the channel"))
    await expect(page.get_by_role("log")).to_contain_text("Changed in the channel")
    await messenger.send(DirectMessage(account("maya")), card("For Maya"), OutboxKey("2"))
    link = page.get_by_role("navigation", name="Conversations").get_by_role("link", name="mentorbot")
    await expect(link).to_have_accessible_name(re.compile("1 unread message"))
    await expect(page.get_by_role("status").filter(has_text="New messages in mentorbot.")).to_have_count(1)
    await expect(page).to_have_title(re.compile(r"^\(1\) "))
    await link.click()
    await expect(page.get_by_role("log")).to_contain_text("For Maya")
    await expect(link).to_have_accessible_name(re.compile("^mentorbot$"))
    assert (chat.unread(MAYA, "channel"), chat.unread(MAYA, "dm-maya")) == (0, 0)


async def test_two_people_talk(browser: Browser, page: Page, url: str) -> None:
    async with window(browser) as context:
        other = await context.new_page()
        await enter(other, url, "/as/jo/channel")
        await enter(page, url)
        await page.get_by_role("combobox").fill("<img src=x onerror=alert(1)> @everyone")
        await page.keyboard.press("Enter")
        await expect(other.get_by_role("article")).to_contain_text("<img src=x onerror=alert(1)> @everyone")
        await expect(page.get_by_role("combobox")).to_have_value("")


async def test_a_mistyped_command_is_explained_and_kept(page: Page, url: str) -> None:
    await enter(page, url)
    box = page.get_by_role("combobox")
    await box.fill("/find-mentr")
    await box.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Did you mean /find-mentor?")
    await expect(box).to_have_value("/find-mentr")
    await expect(box).to_have_accessible_description(re.compile("Did you mean"))


async def test_no_more_than_the_most_can_be_ticked_and_chips_remove(
    page: Page, url: str, messenger: PlaygroundMessenger
) -> None:
    await messenger.send(Channel(SPACE), card(), OutboxKey("1"))
    await enter(page, url)
    await page.get_by_role("button", name="Find a mentor").click()
    topics = page.get_by_role("group", name="Topics")
    for topic in ("Caseload", "Meetings", "Families"):
        await topics.get_by_label(topic, exact=True).check()
    await expect(topics.get_by_label("Handwriting")).to_be_disabled()
    await expect(topics.get_by_text("Choose up to 3; 3 chosen.")).to_be_visible()
    await topics.get_by_role("button", name="Remove Meetings").click()
    await expect(topics.get_by_label("Meetings", exact=True)).not_to_be_checked()
    await expect(topics.get_by_label("Handwriting")).to_be_enabled()
    await topics.get_by_label("Filter the list: Topics").fill("zebra")
    await expect(topics.get_by_text("Nothing in the list fits.")).to_be_visible()


async def test_the_clock_moves_until_the_next_message(page: Page, url: str, rehearsal: Rehearsal) -> None:
    due = START + timedelta(days=2)
    rehearsal.planned.append(Planned(due, DirectMessage(account("maya")), card("A reminder"), OutboxKey("1")))
    await enter(page, url, "/as/maya/dm-maya")
    clock = page.get_by_role("form", name="Playground clock")
    await clock.get_by_role("button", name="+1 hour").click()
    await expect(clock).to_contain_text("Tue, Oct 6, 2026, 4:30 PM EDT")
    await clock.get_by_role("button", name="To the next message").click()
    await expect(page.get_by_role("log")).to_contain_text("A reminder")
    await expect(clock).to_contain_text("Thu, Oct 8, 2026, 3:30 PM EDT")
    await clock.get_by_role("button", name="To the next message").click()
    await expect(page.get_by_role("alert")).to_contain_text("No message is planned")


async def test_nothing_overflows_on_a_phone(browser: Browser, url: str, messenger: PlaygroundMessenger) -> None:
    await messenger.send(Channel(SPACE), card("word" * 60), OutboxKey("1"))
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
            ".filter(e => e.checkVisibility() && Math.round(e.getBoundingClientRect().height) < 44).map(e => e.outerHTML)"
        )
        assert small == []


async def test_the_page_scrolls_as_a_whole_at_200_percent(
    browser: Browser, url: str, messenger: PlaygroundMessenger
) -> None:
    await messenger.send(Channel(SPACE), card(), OutboxKey("1"))
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
    await PlaygroundMessenger(before, first.clock).send(Channel(SPACE), card(), OutboxKey("1"))
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
    await messenger.send(Channel(SPACE), card(), OutboxKey("1"))
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
    await messenger.send(Channel(SPACE), card(), OutboxKey("1"))
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
