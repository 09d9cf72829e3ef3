"""Named questions: SPARQL files whose header says, in comments, what they ask and which values may be set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pyoxigraph import Literal

from kg.errors import QueryError

_HEADER = re.compile(r"(?m)^# (title|description|parameter): (.*)$")
_DEFAULT = r'VALUES \?{name} \{{ ("(?:[^"\\]|\\.)*") \}}'


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the asker may set: the query holds its default as `VALUES ?name { "default" }`."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query that ships with kg."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def filled(self, values: Mapping[str, str]) -> str:
        """The query with these values in place of the defaults; QueryError for a parameter that it does not have."""
        known = [parameter.name for parameter in self.parameters]
        text = self.sparql
        for name, value in values.items():
            if name not in known:
                takes = f"takes {', '.join(known)}" if known else "takes none"
                raise QueryError(f"question {self.name} has no parameter {name!r}; it {takes}")
            given = f"VALUES ?{name} {{ {Literal(value)} }}"
            text = re.sub(_DEFAULT.format(name=name), lambda _, given=given: given, text)  # type: ignore[misc]
        return text


@cache
def questions() -> Mapping[str, Question]:
    """All named questions, by name."""
    folder = resources.files("kg") / "queries"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".rq")), key=lambda file: file.name)
    return {file.name[:-3]: _read(file.name[:-3], file.read_text(encoding="utf-8")) for file in files}


def _read(name: str, text: str) -> Question:
    header = _HEADER.findall(text)
    said = dict(header)
    parameters = [Parameter(*about.split(": ", 1)) for key, about in header if key == "parameter"]
    return Question(name, said["title"], said["description"], tuple(parameters), text)
