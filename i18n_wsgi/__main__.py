"""``python -m i18n_wsgi`` is the command ``i18n-wsgi``."""

from __future__ import annotations

import sys

from i18n_wsgi.cli import main

if __name__ == "__main__":
    sys.exit(main())
