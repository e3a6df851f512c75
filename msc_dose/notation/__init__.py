"""Text into exact amounts, or a refusal with every reading: nothing ambiguous is resolved silently.

- `reader`: one text of one kind, read or refused; `readings`: the offers, most plausible first
- `door`: what may enter at all; `magnitude`, `multiplier`, `numbers`: the number; `unit_text`: the unit
- `lost_power`: counts so small that their power of ten may be lost
- `confirming`: a picked reading as text that states it and nothing else
- `dates`: ISO dates and nothing else

No text reaches pint here, and no regular expression is used: every scan is one pass, and the text
is short before it is scanned.
"""
