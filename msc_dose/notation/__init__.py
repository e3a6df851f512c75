"""Text into exact amounts, or a refusal with every reading: nothing ambiguous is resolved silently.

- `reader`: one text of one kind, read or refused
- `door`: what may enter at all; `lead`, `phrase`, `two_units`, `twice`: what stands around the numbers
- `scaled`, `magnitude`, `multiplier`, `powers`, `words`: one number with its power of ten
- `unit_text`, `tidied`, `spelled`, `nouns`: the unit, what it counts, whose kilogram it is
- `lost_power`: counts so small that their power of ten may be lost
- `pairing`, `readings`, `plausible`, `at_sixty`: what an unclear text can mean, most plausible first
- `confirming`: a picked reading as text that states it and nothing else
- `lint`: the same for running prose, by `expressions`, `prose_units`, `intervals`, `places`, `rewriting`
- `conventions`: what a site has declared about its writing; `dates`: ISO dates and nothing else

No text reaches pint here, and no regular expression is used: every scan is one pass, and a text is
short before it is scanned.
"""
