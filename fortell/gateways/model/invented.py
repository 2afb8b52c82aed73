"""An invented passage to try a model on: nobody's life, and it sounds like one."""

from typing import Final

INVENTED: Final = {
    "en": (
        "Well I I was born in nineteen thirty-six, at a farm by the fjord. There were, uh, five of us. My brother "
        "Torvald he was the eldest. We had three cows and no road. In the winter we, we rowed to school, and I was "
        "never once late."
    ),
    "nb": (
        "Ja jeg jeg ble født i nittentrettiseks, på en gård ved fjorden. Vi var, eh, fem søsken. Broren min Torvald "
        "han var eldst. Vi hadde tre kyr og ingen vei. Om vinteren så, så rodde vi til skolen, og jeg kom "
        "aldri for sent."
    ),
    "nn": (
        "Ja eg eg vart fødd i nittentrettiseks, på ein gard ved fjorden. Me var, eh, fem sysken. Bror min Torvald "
        "han var eldst. Me hadde tre kyr og ingen veg. Om vinteren så, så rodde me til skulen, og eg kom "
        "aldri for seint."
    ),
    "sv": (
        "Ja jag jag föddes nittonhundratrettiosex, på en gård vid fjorden. Vi var, eh, fem syskon. Min bror Torvald "
        "han var äldst. Vi hade tre kor och ingen väg. På vintern så, så rodde vi till skolan, och jag kom "
        "aldrig för sent."
    ),
}
