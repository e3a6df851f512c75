"""Regimens as data: what a source states, what it does not, and examples that check the file.

- `protocol`: the values; `schedule`: how infusions follow each other; `example`: a worked example
- `building`: a parsed mapping into a Protocol, or a refusal naming key and fix; `keys`: typed access
- `*.toml`: the protocols that are shipped, all of them for reference only
"""
