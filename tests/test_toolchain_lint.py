"""Looking at catalogs as people, merges and disks leave them."""

from __future__ import annotations

import io
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.toolchain.lint import lint_bytes
from i18n_wsgi.toolchain.reports import REPORTS, as_text

SOURCE = (Path(__file__).parents[1] / "locale/ar/LC_MESSAGES/i18n_wsgi.po").read_bytes()
COMPILED = compile_catalog(SOURCE, "i18n_wsgi.po")
PIECES = st.binary(max_size=3) | st.sampled_from(
    [
        b'"', b"\\", b"%(", b"{", b"<b>", b"\xe2\x81\xa8", b"\xe2\x80\xae", b'\nmsgid ""\n', b'\nmsgstr[1] ""\n',
        b"\n#~ ", b"\n#, fuzzy\n", b"\n# i18n-wsgi: ignore E101\n", b"\n\n", b"\\777", b"&#xd800;", b"https://[",
    ]
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0, len(SOURCE)), st.integers(0, 2_000), PIECES), min_size=1, max_size=8
)


def edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for at, left_out, piece in edits:
        place = at % (len(data) + 1)
        data = data[:place] + piece + data[place + left_out % 40 :]
    return data


@settings(deadline=None)
@given(EDITS, EDITS, st.sampled_from(["x.po", "x.mo", "x.pot"]), st.integers(1, 200))
def test_damaged_catalog(
    edits: list[tuple[int, int, bytes]],
    beside: list[tuple[int, int, bytes]],
    name: str,
    width: int,
) -> None:
    """Whatever has become of a catalog, what is found in it is told in each form, with its line."""
    data = edited(COMPILED if name == "x.mo" else SOURCE, edits)
    linted = lint_bytes(data, name, "ar", compiled=edited(COMPILED, beside))

    console = Console(file=io.StringIO(), width=width, force_terminal=True)
    as_text(console, linted.findings, {name: linted.file.lines})
    assert all(report(linted.findings) for report in REPORTS.values()) or not linted.findings
    assert all(min(finding.place) >= 1 for finding in linted.findings)
