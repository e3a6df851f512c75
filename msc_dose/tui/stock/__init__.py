"""The stock on the screen: lists of any length, one container, and what is done with it.

- `words`: states, expiry, content and holders in words; `found`: what a screen of the stock shows
- `pages`, `reading`: rows that are read when they come into sight; `container_rows`: containers in them
- `lots`, `lot_rows`: by lot; `forecast_rows`: what runs out; `summary`: what stands above the rows
- `scanning`: which container a scan on the list means
- `details`: everything that is known of one container; `container_page`: the page that shows it
- `acts`: what can be done with it now; `dialogs`: what is asked; `flow`: from the menu to the record
"""
