"""The shelf's domain: apps, versions, reviews, certification, installations, consent, customisation, policy, audit.

Nothing here knows of HTTP. A service is a function that takes the :class:`~teamshelf.catalogue.shelf.Shelf` and the
:class:`~teamshelf.catalogue.people.actors.Actor` that asks, does its work in one transaction, and writes the audit row
in it. What it cannot do it refuses with a :class:`~teamshelf.catalogue.refusals.Refusal`.
"""
