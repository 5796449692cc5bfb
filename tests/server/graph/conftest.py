"""Graph's tests run on both engines where they ask for a shelf."""

from tests.catalogue.shelves import clock, database, engine, people, shelf

__all__ = ["clock", "database", "engine", "people", "shelf"]
