"""How lists say the type of an institution and the level of a leader, in Danish and English."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation

from accounts.choices import InstitutionType, LeaderLevel
from accounts.staff_files.fields import bare

_TYPES: dict[str, str] = {
    InstitutionType.SCHOOL: "school, skole, folkeskole, grundskole, specialskole, skoler",
    InstitutionType.DAY_CARE: "day care, daycare, dagtilbud, daginstitution, børnehus, dagpleje, "
    "integreret institution, integreret, aldersintegreret, 0-6 år",
    InstitutionType.NURSERY: "nursery, crèche, creche, vuggestue, 0-2 år",
    InstitutionType.KINDERGARTEN: "kindergarten, børnehave, 3-6 år, skovbørnehave",
    InstitutionType.AFTER_SCHOOL: "after-school care, after school, after-school, sfo, "
    "fritidshjem, fritidsordning, skolefritidsordning, fritid, fritidstilbud",
    InstitutionType.YOUTH: "youth club, youth, klub, ungdomsklub, fritidsklub, ungdomsskole, "
    "juniorklub",
    InstitutionType.ELDER_CARE: "elder care, elderly care, nursing home, plejehjem, plejecenter, "
    "plejebolig, ældrecenter, ældrepleje, ældre, omsorgscenter",
    InstitutionType.HOME_CARE: "home care, hjemmepleje, hjemmesygepleje, udekørende, sygepleje",
    InstitutionType.SOCIAL: "social services, social, bosted, botilbud, socialområdet, "
    "socialpsykiatri, handicap, væresteder, socialt",
    InstitutionType.HEALTH: "health, sundhed, sundhedscenter, sundhedspleje, tandpleje, "
    "genoptræning, træning",
    InstitutionType.CULTURE: "library and culture, culture, library, kultur, bibliotek, museum, "
    "kulturhus, bibliotek og kultur, musikskole",
    InstitutionType.EMPLOYMENT: "employment, jobcenter, beskæftigelse, arbejdsmarked",
    InstitutionType.ADMINISTRATION: "administration, forvaltning, stab, rådhus, rådhuset, "
    "sekretariat",
    InstitutionType.OTHER: "other, andet, anden, øvrige, øvrig",
}
_LEVELS: dict[str, str] = {
    LeaderLevel.TOP: "top management, top, topledelse, topleder, direktion, direktør, "
    "kommunaldirektør, niveau 1, 1",
    LeaderLevel.HEAD: "head of an area, head, chef, chefniveau, områdeleder, områdechef, "
    "afdelingschef, centerchef, skolechef, dagtilbudschef, fagchef, forvaltningschef, "
    "leder af et område, niveau 2, 2",
    LeaderLevel.INSTITUTION: "leader of an institution, institution, institutionsleder, leder, "
    "skoleleder, dagtilbudsleder, plejecenterleder, centerleder, daglig leder, forstander, rektor, "
    "leder af en institution, decentral leder, niveau 3, 3",
    LeaderLevel.TEAM: "team or section leader, team, teamleder, afdelingsleder, gruppeleder, "
    "souschef, viceskoleleder, pædagogisk leder, stedfortræder, team- eller afdelingsleder, "
    "afsnitsleder, funktionsleder, sfo-leder, niveau 4, 4",
}


def _by_word(table: dict[str, str]) -> dict[str, str]:
    """Every word, every value's own name and every stored value → the value."""
    return {
        bare(word): value
        for value, words in table.items()
        for word in (*words.split(","), value, value.replace("_", " "))
    }


TYPE_WORDS = _by_word(_TYPES)
LEVEL_WORDS = _by_word(_LEVELS)


@cache
def labels_of(choices: type[TextChoices]) -> dict[str, str]:
    """The portal's own words in every language: what it shows it also understands."""
    words: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words |= {bare(str(choice.label)): choice.value for choice in choices}
    return words


def type_called(text: str) -> str | None:
    """The InstitutionType that `text` means, or None."""
    word = bare(text)
    return TYPE_WORDS.get(word) or labels_of(InstitutionType).get(word)


def level_called(text: str) -> str | None:
    """The LeaderLevel that `text` means, or None."""
    word = bare(text)
    return LEVEL_WORDS.get(word) or labels_of(LeaderLevel).get(word)
