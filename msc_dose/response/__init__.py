"""From counts over time to a response: what was counted, what may be judged, and which class that is.

- `counts`: a count of a day, rescue treatment, and days as dates or as numbers
- `criteria`: classes of response as values; `building`: a parsed criteria file into them; `*.toml`: shipped
- `within`: what a count known only as a bound may be; `reaching`: whether every class can be reached
- `washout`: which counts are judged, and why the others are not
- `baseline`: one amount, or a range within which every count is classified alike
- `spells`: where a class begins, is confirmed, and is lost; `classify`: all of it
- `cyclic`: whether the counts rise and fall, or are too far apart to show it
- `ctcae`: the grade of a low count
- `noticing`: what else a person has to know; `result`, `document`, `text`: the answer, as a mapping, in words
"""
