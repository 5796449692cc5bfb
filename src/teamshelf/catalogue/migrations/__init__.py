"""The steps that lead from an empty database to the tables of today, for Alembic to run.

A released step never changes.
"""
