"""Browser windows on the playground."""

import contextlib
from collections.abc import AsyncIterator

from playwright.async_api import Browser, BrowserContext, Page, expect


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


async def enter(page: Page, url: str, path: str = "/as/maya/channel") -> None:
    await page.goto(url + path)
    await expect(page.locator("body")).to_have_attribute("data-connected", "")


async def focus(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
