"""Questions to a store: SPARQL as a user writes it, or a named question; checked, answered, written in W3C formats."""

from kg.query.answers import FORMATS, Answer
from kg.query.asking import ask, ask_question
from kg.query.questions import Parameter, Question, questions

__all__ = ["FORMATS", "Answer", "Parameter", "Question", "ask", "ask_question", "questions"]
