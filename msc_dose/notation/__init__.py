"""Text into exact amounts, or a refusal with every reading: nothing ambiguous is resolved silently.

- `reader`: one text of one kind, read or refused; `request`: what is asked; `conventions`: the site's
- `door`: what may enter at all; `lead`, `phrase`, `two_units`, `twice`: what stands around the numbers
- `numbers`: one number with its power of ten; `units`: what stands behind it
- `lost_power`: counts so small that their power of ten may be lost
- `pairing`, `readings`, `plausible`, `at_sixty`, `offers`: what an unclear text can mean, and in which order
- `confirming`: a picked reading as text that states it and nothing else
- `lint`: the same for running prose, by `prose`; `dates`: ISO dates and nothing else

No text reaches pint here, and no regular expression is used: every scan is one pass, and a text is
short before it is scanned.
"""
