"""Dialogs: what a person is asked before anything is recorded, signed or lost."""
