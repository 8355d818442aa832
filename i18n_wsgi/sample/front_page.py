"""The front page, in the reader's language: not an error, but told the same way."""

from __future__ import annotations

import json
from functools import partial
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

import webob

from i18n_wsgi import Request, direction_of, language_of, translate
from i18n_wsgi.sample import texts


class FrontPage:
    def index(self, req: Request) -> webob.Response:
        locale = req.locale
        wants = req.best_match_content_type(["application/json", "text/html"])
        render = _render_html if wants == "text/html" else _render_json
        response = render(locale, req.application_url)
        response.content_language = language_of(locale)
        return response


def curl_command(trial: texts.Trial, url: str) -> str:
    """What to type into a terminal."""
    target = f"{url}{trial.path}"
    if trial.body is None:
        return f"curl {target}" if trial.method == "GET" else f"curl -X {trial.method} {target}"
    body = f"'{trial.body}'" if len(trial.body) < 100 else f'"$(printf %0{len(trial.body)}d 0)"'
    return f"curl -H 'Content-Type: application/json' -d {body} {target}"


def _render_json(locale: str, url: str) -> webob.Response:
    told = partial(translate, locale=locale)
    document: dict[str, Any] = {
        "title": told(texts.HEADING),
        "introduction": told(texts.INTRODUCTION),
        "hint": told(texts.HINT),
        "try": [
            {"what": told(trial.what), "command": curl_command(trial, url)}
            for trial in texts.TRIALS
        ],
    }
    body = json.dumps(document, ensure_ascii=False, indent=2).encode()
    return webob.Response(body, content_type="application/json")


def _render_html(locale: str, url: str) -> webob.Response:
    told = partial(translate, locale=locale)
    rows = []
    for trial in texts.TRIALS:
        what = escape(told(trial.what))
        if trial.method == "GET":
            what = f'<a href="{escape(url + trial.path)}">{what}</a>'
        command = escape(curl_command(trial, url))
        rows.append(f'<dt>{what}</dt><dd><code dir="ltr">{command}</code></dd>')
    page = Template((files(__package__) / "front_page.html").read_text("utf-8")).substitute(
        language=escape(language_of(locale)),
        direction=direction_of(locale),
        heading=escape(told(texts.HEADING)),
        introduction=escape(told(texts.INTRODUCTION)),
        hint=escape(told(texts.HINT)),
        rows="\n".join(rows),
    )
    return webob.Response(page, content_type="text/html", charset="utf-8")
