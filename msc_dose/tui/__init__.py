"""The terminal screens: they ask the core and show what it answers; they calculate nothing themselves."""
