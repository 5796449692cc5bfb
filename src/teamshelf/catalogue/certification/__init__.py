"""Certification: who vouches for an app, and what its publisher answers."""
