"""The words of intervals, in English, German, French and Spanish, and the signs of Japanese and Chinese."""

from __future__ import annotations

from itertools import chain

from msc_dose.notation.prose.intervals.meanings import BIMONTHLY, BIWEEKLY, MONTHLY, QUARTERLY, SEMIMONTHLY


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


ROMANCE = _listed("mensuel mensuels mensuelle mensuelles mensuellement mensual mensuales mensualmente")
MONTHLY_WORDS = ROMANCE.union(
    _listed("monthly monatlich monatliche monatlicher monatlichen monatliches monatlichem")
)
ADJECTIVES = {
    **dict.fromkeys(MONTHLY_WORDS, MONTHLY), "biweekly": BIWEEKLY, "bimonthly": BIMONTHLY,
    "semimonthly": SEMIMONTHLY, "quarterly": QUARTERLY, "vierteljährlich": QUARTERLY,
    "trimestriel": QUARTERLY, "trimestrielle": QUARTERLY, "trimestral": QUARTERLY,
}  # fmt: skip
COUNTS = {
    "once": 1, "twice": 2, "thrice": 3, "einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4,
}  # fmt: skip
NUMBERS = {
    **dict.fromkeys(_listed("a an one single ein eine einem einen un une una uno 一"), 1),
    **dict.fromkeys(_listed("two zwei deux dos 二 两 兩"), 2),
    **dict.fromkeys(_listed("three drei trois tres 三"), 3),
    **dict.fromkeys(_listed("four vier quatre cuatro 四"), 4),
    "five": 5, "fünf": 5, "cinq": 5, "cinco": 5, "五": 5, "six": 6, "sechs": 6, "seis": 6, "六": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
ORDINALS = {
    "other": 2, "second": 2, "alternate": 2, "third": 3, "fourth": 4, "sixth": 6, "zweiten": 2, "dritten": 3,
}  # fmt: skip
ENDINGS = frozenset(("nd", "rd", "th", "st"))
MONTHS = dict.fromkeys(_listed("month months monat monate monaten mois mes meses"), 1) | {
    "quarter": 3, "quarters": 3, "quartal": 3, "quartale": 3,
}  # fmt: skip
SHORT = dict.fromkeys(_listed("mo mos mth mths"), 1)
TIMES = _listed("time times x × mal fois vez veces")
TREATMENTS = _listed(
    "infusion infusions dose doses dosing injection injections treatment treatments administration "
    "administrations transfusion transfusions course courses cycle cycles infusionen dosis injektion "
    "injektionen perfusion perfusions infusión infusiones inyección inyecciones"
)
EVERY = frozenset(("every", "each", "alle", "jeden", "jedes", "chaque", "cada", "tous les", "todos los"))
PER = frozenset(("per", "pro", "par", "por"))
IN = frozenset(("a", "/", "im", "al", "in a", "in every", "in each", "in one", "in jedem"))
AT = frozenset(("at", "in", "im"))
BREAKS = frozenset(
    ("interval", "intervals", "abstand", "abständen", "intervalle", "intervalles", "intervalo")
)
OF = frozenset(("of", "von", "de"))
LATER = _listed("later after ago before earlier prior apart from following post de del")
OF_QUARTERS = frozenset(("hour", "of", "century", "mile", "inch", "to", "past", "final"))
NO_TREATMENTS = _listed(
    "cost costs report reports meeting meetings fee fees newsletter newsletters review reviews kosten "
    "bericht coût coûts coste costo rapport informe"
)
RANGES = frozenset(("to", "or", "–", "—", "~", "bis", "oder", "à", "ou", "o"))
BEFORE_FACTORS = frozenset("$€£¥^*·×x+±.,/–−%#")
DAYS = {
    **dict.fromkeys(_listed("d day days tag tage tagen jour jours día días 日 天"), 1),
    **dict.fromkeys(
        _listed("w wk wks week weeks weekly woche wochen semaine semaines semana semanas 週 周"), 7
    ),
}
EVERY_DAYS = EVERY | {"q", "toutes les", "毎", "每"}
APART = _listed("apart auseinander cycle cycles ご 毎 每 間 间 隔") | BREAKS
EQUALS = _listed("( [ = as being is about approximately approx ca")
BETWEEN = EQUALS.union(_listed(", : – — / i e ie d h that namely at for a month x × と に 回 次"), TREATMENTS)
ABBREVIATED = frozenset(("i", "e", "d", "h", "approx", "ca"))
SPANS = _listed("of for after over within in during at ± + until first last für nach pendant durante")
EVERY_IN_SIGNS = {"毎": 1, "每": 1, "隔": 2}
COUNTERS, TIMES_IN_SIGNS = frozenset("かカケヵヶ箇個个"), frozenset("回次度")
THIS_MONTH = frozenset("今先来來同翌前当本上下年") | COUNTERS
SIGNS = frozenset(("毎", "每", "隔", "月", "一", "二", "两", "兩", "三", "四", "五", "六"))
PREFIXES = frozenset(("bi", "semi"))

OPENINGS = frozenset(
    chain(ADJECTIVES, COUNTS, NUMBERS, EVERY, PER, AT, BREAKS, SIGNS, PREFIXES,
          ("tous", "todos", "q", "qmonth", "qmo", "qmonthly"))
)  # fmt: skip
