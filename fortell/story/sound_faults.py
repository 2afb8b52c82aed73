"""What she is told when a recording can't be kept."""

from django.conf import settings
from django.utils.translation import gettext, ngettext

from fortell.story.recordings import SoundFault


def sound_fault(fault: SoundFault) -> str:
    minutes = settings.FORTELL.limits.recording_minutes
    return {
        SoundFault.NOT_A_RECORDING: gettext(
            "This file is not a recording that we can play. Please choose another one."
        ),
        SoundFault.BROKEN: gettext("This recording seems to be damaged. Please listen to it, and record it again."),
        SoundFault.TOO_LONG: ngettext(
            "This recording is longer than fits in one message: %(minutes)s minute. Please tell it in two parts.",
            "This recording is longer than fits in one message: %(minutes)s minutes. Please tell it in two parts.",
            minutes,
        )
        % {"minutes": minutes},
        SoundFault.TOO_SHORT: gettext(
            "There is no sound in this recording that we could keep. Please record it again."
        ),
    }[fault]
