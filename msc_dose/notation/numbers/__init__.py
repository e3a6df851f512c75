"""One number: digits (`magnitude`), power of ten (`factors`, `powers`, `multiplier`), both (`scaled`).

`words` are the signs and words around numbers.
"""
