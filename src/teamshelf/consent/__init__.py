"""What people agree to when they add an app, in sentences: one source for every dialog, page and comparison.

:func:`sentences_for` says what an app can do and what it asks for; :data:`GROUPS` are the headings under which dialogs
show the sentences, and :func:`in_groups` puts them there.
"""

from __future__ import annotations

from teamshelf.consent.sentence import GRANTERS, GROUPS, MOMENTS, SCOPES, Granter, Group, Moment, Sentence
from teamshelf.consent.sentences import in_groups, sentences_for

__all__ = [
    "GRANTERS",
    "GROUPS",
    "MOMENTS",
    "SCOPES",
    "Granter",
    "Group",
    "Moment",
    "Sentence",
    "in_groups",
    "sentences_for",
]
