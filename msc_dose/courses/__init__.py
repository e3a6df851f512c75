"""A patient's treatment over time: the plan of a course, its working, and its plain document.

- `plan`: the values; `planning`: protocol, patient and calendar into a plan that recheck agrees with
- `document`: the plan as a plain mapping and back; `working`: why each date; `text`: rows and words
"""
