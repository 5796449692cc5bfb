"""Installations: adding an app to a place with consent, the version that runs there, and updates that ask."""
