"""All routes of the admin centre."""

from __future__ import annotations

from teamshelf.server.pages.admin.app import (
    do_allow,
    do_block,
    do_certify,
    do_release,
    do_set_access,
    do_stop,
    show_block,
    show_managed_app,
)
from teamshelf.server.pages.admin.app_areas import show_app_area
from teamshelf.server.pages.admin.apps import export_apps, show_apps
from teamshelf.server.pages.admin.audit import export_audit, export_audit_as_json, show_audit
from teamshelf.server.pages.admin.columns import do_choose_columns
from teamshelf.server.pages.admin.customise import (
    do_customise,
    do_publish_customisation,
    do_reset,
    show_customise,
    show_customise_preview,
)
from teamshelf.server.pages.admin.deciding import do_claim, do_decide, do_remark
from teamshelf.server.pages.admin.overview import show_admin
from teamshelf.server.pages.admin.policies import do_assign_policy, do_remove_policy, do_save_policy, show_policies
from teamshelf.server.pages.admin.queue import show_queue
from teamshelf.server.pages.admin.remarks import back_to_remarks, do_answer_remark
from teamshelf.server.pages.admin.requests import do_answer_wishes, show_wishes
from teamshelf.server.pages.admin.returning import (
    back_from_assigning,
    back_from_assigning_setup,
    back_from_logo,
    back_from_removing,
    back_from_removing_setup,
    back_to_apps,
    back_to_customise,
    back_to_managed_app,
    back_to_review,
    back_to_versions,
    back_to_wishes,
)
from teamshelf.server.pages.admin.review import download_for_review, show_review, show_review_tab
from teamshelf.server.pages.admin.settings import do_set_logo, do_settle, show_shelf_settings
from teamshelf.server.pages.admin.setups import do_assign_setup, do_remove_setup, do_save_setup, show_setups
from teamshelf.server.pages.admin.together import do_together, show_together

ADMIN_HANDLERS = [
    show_admin,
    show_queue,
    show_review,
    show_review_tab,
    download_for_review,
    do_decide,
    do_claim,
    do_remark,
    show_apps,
    export_apps,
    do_choose_columns,
    show_together,
    do_together,
    show_managed_app,
    show_app_area,
    show_block,
    do_block,
    do_allow,
    do_set_access,
    do_stop,
    do_release,
    do_certify,
    show_customise,
    do_customise,
    show_customise_preview,
    do_publish_customisation,
    do_reset,
    show_policies,
    do_save_policy,
    do_remove_policy,
    do_assign_policy,
    show_setups,
    do_save_setup,
    do_remove_setup,
    do_assign_setup,
    show_wishes,
    do_answer_wishes,
    show_audit,
    export_audit,
    export_audit_as_json,
    show_shelf_settings,
    do_settle,
    do_set_logo,
    back_from_logo,
    back_to_apps,
    back_to_managed_app,
    back_to_customise,
    back_to_review,
    back_to_versions,
    back_from_removing,
    back_from_assigning,
    back_from_removing_setup,
    back_from_assigning_setup,
    back_to_wishes,
    do_answer_remark,
    back_to_remarks,
]
