"""What no page may do, whatever a journey does: ask another machine, break its content policy, fail in a script."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

THIS_MACHINE = {"127.0.0.1", None}  # no host: data: and blob:
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (told) =>
    console.error(`${told.violatedDirective} refuses ${told.blockedURI} in ${told.sourceFile}:${told.lineNumber}`));"""
# Journeys are refused and go dark on purpose; the browser tells both as errors of its own.
ON_PURPOSE = ("Failed to load resource: ", "WebSocket connection to ")


class Conduct:
    """The faults of every page of every context that it watches, in the order they came."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_VIOLATIONS)
        context.on("request", lambda request: self._asks(request.url))
        context.on("console", self._says)
        context.on("weberror", lambda error: self._note(f"uncaught: {error.error}"))
        context.on("page", self._opens)

    def _opens(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._asks(socket.url))

    def _asks(self, address: str) -> None:
        if urlsplit(address).hostname not in THIS_MACHINE:
            self._note(f"asked another machine: {address}")

    def _says(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(ON_PURPOSE):
            self._note(f"console: {message.text}")

    def _note(self, fault: str) -> None:
        if fault not in self.faults:
            self.faults.append(fault)
