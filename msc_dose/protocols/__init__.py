"""Regimens as data: what a source states, what it does not, and examples that check the file.

- `protocol`: the values; `schedule` and `days_and_gaps`: how infusions follow each other
- `example`: a worked example; `doubts`: where sources contradict each other
- `building` and `building_*`: a parsed mapping into a Protocol, or a refusal naming key and fix;
  `keys`: typed access
- `describing` and `document`: a protocol in words, and as a plain mapping
- `*.toml`: the protocols that are shipped, all of them for reference only
"""
