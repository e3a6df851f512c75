"""What is scanned from a container: ISBT 128 (`isbt128`), GS1 (`gs1`), both together (`identifiers`), and
one field (`identity`).
"""
