"""What is left of a reply as real programs send it: hers, all of it, and nothing else."""

import pytest

from fortell.story.quoting import her_words

OURS = "Fortell <reply@fortell.example>"
HERS = "Far bygde huset i 1948.\n\nVi bar vann fra elva."

REPLIES = {
    "iPhone, nb": f"{HERS}\n\nSendt fra min iPhone\n\n> 3. mars 2026 kl. 09:12 skrev {OURS}:\n> \n> Hva husker du?",
    "Gmail, nb": f"{HERS}\n\nons. 3. mars 2026 kl. 09:12 skrev {OURS}:\n\n> Hva husker du?\n> --\n> Fortell",
    "Gmail, nn": f"{HERS}\n\nons. 3. mars 2026 kl. 09:12 skreiv {OURS}:\n\n> Kva hugsar du?",
    "Gmail, sv, in two lines": f"{HERS}\n\nDen ons 3 mars 2026 kl 09:12 skrev Fortell\n"
    "<reply@fortell.example>:\n\n> Vad minns du?",
    "Gmail, en": f"{HERS}\n\nOn Wed, Mar 3, 2026 at 9:12 AM Fortell <reply@fortell.example>\nwrote:\n\n> What?",
    "Thunderbird, nb": f"{HERS}\n\n-- \nAlma Solvang\nStrandvegen 4\n\nDen 03.03.2026 09:12, skrev Fortell:\n> Hva?",
    "Outlook, nb": f"{HERS}\n\nMvh\nAlma\n\n________________________________\nFra: {OURS}\nSendt: onsdag 3. mars 2026\n"
    "Til: Alma\nEmne: Et spørsmål\n\nHva husker du?",
    "Outlook, sv": f"{HERS}\n\nFrån: {OURS}\nSkickat: den 3 mars 2026\nTill: Alma\nÄmne: En fråga\n\nVad minns du?",
    "Outlook on a phone, sv": f"{HERS}\n\nSkaffa Outlook för Android\n________________________________\nFrom: {OURS}\n"
    "Sent: Wednesday\nTo: Alma\nSubject: En fråga\n\nVad?",
    "Original message": f"{HERS}\n\n-----Opprinnelig melding-----\nFra: {OURS}\nDato: 3.3.2026\n\nHva husker du?",
    "a farewell, nn": f"{HERS}\n\nBeste helsing\nAlma\n+47 00 00 00 00",
    "a farewell, sv": f"{HERS}\n\nKram från Alma",
    "above and below": "> Hva husker du?\n\nFar bygde huset i 1948.\n\n> Hvem var med?\n\nVi bar vann fra elva.",
    "line ends of a mail server": HERS.replace("\n", "\r\n") + "\r\n\r\nSendt fra min iPad\r\n",
}
KEPT = [
    "Vi satt stille.\n- Kom inn, sa far.\n-Ja, sa jeg.\n- Sett deg.",
    "Den 3. mai 1945 skrev jeg i dagboken:\n\nI dag er det fred.",
    "Så skrev hun:\n\nKom hjem.",
    "Love was all we had.\nLove from my mother\nand we sang all night.",
    "Til jul fikk vi appelsiner.\n\nFra: det sto det på kortet, og ingen visste hvem.",
    "Hilsen sto det på alle kortene.\nVi leste dem høyt.",
    "Det var i 1948.\n\n---\n\nOg så i 1950.",
]


@pytest.mark.parametrize("program", REPLIES)
def test_a_reply_is_what_she_wrote(program: str) -> None:
    assert her_words(REPLIES[program]) == HERS


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_a_quotation_or_a_farewell_stays(text: str) -> None:
    assert her_words(text) == text


@pytest.mark.parametrize(
    "text", ["", "\n\n", f"Den 3.3.2026 kl. 09:12 skrev {OURS}:\n> Hva?\n", "Sendt fra min iPhone"]
)
def test_a_quotation_alone_is_no_answer(text: str) -> None:
    assert her_words(text) == ""
