"""Where the app's styles are: Textual looks for them beside the class, and a class may live elsewhere."""

from __future__ import annotations

import os

APP_SHEET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "app.tcss")
