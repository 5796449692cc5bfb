"""What publishers are asked about security, data protection and compliance: one table.

Source: Microsoft's public page of an app's certification, and its list of what attestation asks; in our own words. The
names are for ever: an answer is found by the name of its question.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from collections.abc import Iterator


class Section(StrEnum):
    """The parts of the questionnaire, in their order."""

    GENERAL = "general"
    DATA_HANDLING = "data-handling"
    SECURITY = "security"
    COMPLIANCE = "compliance"


SECTIONS: dict[Section, Message] = {
    Section.GENERAL: say("General"),
    Section.DATA_HANDLING: say("Data handling"),
    Section.SECURITY: say("Security"),
    Section.COMPLIANCE: say("Compliance and legal"),
}
"""The heading of each part."""

YES_NO = ("yes", "no", "partial", "not-stated")
"""The answers to a question of yes or no."""

MAX_ANSWER = 4000
"""Characters of an answer in words."""


class Question(Struct, frozen=True, kw_only=True):
    """One question.

    Attributes:
        name: stays the same for ever.
        section: where it is asked.
        text: the question.
        choices: the answers there are; empty where it is answered in words.
        is_required: it has to be answered before the publisher can attest.
    """

    name: str
    section: Section
    text: Message
    choices: tuple[str, ...] = YES_NO
    is_required: bool = True


def _general() -> Iterator[Question]:
    def ask(name: str, text: Message, choices: tuple[str, ...] = (), *, is_required: bool = True) -> Question:
        return Question(name=name, section=Section.GENERAL, text=text, choices=choices, is_required=is_required)

    yield ask("summary", say("What does the app do?"))
    yield ask("headquarters", say("In which country does the publisher have its headquarters?"))
    yield ask("information-page", say("Where can people read more about the app?"), is_required=False)
    yield ask("clients", say("In which Microsoft 365 clients does the app work?"), is_required=False)
    yield ask(
        "hosting",
        say("How is the app hosted: on rented machines, on a platform, by its maker, or in several of these ways?"),
        ("iaas", "paas", "isv", "hybrid"),
    )
    yield ask("cloud-providers", say("Which cloud providers host it?"), is_required=False)


def _data_handling() -> Iterator[Question]:
    def ask(name: str, text: Message, choices: tuple[str, ...] = YES_NO, *, is_required: bool = True) -> Question:
        return Question(name=name, section=Section.DATA_HANDLING, text=text, choices=choices, is_required=is_required)

    yield ask("processes-customer-data", say("Does the app process data of the organization or its people?"))
    yield ask("data-types", say("Which kinds of data?"), (), is_required=False)
    yield ask("graph-data-collected", say("For each Graph permission: which data is read, and why?"), ())
    yield ask("graph-data-stored", say("For each Graph permission: which data is stored, and why?"), ())
    yield ask("stores-customer-data", say("Is data of the organization stored outside of Microsoft 365?"))
    yield ask("storage-regions", say("In which regions is it stored?"), (), is_required=False)
    yield ask("third-parties", say("Which other services get data, which data, and why?"), ())
    yield ask("bot-personal-data", say("Does the bot read data by which a person can be identified?"))
    yield ask("telemetry-personal-data", say("Are people or organizations identified in logs or telemetry?"))
    yield ask("retention", say("How long is data kept after somebody stops using the app?"), ())
    yield ask("deletion-on-request", say("Can an organization have its data deleted?"))
    yield ask("organization-controls", say("Can an organization decide what is stored of its data?"))
    yield ask("human-review", say("Do people at the publisher look at data of the organization?"))


def _security() -> Iterator[Question]:
    def ask(name: str, text: Message, *, is_required: bool = True) -> Question:
        return Question(name=name, section=Section.SECURITY, text=text, is_required=is_required)

    yield ask("encryption-in-transit", say("Is everything that is sent encrypted, with TLS 1.2 or newer?"))
    yield ask("encryption-at-rest", say("Is everything that is stored encrypted?"))
    yield ask("valid-certificates", say("Do all servers have certificates that browsers trust?"))
    yield ask("admin-audit-trail", say("Is it recorded what administrators of the app do?"))
    yield ask("data-audit-trail", say("Is it recorded who reads and changes data?"))
    yield ask("anonymous-use", say("Can the app be used without signing in?"))
    yield ask("data-classification", say("Is data classified by how sensitive it is?"))
    yield ask("penetration-tests", say("Do independent testers try to break in at least once a year?"))
    yield ask("vulnerability-handling", say("Is there a way to report vulnerabilities, and a time to mend them?"))
    yield ask("incident-notification", say("Are customers told of a breach, and how soon?"))
    yield ask("least-privilege", say("Are only the permissions asked for that the app needs?"))
    yield ask("multi-factor", say("Do the publisher's people sign in with a second factor?"), is_required=False)


def _compliance() -> Iterator[Question]:
    def ask(name: str, text: Message, *, is_required: bool = False) -> Question:
        return Question(name=name, section=Section.COMPLIANCE, text=text, is_required=is_required)

    yield ask(
        "gdpr", say("Is personal data handled as the General Data Protection Regulation demands?"), is_required=True
    )
    yield ask("iso-27001", say("Is there a certificate for ISO/IEC 27001?"))
    yield ask("iso-27018", say("Is there a certificate for ISO/IEC 27018?"))
    yield ask("soc-2", say("Is there a SOC 2 report?"))
    yield ask("soc-3", say("Is there a SOC 3 report?"))
    yield ask("hipaa", say("Can health data be handled as HIPAA demands?"))
    yield ask("pci-dss", say("Is payment data handled as PCI DSS demands?"))
    yield ask("fedramp", say("Is there an authorization under FedRAMP?"))
    yield ask("ferpa", say("Are records of students handled as FERPA demands?"))
    yield ask("csa-star", say("Is there an entry in the STAR registry of the Cloud Security Alliance?"))


QUESTIONS: dict[str, Question] = {
    question.name: question for part in (_general(), _data_handling(), _security(), _compliance()) for question in part
}
"""All questions by their names, in the order in which they are asked."""
