"""Why something may not leave the house: each reason by its own name."""


class PermitRefused(Exception):
    """Nothing was sent."""


class ProcessorUnknown(PermitRefused):
    """No processor of that name is registered."""


class AgreementIncomplete(PermitRefused):
    """Its agreement's reference, date, hash or purposes are missing."""


class OutsideEEA(PermitRefused):
    """It is outside the EEA without a mechanism, or without the installation's own decision."""


class ReviewMissed(PermitRefused):
    """Its security was not looked at for too long."""


class PurposeNotAgreed(PermitRefused):
    """The processor does not work for this purpose."""


class FieldUnknown(PermitRefused):
    """No model has such a field, or nobody declared it."""


class FieldNotAllowed(PermitRefused):
    """The field is not in the processor's list, or not in the permit."""


class ContentNotAllowed(PermitRefused):
    """The processor may not hold content."""


class CategoryNotForPurpose(PermitRefused):
    """Data of this category never serve this purpose."""


class NoLiveConsent(PermitRefused):
    """She has not said yes, or has taken it back."""


class Barred(PermitRefused):
    """Processing is restricted or objected to."""


class PermitInvalid(PermitRefused):
    """It was not made here, was used already, or its time is over."""


class HostNotPermitted(PermitRefused):
    """The permit is for another host."""
