"""Every page for people, in one list."""

from __future__ import annotations

from teamshelf.server.pages.app_certification import show_certification
from teamshelf.server.pages.apps import show_app, show_permissions, show_versions
from teamshelf.server.pages.assets import show_accent, show_icon, show_static
from teamshelf.server.pages.buttons import show_badge, show_button
from teamshelf.server.pages.choosing import do_choose_language, do_choose_theme, show_profile
from teamshelf.server.pages.downloading import download_app
from teamshelf.server.pages.installing import do_install, show_done, show_install
from teamshelf.server.pages.mine import do_remove, show_my_apps, show_receipt, show_remove
from teamshelf.server.pages.permission_table import export_permissions
from teamshelf.server.pages.previewing import show_picture, show_preview, show_surface
from teamshelf.server.pages.publishers import show_publishers
from teamshelf.server.pages.remarking import do_remark, do_wish, show_remark, show_wish
from teamshelf.server.pages.requesting import do_request, show_request, show_requests
from teamshelf.server.pages.searching import show_search
from teamshelf.server.pages.signing_in import do_sign_in, do_sign_out, show_sign_in
from teamshelf.server.pages.store import show_front
from teamshelf.server.pages.updates import do_update, show_update, show_updates

PAGE_HANDLERS = [
    show_front,
    show_search,
    show_publishers,
    show_app,
    show_permissions,
    export_permissions,
    show_certification,
    show_versions,
    show_button,
    show_badge,
    download_app,
    show_preview,
    show_surface,
    show_picture,
    show_install,
    do_install,
    show_done,
    show_request,
    do_request,
    show_requests,
    show_wish,
    do_wish,
    show_remark,
    do_remark,
    show_updates,
    show_update,
    do_update,
    show_my_apps,
    show_remove,
    do_remove,
    show_receipt,
    show_profile,
    do_choose_language,
    do_choose_theme,
    show_sign_in,
    do_sign_in,
    do_sign_out,
    show_static,
    show_icon,
    show_accent,
]
