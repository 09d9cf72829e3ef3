"""The graph view of the explorer: a few entities and what surrounds them, or the whole store in groups.

    routes  files  static/           what a request gets
    state                            all of a view, as its address says it
    viewing  asking  writing (jobs)  the drawing, the panel, the files
    scene  overview                  what is drawn and where it lies
    paths  communities               searching and grouping

The drawing itself (places, lines, colours, scripts) is `kg.export`'s: an exported page and this one look the same.
"""

from kg.serve.graphview.routes import ROUTES

__all__ = ["ROUTES"]
