"""Functions that an add-in contributes to Excel.

The manifest describes each function as Excel must know it before any script is loaded: name, parameters, shape of
the result and manner of calculation. Lists of values for arguments (`enums`) complete the description.
"""

from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import HTTP_URL, HTTPS_URL


class EnumValue(ManifestObject):
    """One value of a list for function arguments."""

    name: str | None = prop(
        "Short text by which users recognise the value.",
        required=True,
        max_length=256,
    )
    number_value: float | None = prop(
        "The value passed to the function when the list is of type `number`.",
        nullable="..",
    )
    string_value: str | None = prop(
        "The value passed to the function when the list is of type `string`.",
    )
    tooltip: str | None = prop(
        "Further explanation shown with the value in the list.",
        max_length=256,
    )


class CustomEnum(ManifestObject):
    """A named list of values offered to users while they fill in an argument of a function."""

    id: str | None = prop(
        "Name of the list, to which `customEnumId` of a parameter refers.",
        required=True,
        pattern="^[A-Za-z][A-Za-z0-9._]*$",
        min_length=3,
        max_length=64,
    )
    type: str | None = prop(
        "Data type of all values in the list; it decides whether each entry has `numberValue` or `stringValue`.",
        required=True,
        values=("number", "string"),
    )
    values: list[EnumValue] = prop(
        "The values, in the order in which Excel offers them.",
        required=True,
    )


class FunctionResult(ManifestObject, open=".."):
    """The value that an Excel function returns."""

    dimensionality: str | None = prop(
        "Shape of the result: `scalar` fills one cell, `matrix` spills over a two-dimensional range.",
        default="scalar",
        values=("scalar", "matrix"),
    )


class FunctionParameter(ManifestObject, open=".."):
    """An argument of an Excel function."""

    name: str | None = prop(
        "Name of the argument, shown to users while they type a formula.",
        required=True,
        min_length=1,
        max_length=64,
    )
    description: str | None = prop(
        "What the argument is for, shown to users while they type a formula.",
        min_length=1,
        max_length={"..1.26": 128, "1.27..": 512},
    )
    type: str | None = prop(
        "Data type of the argument: `boolean`, `number`, `string` or `any`, or one of the invocation types such as "
        "`CustomFunctions.StreamingInvocation`.",
        default="any",
        min_length=1,
        max_length=128,
    )
    cell_value_type: str | None = prop(
        "Excel data type that the argument must have, a refinement of `type`: `cellvalue` accepts any, the others "
        "name one kind, such as `entitycellvalue` or `webimagecellvalue`.",
        values={
            "cellvalue": "..",
            "booleancellvalue": "..",
            "doublecellvalue": "..",
            "entitycellvalue": "..",
            "errorcellvalue": "..",
            "linkedentitycellvalue": "..",
            "localimagecellvalue": "..",
            "stringcellvalue": "..",
            "webimagecellvalue": "..",
            "formattednumbercellvalue": "..1.24",
        },
    )
    dimensionality: str | None = prop(
        "Shape of the argument: `scalar` is a single value, `matrix` a two-dimensional range.",
        default="scalar",
        values=("scalar", "matrix"),
    )
    custom_enum_id: str | None = prop(
        "List of values offered for the argument: the `id` of an entry of `enums`. Its `type` must match that of "
        "the parameter.",
        versions="1.25..",
        max_length=64,
    )
    optional: bool | None = prop(
        "Whether the argument may be left out. The script then receives `null`.",
        nullable="..",
        default={"devPreview": False},
    )
    repeating: bool | None = prop(
        "Whether the argument can be given any number of times and reaches the script as an array. Repeating "
        "parameters count as optional.",
        default=False,
    )


