"""The library's books, readers and loans, in a SQLite file that is made when there is none."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

_LOAN_DAYS = 28

_SCHEMA = """
CREATE TABLE IF NOT EXISTS books (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER NOT NULL, language TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS readers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS loans (
    book INTEGER PRIMARY KEY REFERENCES books, reader INTEGER NOT NULL REFERENCES readers,
    due TEXT NOT NULL);
"""
_BOOKS = [
    (1, "Momo", 1973, "de"),
    (2, "Le Petit Prince", 1943, "fr"),
    (3, "吾輩は猫である", 1905, "ja"),
    (4, "موسم الهجرة إلى الشمال", 1966, "ar"),
    (5, "Solaris", 1961, "pl"),
    (6, "Dom Casmurro", 1899, "pt-BR"),
]
_READERS = [(1, "Amina"), (2, "Jürgen")]


class Store:
    """The library.

    Args:
        path: the SQLite file; None for a temporary one, which goes when the process ends that made it.
    """

    def __init__(self, path: str | None = None) -> None:
        if path is None:
            file, path = tempfile.mkstemp(prefix="library-", suffix=".sqlite3")
            os.close(file)
            weakref.finalize(self, _remove, path, os.getpid())
        self._path = path
        try:
            with self._connect() as db:
                db.executescript(_SCHEMA)
                db.execute("BEGIN IMMEDIATE")  # several workers begin at once
                if db.execute("SELECT 1 FROM books").fetchone() is None:
                    _add_first_rows(db)
        except sqlite3.Error as exc:
            raise OSError(f"the database {path} can't be used: {exc}") from exc

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path)) as db, db:
            db.row_factory = sqlite3.Row
            yield db

    def books(self) -> list[dict[str, Any]]:
        with self._connect() as db:
            return [dict(row) for row in db.execute("SELECT * FROM books ORDER BY id")]

    def book(self, book: int) -> dict[str, Any] | None:
        with self._connect() as db:
            row = db.execute("SELECT * FROM books WHERE id = ?", [book]).fetchone()
        return None if row is None else dict(row)

    def add_book(self, title: str, year: int, language: str) -> dict[str, Any]:
        with self._connect() as db:
            row = db.execute(
                "INSERT INTO books (title, year, language) VALUES (?, ?, ?) RETURNING *",
                [title, year, language],
            ).fetchone()
            return dict(row)

    def has_reader(self, reader: int) -> bool:
        with self._connect() as db:
            return db.execute("SELECT 1 FROM readers WHERE id = ?", [reader]).fetchone() is not None

    def loans(self, reader: int) -> list[dict[str, Any]]:
        with self._connect() as db:
            rows = db.execute(
                "SELECT book, due FROM loans WHERE reader = ? ORDER BY book", [reader]
            )
            return [dict(row) for row in rows]

    def due_date(self, book: int) -> date | None:
        """When a book is due back; None when it is not lent."""
        with self._connect() as db:
            row = db.execute("SELECT due FROM loans WHERE book = ?", [book]).fetchone()
        return None if row is None else date.fromisoformat(row["due"])

    def lend(self, book: int, reader: int) -> dict[str, Any] | None:
        """The new loan; None when the book is lent already, to another request perhaps just now."""
        due = (date.today() + timedelta(days=_LOAN_DAYS)).isoformat()
        with self._connect() as db:
            row = db.execute(
                "INSERT INTO loans (book, reader, due) VALUES (?, ?, ?) "
                "ON CONFLICT DO NOTHING RETURNING book, due",
                [book, reader, due],
            ).fetchone()
            return None if row is None else dict(row)


def _remove(path: str, maker: int) -> None:
    """Workers that were forked from the maker don't."""
    if os.getpid() == maker:
        Path(path).unlink(missing_ok=True)


def _add_first_rows(db: sqlite3.Connection) -> None:
    today = date.today()
    db.executemany("INSERT INTO books VALUES (?, ?, ?, ?)", _BOOKS)
    db.executemany("INSERT INTO readers VALUES (?, ?)", _READERS)
    db.executemany(
        "INSERT INTO loans VALUES (?, ?, ?)",
        [
            (2, 1, (today + timedelta(days=12)).isoformat()),
            (3, 2, (today - timedelta(days=3)).isoformat()),
            (4, 2, (today - timedelta(days=40)).isoformat()),
        ],
    )
