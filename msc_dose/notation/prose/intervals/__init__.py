"""Intervals in words that people count differently: a month, "biweekly", where no days beside them say it.
`finding` puts `phrases` and their `surroundings` together; below these are the `tokens` of a text, the
`vocabulary`, and the `meanings`.
"""
