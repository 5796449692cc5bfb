"""The preview: what an app looks like to its users, before anyone installs it.

:func:`render` takes an app and gives a page; the local page of `teamshelf preview` and the shelf both call it.
"""

from __future__ import annotations

from teamshelf.preview.options import Options, options_from
from teamshelf.preview.pages import CONTENT_POLICY, Addresses, render, render_unreadable
from teamshelf.preview.pictures import Picture, pictures_of
from teamshelf.preview.surfaces import SURFACES, Surface

__all__ = [
    "CONTENT_POLICY",
    "SURFACES",
    "Addresses",
    "Options",
    "Picture",
    "Surface",
    "options_from",
    "pictures_of",
    "render",
    "render_unreadable",
]
