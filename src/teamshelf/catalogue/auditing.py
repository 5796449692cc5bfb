"""The audit: what was done to the shelf, written in the transaction that did it."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What was done. The first five are called as Teams' own audit calls them."""

    APP_PUBLISHED = "AppPublishedToCatalog"
    APP_UPDATED = "AppUpdatedInCatalog"
    APP_DELETED = "AppDeletedFromCatalog"
    APP_INSTALLED = "AppInstalled"
    APP_UNINSTALLED = "AppUninstalled"
    APP_UPGRADED = "AppUpgraded"
    APP_DRAFTED = "AppDrafted"
    APP_SUBMITTED = "AppSubmitted"
    APP_UPDATE_SUBMITTED = "AppUpdateSubmitted"
    REVIEW_CLAIMED = "ReviewClaimed"
    REVIEW_RELEASED = "ReviewReleased"
    REVIEW_COMMENTED = "ReviewCommented"
    APP_APPROVED = "AppApproved"
    APP_REJECTED = "AppRejected"
    CHANGES_REQUESTED = "ChangesRequested"
    VERSION_WITHDRAWN = "VersionWithdrawn"
    VERSION_QUARANTINED = "VersionQuarantined"
    VERSION_RELEASED = "VersionReleasedFromQuarantine"
    APP_BLOCKED = "AppBlocked"
    APP_ALLOWED = "AppAllowed"
    APP_REVIVED = "AppRevived"
    APP_TRANSFERRED = "AppTransferred"
    LISTING_CHANGED = "ListingChanged"
    ACCESS_CHANGED = "AccessChanged"
    APP_CUSTOMISED = "AppCustomised"
    CUSTOMISATION_RESET = "CustomisationReset"
    CONSENT_GRANTED = "ConsentGranted"
    CONSENT_DECLINED = "ConsentDeclined"
    CERTIFICATION_CHANGED = "CertificationChanged"
    QUESTION_ANSWERED = "QuestionAnswered"
    POLICY_CHANGED = "PolicyChanged"
    SETTING_CHANGED = "SettingChanged"
    REQUEST_CREATED = "RequestCreated"
    REQUEST_CLOSED = "RequestClosed"
    ACCOUNT_CREATED = "AccountCreated"
    ACCOUNT_CHANGED = "AccountChanged"
    TOKEN_CREATED = "TokenCreated"  # noqa: S105 - a name, no secret
    TOKEN_REVOKED = "TokenRevoked"  # noqa: S105 - likewise
    SIGNED_IN = "SignedIn"
    SIGNED_OUT = "SignedOut"
    DIRECTORY_IMPORTED = "DirectoryImported"
    PLACE_CREATED = "PlaceCreated"
    MEMBERSHIP_CHANGED = "MembershipChanged"
    KEY_CREATED = "SigningKeyCreated"
