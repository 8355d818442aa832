"""What translators and their services' teams use: the linter, and all that makes and keeps catalogs."""
