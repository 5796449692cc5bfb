"""What an administrator calls or paints otherwise than the publisher did.

Source: seed B, `configurableProperties`; lifecycle rules 35 to 38.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import Table


class Override(Table):
    """A property of an app that an administrator has set.

    Kept when the publisher no longer lets it be set: it then has no effect, and comes to life when they let it again.

    Attributes:
        property: one of the nine names that `configurableProperties` can have.
        value: a text; for pictures the digest of the icon.
        is_published: users see it; otherwise only administrators, who are still at work on it.
    """

    __tablename__ = "overrides"

    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"), primary_key=True)
    property: Mapped[str] = mapped_column(String(40), primary_key=True)
    is_published: Mapped[bool] = mapped_column(primary_key=True)
    value: Mapped[str]
    set_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    set_at: Mapped[datetime]
