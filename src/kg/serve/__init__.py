"""A store on the web: a SPARQL 1.1 endpoint, and whatever pages are put beside it.

    http     running (uvicorn)  app (middleware)  endpoint (routes)  responses  refusals  files (static)
    reading  protocol  negotiation  graphs        what a request asks for
    sharing  service (pool, version)  pool (processes)  keeping (while a view is new)  options  access (token)  sessions
    jobs     worker  answering  changing  description  spool  guard  confinement

The server's process never asks the engine anything. A route asks `service_of(request).read(request, job, ...)`, and
`job(bench, ...)`, a plain function of a module, runs in a worker process with `bench.store`, the newest view of the
store, open for reading: under the time limit, killed when the client goes away. Pages do the same; they reach the
application as a list of Starlette routes, the `pages` of `make_app`. A route named `editor` is where a browser that
opens /sparql is sent. `bench.kept` holds what a job wants to keep as long as that view is the newest.
"""
