"""Pages that are watched: no error, no request to anyone but their server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect
from serving import Server

DESK = {"width": 1440, "height": 900}
PATIENCE_MS = 60_000

# What Chromium says of a reply of /health while a release is still being checked.
NOT_READY = "status of 503"

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True, kw_only=True)
class Servers:
    """Every server of the tests: the demonstration, several releases at once, one that waits, one that refuses."""

    demo: Server
    several: Server
    waiting: Server
    refusing: Server
    gate: Path


@dataclass(kw_only=True)
class Seen:
    """What a page did: its errors, its requests and the replies."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    replies: list[Response] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._hear)
        page.on("request", self._note)
        page.on("response", self._keep)
        page.on("websocket", lambda socket: self.requests.append(socket.url))

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def _keep(self, reply: Response) -> None:
        self.replies.append(reply)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(f"{message.type}: {message.text}")

    def strangers(self, origin: str) -> list[str]:
        """Return the requests that went anywhere but to the origin."""
        return [url for url in self.requests if not url.startswith((f"{origin}/", "data:", "blob:"))]


Open = Callable[..., Page]


def watched(
    context: BrowserContext, server: Server, query: str = "", *, number: bool = True, theme: str = ""
) -> tuple[Page, Seen]:
    """Open a page, in a theme if one is given, and wait for its number."""
    page, seen = context.new_page(), Seen()
    seen.watch(page)
    if theme:
        page.add_init_script(f"localStorage['screening-scope-theme'] = '{theme}'")
    page.goto(f"{server.origin}/{query}")
    if number:
        expect(page.locator("#number")).not_to_be_empty()
    return page, seen


def close(page: Page, seen: Seen, origin: str) -> None:
    """Close a page and assert that it went well and kept to itself."""
    page.close()
    assert [error for error in seen.errors if NOT_READY not in error] == []
    assert seen.strangers(origin) == []
