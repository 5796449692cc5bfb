"""Every test of the catalogue runs on both engines."""

from tests.catalogue.shelves import clock, database, engine, people, shelf

__all__ = ["clock", "database", "engine", "people", "shelf"]