class Function(ManifestObject, open=".."):
    """An Excel function implemented in the add-in's script."""

    id: str | None = prop(
        "Fixed name of the function, by which the script associates its code (`CustomFunctions.associate`). Do not "
        "change it after publishing.",
        required=True,
        pattern="^[a-zA-Z][a-zA-Z0-9._]*$",
        min_length=3,
        max_length=64,
    )
    name: str | None = prop(
        "Name of the function in formulas, after the prefix from `namespace`. Starts with a letter of any alphabet "
        "and can be translated in a language file.",
        required=True,
        pattern=r"^[\p{L}][\p{L}0-9._]*$",
        min_length=3,
        max_length=64,
    )
    description: str | None = prop(
        "What the function does, shown to users while they type a formula.",
        min_length=1,
        max_length={"..1.26": 128, "1.27..": 1024},
    )
    help_url: str | None = prop(
        "Page with help on the function.",
        kind={"1.28..": HTTPS_URL},
        format={"..1.27": "uri"},
        min_length={"..1.27": 1},
        max_length={"..1.27": 2048},
    )
    parameters: list[FunctionParameter] = prop(
        "Arguments of the function, in order. Give an empty list when it takes none.",
        required=True,
        max_items=128,
    )
    result: FunctionResult | None = prop(
        "Shape of the value that the function returns.",
        required=True,
    )
    stream: bool | None = prop(
        "Whether the function keeps sending new values to its cell, as for a stock price. Such a function returns "
        "nothing and delivers values with `setResult` of its invocation.",
        default=False,
    )
    volatile: bool | None = prop(
        "Whether the function is computed again at every recalculation, not only when its arguments change. Has no "
        "effect together with `stream`.",
        default=False,
    )
    cancelable: bool | None = prop(
        "Whether Excel tells the function that it is no longer needed, for example because its cell was edited or "
        "recalculated. For asynchronous functions with a single result; cannot be combined with `stream`.",
        default=False,
    )
    requires_address: bool | None = prop(
        "Whether the function is told the address of the cell that called it (`invocation.address`). Cannot be "
        "combined with `stream`; see `requiresStreamAddress`.",
        default=False,
    )
    requires_parameter_address: bool | None = prop(
        "Whether the function is told the addresses of the cells given as arguments. The `dimensionality` of "
        "`result` must then be `matrix`.",
        default=False,
    )
    requires_stream_address: bool | None = prop(
        "Whether a streaming function is told the address of the cell that called it. Needs `stream`.",
        versions="1.25..",
        default=False,
    )
    requires_stream_parameter_addresses: bool | None = prop(
        "Whether a streaming function is told the addresses of the cells given as arguments. Needs `stream`.",
        versions="1.25..",
        default=False,
    )
    captures_calling_object: bool | None = prop(
        "Whether the data type on which the function is called (as in `A1.PRICE()`) is passed to it as first argument.",
        versions="1.25..",
        default=False,
    )
    exclude_from_auto_complete: bool | None = prop(
        "Whether the function is left out of Excel's suggestions. It still works when typed in full; cannot be "
        "combined with `linkedEntityLoadService`.",
        versions="1.25..",
        default=False,
    )
    linked_entity_load_service: bool | None = prop(
        "Whether the function is the load service that Excel calls for current values of linked entities. Cannot be "
        "combined with `excludeFromAutoComplete`.",
        versions="1.25..",
        default=False,
    )


class Namespace(ManifestObject, open=".."):
    """The prefix that tells the add-in's functions apart in Excel, as `CONTOSO` in `=CONTOSO.ADD(1,2)`."""

    id: str | None = prop(
        "Fixed form of the prefix, not translated. Formulas in saved workbooks depend on it, so do not change it "
        "after publishing.",
        required=True,
        pattern="^[A-Za-z][A-Za-z0-9._]*$",
        min_length=1,
        max_length=32,
    )
    name: str | None = prop(
        "Prefix shown to users before the function name. Can be translated in a language file.",
        required=True,
        pattern="^[A-Za-z][A-Za-z0-9._]*$",
        min_length=1,
        max_length=32,
    )


class CustomFunctions(ManifestObject, open="..1.23"):
    """Functions that the add-in adds to Excel, used in cells like the built-in ones."""

    functions: list[Function] = prop(
        "The functions, with names, parameters and results as Excel shows them.",
        required="..1.23",
        min_items=1,
        max_items=20000,
    )
    namespace: Namespace | None = prop(
        "Prefix under which Excel shows all functions of the add-in.",
        required="..1.23",
    )
    allow_custom_data_for_data_type_any: bool | None = prop(
        "Whether functions accept and return Excel data types (entities, formatted numbers, images) where a value "
        "of type `any` is expected. Not needed for parameters that state `cellValueType`.",
        default=False,
    )
    metadata_url: str | None = prop(
        "Address of a JSON file that describes the functions in the default language, in the form that the add-in "
        "only manifest uses. It serves where the descriptions in this manifest cannot be read.",
        versions="1.24..",
        kind={"..1.27": HTTP_URL, "1.28..": HTTPS_URL},
    )
    enums: list[CustomEnum] = prop(
        "Named lists of values that parameters can offer for selection. A parameter refers to one by `customEnumId`.",
        versions="1.25..",
        max_items={"..1.25 devPreview": 20000, "1.26..1.30": 256},
    )
