"""From a calculated dose to a final product container: what is in the freezer, and what is done with it.

- `container`: one container, its content and whose it is; `identifiers`: ISBT 128 and GS1 as scanned
- `handling`: how a product is dispensed, diluted and given; `clock`: how long it may hang
- `conversion`: cells to thaw by what was counted; `preparation`: containers, volumes, rate
- `limits`: the site's or the protocol's acceptance limits, none of our own
- `allocation`: which containers of a stock, and why not the others
"""
