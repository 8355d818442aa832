"""What the tests of the front door share: a clean copy of the project, and servers that are run."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
_LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "dist", "build")
_PATIENCE_SECONDS = 300


def copy_project(target: Path) -> Path:
    """A copy of the project as a fresh clone would be."""
    return Path(shutil.copytree(ROOT, target / "checkout", ignore=_LEFT_BEHIND))


def plain_environ(**extra: str) -> dict[str, str]:
    """The environment without what a surrounding make, virtualenv or coverage run put there."""
    foreign = re.compile(r"MAKE|MFLAGS|VIRTUAL_ENV|PYTHON|COV_|COVERAGE|I18N_WSGI|OS_I18N_WSGI")
    kept = {name: value for name, value in os.environ.items() if not foreign.match(name)}
    return {**kept, **extra}


class Running:
    """A command that has been started, and the address that it says it serves on."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.printed: list[str] = []
        self.url = self._wait_for_url()

    def _wait_for_url(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line)
            found = re.search(
                r"(?:Serving .*?on|Listening at:|listens on|bound to TCP address) (\S+)", line
            )
            if found:
                return found[1] if ":/" in found[1] else f"http://{found[1]}"
        self.process.stdout.close()
        raise AssertionError(f"it ended without serving: {''.join(self.printed)}")

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it; its exit status and all that it printed."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        assert self.process.stdout is not None
        # Not communicate(), which does not see the lines that have been read ahead.
        with self.process.stdout as stdout:
            rest = stdout.read()
        return self.process.wait(timeout=60), "".join(self.printed) + rest


@contextmanager
def serving(*command: str, cwd: Path, **extra: str) -> Iterator[Running]:
    """Runs a command that serves, and ends it and its children afterwards."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=plain_environ(**extra),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield Running(process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def run(*command: str, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """A command's exit status and all that it printed, in ``stdout``."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=plain_environ(**extra),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_PATIENCE_SECONDS,
        check=False,
    )
