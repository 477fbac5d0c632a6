"""Forms of tasks and starts: read from any notation, filled in, and held against what was entered."""

from trivium.forms.checking import Scope, check
from trivium.forms.files import FILE_TAG, digests_in, file_value, files_in, is_file
from trivium.forms.model import Fault, Field, Form, Option
from trivium.forms.presenting import presented
from trivium.forms.reading.deployed import read_deployed
from trivium.forms.reading.form_data import read_form_data
from trivium.forms.reading.form_js import read_form_js
from trivium.forms.reading.json_schema import read_json_schema

__all__ = [
    "FILE_TAG",
    "Fault",
    "Field",
    "Form",
    "Option",
    "Scope",
    "check",
    "digests_in",
    "file_value",
    "files_in",
    "is_file",
    "presented",
    "read_deployed",
    "read_form_data",
    "read_form_js",
    "read_json_schema",
]
