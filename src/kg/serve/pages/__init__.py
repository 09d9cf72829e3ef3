"""The explorer: pages for people who know no SPARQL, made on the server, each with a JSON twin (`.json`).

    http      routes  judging (forms)  sending  files (static)
    shape     page (the job)  rendering  links  templates/  static/
    finding   directory  indexing  rows         names and lists, made anew for each view of the store
    models    home  lists  entity  document  asking  doubts, from cards  timeline  answers  paging

A page is a `Page`: an address, a template, and a function that makes its model in a worker. `page_routes` makes the
routes of all of them.
"""

from kg.serve.endpoint import EDITOR
from kg.serve.pages.asking import EDITOR_POLICY, editor, question
from kg.serve.pages.document import document
from kg.serve.pages.doubts import DOUBTS, doubts, judgements
from kg.serve.pages.entity import entity, fact
from kg.serve.pages.home import home
from kg.serve.pages.lists import documents, facts, search
from kg.serve.pages.page import Page
from kg.serve.pages.routes import begin, page_routes

PAGES = (
    Page("home", "/", "home.html", home),
    Page("search", "/search", "search.html", search),
    Page("facts", "/facts", "facts.html", facts),
    Page("documents", "/documents", "documents.html", documents),
    Page("entity", "/entity/{id:rest}", "entity.html", entity),
    Page("fact", "/fact/{id:rest}", "fact.html", fact),
    Page("document", "/document/{id:rest}", "document.html", document),
    Page("question", "/question/{id:rest}", "question.html", question),
    Page("doubts", "/doubts", "doubts.html", doubts, needs=DOUBTS),
    Page("judgements", "/judgements", "judgements.html", judgements),
    Page(EDITOR, "/query", "editor.html", editor, EDITOR_POLICY),
)

__all__ = ["PAGES", "Page", "begin", "page_routes"]
