"""JSON Schema: what the model says, in a form that editors and the validator run, and its verdicts in plain words."""

from teamshelf.schema.manifest import manifest_schema, manifest_validator

__all__ = ["manifest_schema", "manifest_validator"]
