"""The closed words of the privacy engine, with what they are called in two public vocabularies.

`fideslang` is the taxonomy of the Fides project; `dpv` is the W3C community group's Data Privacy Vocabulary, version 2,
with its extensions for personal data (`pd`) and for the GDPR (`eu-gdpr`).
"""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word of ours that stands for a term of fideslang and one of DPV."""

    fideslang: str
    dpv: str

    # Members give all three; a look-up by value, Purpose("book"), gives one.
    def __new__(cls, value: str, fideslang: str = "", dpv: str = "") -> Self:
        term = str.__new__(cls, value)
        term._value_ = value
        term.fideslang, term.dpv = fideslang, dpv
        return term


class Category(Term):
    """What kind of data a field holds."""

    CONTENT = "content", "user.content", "pd:LifeHistory"  # told, written, shown; may be of GDPR art. 9; sealed
    NAME = "name", "user.name", "pd:Name"
    CONTACT = "contact", "user.contact", "pd:Contact"
    ACCESS = "access", "user.authorization", "pd:Authenticating"  # hashes that open things and say nothing
    CONSENT = "consent", "user.privacy_preferences", "pd:PrivacyPreference"
    RECORD = "record", "user.unique_id.pseudonymous", "pd:ServiceConsumptionBehavior"  # who did what when, by opaque id
    TECHNICAL = "technical", "system.operations", "pd:TechnicalServiceUsage"  # jobs, logs: counters and opaque ids


class Use(StrEnum):
    """The only three reasons for which content is ever opened."""

    BOOK = "book"  # making the book; needs her live consent
    OWN = "own"  # her own reading, correction and export; always
    EXCERPT = "excerpt"  # an excerpt that she granted


class Purpose(Term):
    """What data are processed for. Closed: what is not here is not done with anybody's data."""

    BOOK = "book", "essential.service", "dpv:ServiceProvision"  # making the book she asked for
    LETTERS = "letters", "essential.service", "dpv:ServiceProvision"  # asking and answering by e-mail, if she said yes
    SERVICE = (
        "service",
        "essential.service.operations",
        "dpv:ServiceProvision",
    )  # letting people in, showing them theirs
    SUPPORT = "support", "essential.service.operations.support", "dpv:CustomerCare"
    SECURITY = "security", "essential.service.security", "dpv:EnforceSecurity"
    LEGAL = "legal", "essential.legal_obligation", "dpv:LegalCompliance"  # accounts, requests, showing what was done
    RIGHTS = "rights", "essential.legal_obligation", "dpv:RightsFulfilment"  # answering the person herself
    IMPROVEMENT = "improvement", "functional.service.improve", "dpv:OptimiseInternalOrganisation"  # in sums only
    ANALYTICS = "analytics", "analytics.reporting", "dpv:ServiceUsageAnalytics"
    MARKETING = "marketing", "marketing.communications", "dpv:DirectMarketing"
    SALES = "sales", "sales", "dpv:SellProducts"


class Basis(Term):
    """Why the law lets us: GDPR art. 6(1), and art. 9(2)(a) where life stories hold special categories."""

    CONSENT = "consent", "Consent", "eu-gdpr:A6-1-a"
    CONTRACT = "contract", "Contract", "eu-gdpr:A6-1-b"
    DUTY = "duty", "Legal obligations", "eu-gdpr:A6-1-c"
    INTEREST = "interest", "Legitimate interests", "eu-gdpr:A6-1-f"
    EXPLICIT_CONSENT = "explicit-consent", "Consent", "eu-gdpr:A9-2-a"


class Source(StrEnum):
    """Where data come from (GDPR art. 14(2)(f), 15(1)(g))."""

    STORYTELLER = "storyteller"  # she told, wrote or showed it
    FAMILY = "family"  # the owner or somebody of the family gave it
    OPERATOR = "operator"  # whoever runs the installation entered it
    USE = "use"  # it arises while the service is used
    DERIVED = "derived"  # we made it from what she told


class Export(StrEnum):
    """How data are handed out."""

    PORTABLE = "portable"  # provided by the person: in the archive that another Fortell can read (GDPR art. 20)
    ACCESS = "access"  # about the person: in what she is shown (GDPR art. 15), not in what she takes along
    NEVER = "never"  # would open doors or break seals: hashes of secrets, wrapped keys


class Event(StrEnum):
    """What a retention period counts from."""

    ITSELF = "itself"  # when the thing was made or done
    ENDED = "ended"  # when it ended: a job, a session, a link
    WITHDRAWAL = "withdrawal"  # when she took her consent back
    ERASURE = "erasure"  # when the memoir or account was erased
    DELIVERY = "delivery"  # when the book was delivered
    RELATION_END = "relation-end"  # when the subscription or customer relation ended
    YEAR_END = "year-end"  # the end of the accounting year in which it was made


class Need(StrEnum):
    """Why something is kept for that long."""

    SERVICE = "service"  # the service needs it
    LAW = "law"  # a law demands it
    CLAIMS = "claims"  # somebody may raise a legal claim, or ask us to account for what we did
    SECURITY = "security"  # finding faults and abuse
    SECOND_THOUGHTS = "second-thoughts"  # the person can still change her mind, or take a copy
