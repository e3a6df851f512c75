"""Today: what the ward and the laboratory look at, as values and rows, and what is done from there.

- `listing`: rows in columns that flow over as many lines as the width asks for
- `finding`: what the screen asks the desk; `volumes`: what is planned to be infused
- `patients`: one row for each patient, and the lines of its detail
- `thawing`: containers to thaw and thawed; `thaws`: their rows; `loads`: the load of the coming days
- `summary`: what stands above and below the rows; `teaching`: the empty states
- `facts`: what a person wants to know of a patient at once; `glance`: the dialog that shows it
- `asked`: what clearing to thaw asks; `clear_dialog`: the dialog, `clearing`: the flow
- `detail`, `search`: two widgets of the screen
"""
