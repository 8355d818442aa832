"""A small lending library: the API that the README runs, and the tutorial's code.

Read `errors.py` first, then `api.py`, then `paste.ini`, which puts the fault middleware in front.
"""
