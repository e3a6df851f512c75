"""What the Course screen says, as values and lines; only `bags_dialog`, `flows` and `views` know widgets.

table      rows of cells that wrap in their columns · all_courses: the list of every course
seen       one course with its checks, its containers and the counts; `standing` its words
timeline   infusions and visits in order · bar: the same as a line of signs · doses: the four numbers
counts     counts over time against the limits of a response · history: every entry
changes    what is another than it was when last signed · bags: which containers may be taken
"""
