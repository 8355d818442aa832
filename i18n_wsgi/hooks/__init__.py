"""What builds a service's wheel: ``hatch`` and ``setuptools``, one file each, over ``catalogs``. Needs Babel only."""
