"""msc_dose."""

__version__ = "0.1.0"
