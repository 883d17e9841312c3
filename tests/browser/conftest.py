"""A real Chromium for the tests of the page.

The tests are skipped, saying why, where there is no Chromium; with DIPLOGRAPH_BROWSER=required they fail.
DIPLOGRAPH_CHROMIUM names another browser; DIPLOGRAPH_SHOTS a folder that keeps screenshots.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from diplograph.outputs.page import embed, render_page
from sample import nasty_records, sample_records

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
AXE = "axe-core@4.10.3"
WATCH = """
window.violations = [];
window.ran = [];
window.alert = (what) => window.ran.push(String(what));
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(event.violatedDirective + " " + event.blockedURI);
});
"""


def give_up(reason: str) -> None:
    """Skip, or fail where a browser is required."""
    if os.environ.get("DIPLOGRAPH_BROWSER") == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@dataclass
class Watched:
    """An open page and everything that it did."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        return list(self.page.evaluate("window.violations"))

    def check(self) -> None:
        """Fail if anything was requested, refused or thrown."""
        assert not self.requests
        assert not self.errors
        assert not self.violations()
        assert not self.page.evaluate("window.ran")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    found = os.environ.get("DIPLOGRAPH_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        give_up("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return pages on disk: ``sample``, ``nasty`` and a notebook's frame."""
    folder = tmp_path_factory.mktemp("pages")
    texts = {
        "sample": render_page(sample_records()),
        "nasty": render_page(nasty_records()),
        "frame": f"<!DOCTYPE html><meta charset=utf-8><body>{embed(sample_records(), 600)}",
    }
    paths = {name: folder / f"{name}.html" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    return paths


def address(path: Path, state: dict[str, str]) -> str:
    """Return the page's address with a state in its hash."""
    return path.as_uri() + "#" + "&".join(f"{name}={quote(value)}" for name, value in state.items())


Opener = Callable[..., Watched]


@pytest.fixture
def visit(browser: Browser, files: dict[str, Path]) -> Iterator[Opener]:
    """Open a page: ``visit(name, state, size=, dark=, scripts=)``."""
    contexts: list[BrowserContext] = []

    def open_page(
        name: str = "sample",
        state: dict[str, str] | None = None,
        *,
        size: tuple[int, int] = (1400, 900),
        dark: bool = False,
        scripts: bool = True,
    ) -> Watched:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            accept_downloads=True,
            offline=True,
        )
        contexts.append(context)
        context.add_init_script(WATCH)
        watched = Watched(page=context.new_page())
        page, own = watched.page, files[name].as_uri()
        page.on(
            "request",
            lambda r: None if r.url.startswith((own, "data:", "blob:", "about:")) else watched.requests.append(r.url),
        )
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        page.on("console", lambda said: watched.errors.append(said.text) if said.type == "error" else None)
        page.goto(address(files[name], state or {}))
        if scripts and name != "frame":
            page.wait_for_selector("html[data-ready]", state="attached")
        return watched

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core's source, from the npm registry, kept in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "diplograph-tests"
    script = cache / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        npm = shutil.which("npm")
        if npm is None:
            give_up("axe-core is not installed and there is no npm to install it")
        cache.mkdir(parents=True, exist_ok=True)
        command = [str(npm), "install", "--prefix", str(cache), "--no-save", "--no-audit", "--no-fund", AXE]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            give_up(f"npm could not install {AXE}")
    return script.read_text(encoding="utf-8")


@pytest.fixture
def shoot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep a screenshot, where a folder for it is named."""
    folder = os.environ.get("DIPLOGRAPH_SHOTS")

    def keep(page: Any, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(Path(folder) / f"{name}.png"))

    return keep
