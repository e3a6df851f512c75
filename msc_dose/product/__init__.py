"""From a calculated dose to a final product container: what is in the freezer, and what is done with it.

- `container`: one container, its content and whose it is; `validity`, `plain_text`: what that may be
- `scans`: ISBT 128 and GS1 as scanned; `finding`: the container that was scanned
- `content`, `conversion`: what a container gives in the terms of a dose, by what was counted
- `handling`, `completing`, `limits`, `use`: how a product is handled, held to which limits, for whom
- `allocation`: which containers of a stock, and why not the others
- `preparation`: containers, volumes, dimethyl sulphoxide, rate, clock, and what is outside its limits
- `document`: all of it as plain mappings; `text`, `giving_text`, `shortened`: in words
"""
