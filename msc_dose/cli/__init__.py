"""The command line: arguments in, a person's text or one JSON document out.

- `main`: which command, and what exit status; `output`: how results and refusals are written
- one file for each command group: `read`, `dose`, `plan`, `protocol`, `recheck`
- `table`: text in columns; `arguments`: what the commands share
"""
