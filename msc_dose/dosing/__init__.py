"""From a prescription and a patient to a calculated dose, with its working.

- `formulas`: the arithmetic, once, over plain operators; `dimensions`: the same on units
- `body`: the patient's measures
- `shapes`, `bands`, `change`, `counted`, `rules`: how the dose is prescribed, and which cells it counts
- `known`, `selecting`, `permitted`: what holds for this patient; `splitting`: over days
- `guards`: doses per kg that a product or population does not have; `noticing`: what else to know
- `dose`: the calculated dose; `cumulative`: over a course; `inverse`: from cells at hand to a dose per kg
- `components`: several products in a fixed order
"""
