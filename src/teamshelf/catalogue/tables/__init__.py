"""The tables of the shelf, one file per subject. Their constraints hold from the first migration on."""

from teamshelf.catalogue.tables.accounts import Account, RateWindow, SigningKey, Token, WebSession
from teamshelf.catalogue.tables.apps import (
    App,
    Collaborator,
    Icon,
    Package,
    Reach,
    Screenshot,
    Surface,
    Trait,
    Version,
)
from teamshelf.catalogue.tables.audit import AuditEvent, AuditSeal
from teamshelf.catalogue.tables.base import Table
from teamshelf.catalogue.tables.certification import Answer, Certification, Evidence
from teamshelf.catalogue.tables.changes import ChangeCount
from teamshelf.catalogue.tables.customisation import Override
from teamshelf.catalogue.tables.directory import Membership, Place
from teamshelf.catalogue.tables.installations import Installation, Receipt
from teamshelf.catalogue.tables.policies import AccessRequest, AppAssignment, Policy, PolicyAssignment, Setting
from teamshelf.catalogue.tables.remarks import Remark
from teamshelf.catalogue.tables.reviews import Review
from teamshelf.catalogue.tables.setup import SetupAssignment, SetupPolicy

__all__ = [
    "AccessRequest",
    "Account",
    "Answer",
    "App",
    "AppAssignment",
    "AuditEvent",
    "AuditSeal",
    "Certification",
    "ChangeCount",
    "Collaborator",
    "Evidence",
    "Icon",
    "Installation",
    "Membership",
    "Override",
    "Package",
    "Place",
    "Policy",
    "PolicyAssignment",
    "RateWindow",
    "Reach",
    "Receipt",
    "Remark",
    "Review",
    "Screenshot",
    "Setting",
    "SetupAssignment",
    "SetupPolicy",
    "SigningKey",
    "Surface",
    "Table",
    "Token",
    "Trait",
    "Version",
    "WebSession",
]
