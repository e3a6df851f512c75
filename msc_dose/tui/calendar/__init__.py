"""What stands on days: every course of the record, sorted under the days of the calendar.

- `entries`: one infusion or visit on its day, its letter, sign and word
- `days`: the index by day, made once in a thread; which days are closed or lie in a window
- `telling`: a day and its entries in words; `marks`: the same for the month grid; `rows`: for a list
- `heading`: which view, whose courses, what the signs mean; `panel`: the text beside the month
- `moving`: a move that is looked at before it is made; `mover`: the move under way
- `dialogs`: the list of a day, and the reason of a move
"""
