"""JSON text: read strictly and fast when all is well, tolerantly and with positions when it is not.

:func:`decode_clean` gives the value of faultless JSON in some ten microseconds, or :data:`NOT_CLEAN`;
:func:`decode_distinct` leaves to :func:`is_bounded` what some callers know without.
:func:`read` takes any bytes, loses as little of them as it can, and gives a :class:`Document`: the values, where each
one stands, and a finding for each fault, most with the edits that mend it. :func:`apply_edits` makes such edits;
:func:`join_pointer` and :func:`split_pointer` write and read the JSON pointers by which values are named.
:data:`RULES` lists what can be wrong.

>>> document = read(b'{"name": "Contoso" "version": 1.0.0}')
>>> [str(finding.message) for finding in document.findings]
['there is no comma after `"Contoso"`', '`1.0.0` is not a number but a text, and is not in double quotes']
>>> document.value
{'name': 'Contoso', 'version': '1.0.0'}
>>> apply_edits(document.text, [edit for finding in document.findings for edit in finding.edits])
'{"name": "Contoso", "version": "1.0.0"}'
"""

from __future__ import annotations

from teamshelf.document.clean import NOT_CLEAN, NotClean, decode_clean, decode_distinct, is_bounded
from teamshelf.document.document import Document, read
from teamshelf.document.edits import apply_edits
from teamshelf.document.faults import MAX_BYTES, MAX_DEPTH, MAX_FAULTS, RULES, SyntaxRule
from teamshelf.document.pointers import join_pointer, split_pointer
from teamshelf.document.tree import Json

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_FAULTS",
    "NOT_CLEAN",
    "RULES",
    "Document",
    "Json",
    "NotClean",
    "SyntaxRule",
    "apply_edits",
    "decode_clean",
    "decode_distinct",
    "is_bounded",
    "join_pointer",
    "read",
    "split_pointer",
]
