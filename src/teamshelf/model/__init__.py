"""The manifest as typed classes: the one source of every fact about it, one file per capability.

:mod:`teamshelf.model.facts` explains the notation; :mod:`teamshelf.model.manifest` is the place to start reading.
"""
