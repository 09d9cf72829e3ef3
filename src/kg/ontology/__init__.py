"""Typed view of the folder `ontology/`: classes, relations, cues and name tables, checked when they are read."""

from kg.ontology.loading import load
from kg.ontology.table import relation_table
from kg.ontology.terms import Class, Relation
from kg.ontology.view import Ontology

__all__ = ["Class", "Ontology", "Relation", "load", "relation_table"]
