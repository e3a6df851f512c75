"""Amounts in prose: where they begin and end, intervals in words, places in a document, safe rewrites."""
