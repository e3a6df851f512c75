"""What the screens ask the core, and the answer as one value that a screen shows. Loads no Textual."""
