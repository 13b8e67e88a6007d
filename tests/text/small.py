"""A flow of one question, as its author wrote it."""

FLOW = """\
flow: small
version: 1
language: da
title: Lille
about: Et lille flow.
facts:
  danger: {label: "Er der fare lige nu?", yesno: true}
steps:
  - ask: danger
    go: stop
  - end: stop
    outcome: none
    say: Ring {contact.emergency}.
"""
