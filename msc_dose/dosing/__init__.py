"""From a prescription and a patient to a calculated dose, with its working.

- `formulas`: the arithmetic, once, over plain operators
- `body`: the patient's weight and its basis; `rules`: how the dose is prescribed
- `guards`: doses per kg that a product class does not have; `dose`: the calculated dose
"""
