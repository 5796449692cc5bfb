"""All routes of the portal."""

from __future__ import annotations

from teamshelf.server.pages.dev.certification import do_answer, do_attest, show_questionnaire
from teamshelf.server.pages.dev.comparing import export_difference, show_difference
from teamshelf.server.pages.dev.evidence import do_add_evidence, do_remove_evidence, download_evidence
from teamshelf.server.pages.dev.feedback import back_to_feedback, do_answer_feedback, show_feedback
from teamshelf.server.pages.dev.home import show_portal
from teamshelf.server.pages.dev.listing import (
    back_to_listing,
    do_add_screenshot,
    do_describe,
    do_remove_screenshot,
    do_show_first,
    show_listing,
)
from teamshelf.server.pages.dev.overview import do_comment, do_withdraw, show_own_app
from teamshelf.server.pages.dev.returning import (
    back_to_app,
    back_to_questionnaire,
    back_to_submission,
    back_to_team,
    back_to_tokens,
    back_to_upload,
)
from teamshelf.server.pages.dev.sending import do_check, do_upload, show_upload
from teamshelf.server.pages.dev.statistics import show_statistics
from teamshelf.server.pages.dev.submitting import do_say, do_submit, show_submission
from teamshelf.server.pages.dev.team import do_add_member, do_give_away, do_remove_member, show_team
from teamshelf.server.pages.dev.tokens import do_create_token, do_revoke_token, show_tokens
from teamshelf.server.pages.dev.versions import (
    download_package,
    export_report,
    show_asking,
    show_own_versions,
    show_report,
)
from teamshelf.server.pages.dev.what_if import do_what_if, show_what_if

DEV_HANDLERS = [
    show_portal,
    show_upload,
    do_upload,
    do_check,
    show_own_app,
    show_submission,
    do_submit,
    do_say,
    do_withdraw,
    do_comment,
    show_own_versions,
    show_report,
    show_difference,
    export_difference,
    show_asking,
    show_what_if,
    do_what_if,
    download_package,
    export_report,
    show_questionnaire,
    do_answer,
    do_attest,
    do_add_evidence,
    do_remove_evidence,
    download_evidence,
    show_statistics,
    show_listing,
    do_describe,
    do_add_screenshot,
    do_remove_screenshot,
    do_show_first,
    back_to_listing,
    show_feedback,
    do_answer_feedback,
    back_to_feedback,
    show_team,
    do_add_member,
    do_remove_member,
    do_give_away,
    show_tokens,
    do_create_token,
    do_revoke_token,
    back_to_upload,
    back_to_app,
    back_to_questionnaire,
    back_to_submission,
    back_to_team,
    back_to_tokens,
]
