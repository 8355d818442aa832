"""Look at the error page with a browser and axe-core, as people who need it to be accessible would.

    npm pack axe-core@4.14.1
    python tools/check_accessibility.py axe-core-4.14.1.tgz

Pages of many errors and languages, made by the fault middleware, are opened on a phone and on a desk, in
light and in dark mode. What axe finds, what it can't tell about contrast, and what makes a page scroll
sideways is printed, and ends in exit status 1. CHROMIUM names a browser that is not `chromium`.
"""

from __future__ import annotations

import html
import json
import logging
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from wsgiref.util import setup_testing_defaults

from i18n_wsgi import APIError, FaultMiddleware
from i18n_wsgi.errors import ErrorItem, PathNotFound

LANGUAGES = ("en", "de", "ar", "he", "ja", "th", "ta")
WIDTHS = (320, 1280)
SCHEMES = {"dark": 0, "light": 1}  # as Blink numbers them
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3

# The page's own scheme is asked for too: a run in the wrong one would prove nothing.
RUN = """
addEventListener("load", async () => {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const {axe, document: page, matchMedia} = frame.contentWindow;
    const {violations, incomplete} = await axe.run(page, {iframes: false});
    const doubts = incomplete.filter(({id}) => id === "color-contrast");
    for (const {id, nodes} of [...violations, ...doubts])
      found.push(`${frame.title}: ${id}: ${nodes[0].html.slice(0, 200)}`);
    if (page.documentElement.scrollWidth > frame.clientWidth)
      found.push(`${frame.title}: scrolls sideways`);
    if (!matchMedia("(prefers-color-scheme: SCHEME)").matches)
      found.push(`${frame.title}: is not shown in SCHEME mode`);
  }
  document.body.textContent = JSON.stringify(found);
});
"""


class Unprocessable(APIError):
    status = 422


def errors() -> Iterator[tuple[str, Exception]]:
    """What goes wrong on the pages, by name."""
    items = [ErrorItem(f"/books/{n}/{LONG_WORD}", "wrong", f"Item {n}.") for n in range(100)]
    yield "plain", PathNotFound()
    yield "in English", Unprocessable("This text has no translation.")
    yield "long words", Unprocessable(LONG_WORD)
    yield "items", Unprocessable("Many things are wrong.", errors=items)
    yield "traceback", RuntimeError(LONG_WORD)


def page_of(exc: Exception, language: str) -> str:
    """The page of an exception, as a browser gets it."""

    def application(environ: object, start_response: object) -> list[bytes]:
        raise exc.with_traceback(None)

    environ: dict[str, object] = {
        "HTTP_ACCEPT": "text/html",
        "HTTP_ACCEPT_LANGUAGE": language,
        "HTTP_X_REQUEST_ID": "req-" + "0" * 124,
    }
    setup_testing_defaults(environ)
    fault = FaultMiddleware(application, expose_traceback=True)
    return b"".join(fault(environ, lambda *_status: lambda _data: None)).decode()


def frames(axe: str) -> Iterator[str]:
    """All pages in all widths, each in a frame that holds axe too."""
    script = f"<script>{axe}</script>"
    for name, exc in errors():
        for language in LANGUAGES:
            source = html.escape(page_of(exc, language) + script)
            for width in WIDTHS:
                title = f"{name}, {language}, {width} px"
                style = f"width: {width}px; height: 640px; border: 0"
                yield f'<iframe title="{title}" style="{style}" srcdoc="{source}"></iframe>'


def look(browser: str, document: Path, scheme: str) -> list[str]:
    """What is wrong with the pages in a colour scheme."""
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=1000000",
        f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}", "--dump-dom", document.as_uri(),
    ]  # fmt: skip
    # The browser is the caller's own.
    dom = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout  # noqa: S603
    answer = re.search("<body>(.*)</body>", dom, re.DOTALL)
    if answer is None or not answer[1].startswith("["):
        return ["the browser did not come to an end"]
    return [str(found) for found in json.loads(html.unescape(answer[1]))]


def main(tarball: str) -> int:
    logging.disable()
    with tarfile.open(tarball) as package:
        member = package.extractfile("package/axe.min.js")
        assert member is not None
        axe = member.read().decode().replace("</script", r"<\/script")
    body = "\n".join(frames(axe))
    problem_count = 0
    for scheme in SCHEMES:
        with tempfile.TemporaryDirectory() as folder:
            document = Path(folder) / "pages.html"
            script = f"<script>{RUN.replace('SCHEME', scheme)}</script>"
            document.write_text(f"<!DOCTYPE html><title>Pages</title>{script}<body>{body}", "utf-8")
            problems = look(os.environ.get("CHROMIUM", "chromium"), document, scheme)
        problem_count += len(problems)
        for problem in problems:
            print(f"{scheme}: {problem}")
    print(
        f"{body.count('<iframe')} pages in {len(SCHEMES)} colour schemes: {problem_count} problems"
    )
    return int(problem_count > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
