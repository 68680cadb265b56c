"""Reads the playground's pages as a browser without script does: forms with their hidden fields, and text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx


@dataclass
class PageForm:
    action: str
    values: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, label


class Page(HTMLParser):
    """`forms` with what a browser would send, and `text` as one reads it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.text = ""
        self._button: tuple[str, str] | None = None
        self._form: PageForm | None = None
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(given["action"])
            self.forms.append(self._form)
        elif tag == "input" and self._form is not None and "name" in given:
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self._form.values.append((given["name"], given.get("value", "")))
        elif tag == "button":
            self._button = (given.get("name", ""), given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "button":
            self._button = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._button and self._form and data.strip():
            self._form.buttons.append((*self._button, data.strip()))

    def form(self, button: str) -> tuple[PageForm, tuple[str, str, str]]:
        """The last form with this button, and the button."""
        found = [(form, made) for form in self.forms for made in form.buttons if made[2] == button]
        assert found, f"there is no button {button!r}"
        return found[-1]


async def look(client: httpx.AsyncClient, path: str) -> Page:
    response = await client.get(path, follow_redirects=True)
    assert response.status_code == 200, response.text
    return Page(response.text)


async def send(client: httpx.AsyncClient, page: Page, button: str, **typed: str | list[str]) -> httpx.Response:
    """Presses a button; `typed` are further values, fields of a form as `field__name`."""
    form, (name, value, _) = page.form(button)
    given = {key.replace("__", "."): text for key, text in typed.items()}
    data: dict[str, str | list[str]] = {n: v for n, v in form.values if n not in given}
    return await client.post(form.action, data={**data, **({name: value} if name else {}), **given})


async def press(client: httpx.AsyncClient, page: Page, button: str, **typed: str | list[str]) -> Page:
    """Presses a button and looks at where that leads."""
    response = await send(client, page, button, **typed)
    if response.status_code == 303:
        return await look(client, response.headers["location"])
    assert response.status_code == 200, response.text
    return Page(response.text)
