"""The keywords of JSON Schema as rules: a stable name for each, Microsoft's code, and what it asks for.

Graph's error table has a code for every keyword of JSON Schema; manifests only meet those that a manifest schema uses.
"""

from __future__ import annotations

from msgspec import Struct

from teamshelf.messages import Message, say


class Keyword(Struct, frozen=True):
    """One keyword: what a value must be to pass it.

    Attributes:
        code: Graph's code ("Publish teamsApp", error codes).
        checks: what has to be true, in a sentence.
    """

    code: str
    checks: Message

    @property
    def codes(self) -> tuple[str, ...]:
        """The code, in the form rules have it."""
        return (self.code,)


KEYWORDS: dict[str, Keyword] = {
    "additionalProperties": Keyword(
        "SchemaError_AdditionalProperties", say("An object holds only properties that its manifest version knows.")
    ),
    "anyOf": Keyword("SchemaError_AnyOf", say("At least one of several sets of properties is there.")),
    "dependencies": Keyword("SchemaError_Dependencies", say("Properties that only make sense together are together.")),
    "enum": Keyword("SchemaError_Enum", say("The value is one of the choices of its manifest version.")),
    "format": Keyword("SchemaError_Format", say("The text has the form of a URI.")),
    "maxItems": Keyword("SchemaError_MaximumItems", say("The array holds no more items than allowed.")),
    "maxLength": Keyword("SchemaError_MaximumLength", say("The text has no more characters than allowed.")),
    "maximum": Keyword("SchemaError_Maximum", say("The number is not above its maximum.")),
    "minItems": Keyword("SchemaError_MinimumItems", say("The array holds as many items as needed.")),
    "minLength": Keyword("SchemaError_MinimumLength", say("The text has as many characters as needed.")),
    "minProperties": Keyword("SchemaError_MinimumProperties", say("The object is not empty.")),
    "minimum": Keyword("SchemaError_Minimum", say("The number is not below its minimum.")),
    "oneOf": Keyword("SchemaError_OneOf", say("Exactly one of several properties is there.")),
    "pattern": Keyword("SchemaError_Pattern", say("The text has the required form: a GUID, a colour, a URL...")),
    "required": Keyword("SchemaError_Required", say("A required property is there.")),
    "then": Keyword("SchemaError_Then", say("A property that a value of another one asks for is there.")),
    "type": Keyword("SchemaError_Type", say("The value has the right type: text, number, array, object...")),
    "uniqueItems": Keyword("SchemaError_UniqueItems", say("No two items of the array are the same.")),
    "other": Keyword("SchemaError_Other", say("The schema finds no other fault.")),
}
"""The keywords that the schemas of manifests and language files use."""

UNUSED_KEYWORDS: dict[str, Keyword] = {
    "additionalItems": Keyword("SchemaError_AdditionalItems", say("The array holds no items beyond those listed.")),
    "allOf": Keyword("SchemaError_AllOf", say("The value passes all of several schemas.")),
    "const": Keyword("SchemaError_Const", say("The value is the only one allowed.")),
    "contains": Keyword("SchemaError_Contains", say("The array holds an item of a certain form.")),
    "contentEncoding": Keyword("SchemaError_ContentEncoding", say("The text is encoded as stated.")),
    "else": Keyword("SchemaError_Else", say("The value passes the schema for the other case.")),
    "id": Keyword("SchemaError_Id", say("The identifier of the schema can be resolved.")),
    "maxProperties": Keyword("SchemaError_MaximumProperties", say("The object has no more properties than allowed.")),
    "multipleOf": Keyword("SchemaError_MultipleOf", say("The number is a multiple of another one.")),
    "not": Keyword("SchemaError_Not", say("The value does not pass a forbidden schema.")),
    "patternProperties": Keyword(
        "SchemaError_PatternProperties", say("A property with a name of a certain form has the value it needs.")
    ),
    "valid": Keyword("SchemaError_Valid", say("A value may stand there at all.")),
}
"""Keywords that Graph has a code for, although no schema of a manifest uses them."""


def rule_of(keyword: str) -> str:
    """The name of the rule for a keyword: `maxLength` is `schema-max-length`."""
    return "schema-" + "".join(f"-{c.lower()}" if c.isupper() else c for c in keyword)
