"""Which containers of a stock for which infusion, and why not the others.

- `eligibility`, `expiry`: which may be used at all; `choosing`: on whole numbers, exactly
- `selecting`, `selecting_whole`: the choices; `largest`, `sums_dense`, `sums_sparse`: how they are found
- `allocating`: for one infusion; `serving`, `forecast`: for a course, and which infusion runs out
"""
