"""English or not."""

from __future__ import annotations

import pytest

from kg.documents.language import language_of

OTHERS = {
    "German": "Der Technologiekonzern Müller hat am Dienstag in Berlin angekündigt, den Rivalen Schmidt zu übernehmen. "
    "Die Aktionäre müssen noch zustimmen, sagte der Vorstandschef, und die Kartellbehörde prüft das Vorhaben.",
    "French": "Le groupe Dupont a annoncé mardi à Paris le rachat de son concurrent Martin pour deux milliards. "
    "Les actionnaires doivent encore approuver cette opération, a déclaré son directeur général.",
    "Spanish": "El grupo García anunció el martes en Madrid la compra de su rival López por dos mil millones. "
    "Los accionistas todavía tienen que aprobar la operación, dijo su consejero delegado.",
    "Dutch": "Het concern De Vries heeft dinsdag in Amsterdam bekendgemaakt dat het zijn rivaal Jansen overneemt. "
    "De aandeelhouders moeten nog instemmen, was de boodschap van de topman in Den Haag.",
    "Finnish": "Yhtiö Virtanen kertoi tiistaina Helsingissä ostavansa kilpailijansa kahdella miljardilla eurolla. "
    "Osakkeenomistajien on vielä hyväksyttävä kauppa, sanoi yhtiön toimitusjohtaja, ja viranomaiset tutkivat asiaa "
    "vuoden loppuun mennessä, jolloin kauppa toteutuu.",
    "Hungarian": "A Kovács vállalat kedden Budapesten bejelentette, hogy kétmilliárd euróért megveszi a riválisát. "
    "A részvényeseknek még jóvá kell hagyniuk az ügyletet, mondta a vezérigazgató, és a hatóságok vizsgálják az ügyet.",
    "Russian": "Компания объявила во вторник о покупке конкурента за два миллиарда евро.",
    "Arabic": "أعلنت الشركة يوم الثلاثاء شراء منافستها مقابل ملياري يورو.",
    "Chinese": "这家公司周二宣布以二十亿欧元收购竞争对手。",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_languages_are_not_taken_for_english(name: str) -> None:
    assert language_of(OTHERS[name]) == "und"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2,400 1,200",
        "Acme buys Beta",
        "Fines this quarter: Transports Mistral, €5.2m (market sharing); Laiterie du Causse, €310,000 (obstruction).",
        "Société Générale and Banco de España met Crédit Agricole in Paris on Tuesday, Le Monde said.",
    ],
)
def test_short_texts_and_foreign_names_do_not_make_a_text_foreign(text: str) -> None:
    assert language_of(text) == "en"


def test_english_with_a_foreign_quotation_is_english() -> None:
    english = "The head of the firm said on Tuesday that it would buy its rival, and that the board was behind him. "
    assert language_of(english * 3 + OTHERS["German"]) == "en"
