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
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from wsgiref.util import setup_testing_defaults

from i18n_wsgi import APIError, FaultMiddleware
from i18n_wsgi.errors import ErrorItem, PathNotFound
from i18n_wsgi.negotiation import language_of

WIDTHS = (320, 1280)
SCHEMES = {"dark": 0, "light": 1}  # as Blink numbers them
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3

# The page's own scheme is asked for too: a run in the wrong one would prove nothing.
RUN = """
const found = [];
const look = async ([title, width, source]) => {
  const frame = document.createElement("iframe");
  frame.style = `width: ${width}px; height: 640px; border: 0`;
  frame.title = "page";
  frame.srcdoc = source;
  await new Promise(loaded => { frame.onload = loaded; document.body.append(frame); });
  const {document: page, matchMedia} = frame.contentWindow;
  frame.contentWindow.eval(AXE);
  const {violations, incomplete} = await frame.contentWindow.axe.run(page);
  const doubts = incomplete.filter(({id}) => id === "color-contrast");
  for (const {id, nodes} of [...violations, ...doubts])
    found.push(`${title}: ${id}: ${nodes[0].html.slice(0, 200)}`);
  if (page.documentElement.scrollWidth > frame.clientWidth)
    found.push(`${title}: scrolls sideways`);
  if (!matchMedia(`(prefers-color-scheme: ${SCHEME})`).matches)
    found.push(`${title}: is not shown in ${SCHEME} mode`);
  frame.remove();
};
addEventListener("load", async () => {
  for (const page of PAGES) await look(page);
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


def pages() -> Iterator[tuple[str, int, str]]:
    """What each page shows, how wide it is, and what a browser gets; in all languages on offer."""
    for name, exc in errors():

        def application(
            environ: object, start_response: object, exc: Exception = exc
        ) -> list[bytes]:
            raise exc.with_traceback(None)

        fault = FaultMiddleware(application, expose_traceback=True)
        for language in map(language_of, fault.catalogs.locales):
            environ: dict[str, object] = {
                "HTTP_ACCEPT": "text/html",
                "HTTP_ACCEPT_LANGUAGE": language,
                "HTTP_X_REQUEST_ID": "req-" + "0" * 124,
            }
            setup_testing_defaults(environ)
            page = b"".join(fault(environ, lambda *_status: lambda _data: None)).decode()
            for width in WIDTHS:
                yield f"{name}, {language}, {width} px", width, page


def look(browser: str, document: Path, scheme: str) -> list[str]:
    """What is wrong with the pages of a document in a colour scheme."""
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=100000000",
        f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}", "--dump-dom", document.as_uri(),
    ]  # fmt: skip
    # The browser is the caller's own.
    dom = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    answer = dom.rpartition("<body>")[2].partition("</body>")[0]
    if not answer.startswith("["):
        return ["the browser did not come to an end"]
    return [str(found) for found in json.loads(html.unescape(answer))]


def main(tarball: str) -> int:
    logging.disable()
    with tarfile.open(tarball) as package:
        member = package.extractfile("package/axe.min.js")
        assert member is not None
        axe = member.read().decode()
    seen = list(pages())
    problem_count = 0
    for scheme in SCHEMES:
        values = {"AXE": axe, "PAGES": seen, "SCHEME": scheme}
        constants = [f"const {name} = {json.dumps(value)};" for name, value in values.items()]
        script = "\n".join(constants).replace("</", r"<\/").replace("<!--", r"<\!--") + RUN
        with tempfile.TemporaryDirectory() as folder:
            document = Path(folder) / "pages.html"
            document.write_text(f"<!DOCTYPE html><script>{script}</script><body></body>", "utf-8")
            problems = look(os.environ.get("CHROMIUM", "chromium"), document, scheme)
        problem_count += len(problems)
        for problem in problems:
            print(f"{scheme}: {problem}")
    print(f"{len(seen)} pages in {len(SCHEMES)} colour schemes: {problem_count} problems")
    return int(problem_count > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
