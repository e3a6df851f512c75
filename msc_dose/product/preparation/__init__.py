"""From a calculated dose to what goes into the vein.

- `preparing`: all of it; `supplying`, `supply`, `unsized`, `thaw_count`: from what, and how many
- `dispensing`, `whole`: drawn, or whole containers; `dilution`: diluent, hold-up, parts
- `dmso`, `exposing`: dimethyl sulphoxide; `rates`, `clock`: how fast, and until when
- `judging`: against the limits; `thawing`: as planned and as thawed; `working`: steps they share
"""
