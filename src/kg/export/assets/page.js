"use strict";
(() => {
  const { make, glyph, percent, capital, plural, badge, section, documentLine, factPanel } = kg.parts;
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const entity = (id) => data.entities[id];
  const classOf = new Map(data.classes.map((one) => [one.name, one]));
  const facts = Object.entries(data.facts).map(([id, fact]) => ({ id, ...fact }));
  const factOf = new Map(facts.map((fact) => [fact.id, fact]));
  const lineOf = new Map(data.network.edges.flatMap((line) => line.facts.map((id) => [id, line.id])));
  const label = (predicate) => data.relations[predicate] ?? predicate;
  const publisher = (id) => data.documents[id]?.by ?? id;
  const endName = (fact) => ("object" in fact ? entity(fact.object).name : fact.value);
  const LISTED = 40;

  const stage = byId("stage");
  // The drawing is wider than tall; on an upright screen it is turned over.
  const upright = stage.clientHeight > stage.clientWidth * 1.1;
  for (const node of data.network.nodes) if (upright) [node.x, node.y] = [node.y, node.x];
  const state = { hidden: new Set(), filters: structuredClone(kg.NO_FILTERS), words: "" };
  const canvas = kg.canvas({
    stage,
    element: byId("canvas"),
    foot: byId("legend"),
    on: {
      node: (id) => openEntity(id, false),
      edge: (id) => openLine(id),
      ground: () => home(),
    },
  });

  function matches(words) {
    const wanted = words.trim().toLowerCase();
    const holds = (text) => text.toLowerCase().includes(wanted);
    const found = data.network.nodes.map((node) => node.id)
      .filter((id) => holds(entity(id).name) || entity(id).aliases.some(holds));
    const said = facts.filter((fact) => fact.evidence.some((one) => holds(one.quote)) || holds(endName(fact)));
    return { found, said };
  }

  const shownFact = (fact) => kg.passes(fact, state.filters, publisher)
    && !state.hidden.has(entity(fact.subject).type)
    && !("object" in fact && state.hidden.has(entity(fact.object).type));

  function show() {
    const wanted = state.words.trim() ? new Set(matches(state.words).found) : null;
    const kept = new Set(facts.filter(shownFact).flatMap((fact) => [fact.subject, fact.object]));
    const filtered = kg.activeFilters(state.filters) > 0;
    const ids = data.network.nodes.map(({ id }) => id);
    canvas.show({
      hidden: new Set(ids.filter((id) => state.hidden.has(entity(id).type) || (filtered && !kept.has(id)))),
      faint: new Set(ids.filter((id) => wanted && !wanted.has(id))),
      away: new Set(data.network.edges.filter((line) => !line.facts.some((id) => shownFact(factOf.get(id)))).map(({ id }) => id)),
    });
    const active = kg.activeFilters(state.filters);
    byId("filter").textContent = active ? `Filters (${active})` : "Filters";
  }

  // ---- the panel ----------------------------------------------------------------------------------------------------

  const panel = byId("panel");

  function fill(...parts) {
    panel.replaceChildren(...parts.filter((part) => part !== null));
    panel.scrollTop = 0;
  }

  const back = () => make("button", { class: "back", type: "button", press: () => home() }, "← All entities");

  function entityRow(id) {
    const one = entity(id);
    return make("button", { class: "row", type: "button", press: () => openEntity(id, true) },
      glyph(classOf.get(one.type)), make("span", { class: "main" }, one.name),
      make("span", { class: "aside" }, plural(one.degree, "fact", "facts")));
  }

  function factRow(fact, from) {
    const said = make("span", { class: "main" });
    const relation = make("span", { class: "relation" }, ` ${label(fact.predicate)} `);
    if (from === undefined || from !== fact.subject) said.append(entity(fact.subject).name);
    said.append(relation);
    if (from === undefined || from === fact.subject) said.append(endName(fact));
    return make("button", { class: "row", type: "button", press: () => openFact(fact.id, true) }, said, badge(fact.modality));
  }

  function leftOut() {
    const { entitiesLeftOut: others, factsLeftOut: more } = data.counts;
    if (!others && !more) return null;
    return make("p", { class: "note" }, `The ${data.network.nodes.length} most important entities are drawn. `
      + `${plural(others, "entity", "entities")} and ${plural(more, "fact", "facts")} are left out of this page.`);
  }

  function home() {
    canvas.network.unselectAll();
    if (state.words.trim()) {
      searchResults();
      return;
    }
    fill(
      make("p", { class: "hint" }, "Press a line to see the sentence that says it, a name to see all that is said of it."),
      leftOut(),
      ...section("Entities, the most connected first", data.network.nodes.map(({ id }) => entityRow(id))),
    );
  }

  function searchResults() {
    const { found, said } = matches(state.words);
    const nothing = !found.length && !said.length;
    fill(
      make("p", { class: "hint" }, nothing ? `Nothing holds “${state.words.trim()}”.`
        : `${plural(found.length, "name", "names")} and ${plural(said.length, "fact", "facts")} for “${state.words.trim()}”`),
      ...section("Names", found.slice(0, LISTED).map(entityRow)),
      ...section("Facts", said.slice(0, LISTED).map((fact) => factRow(fact))),
      leftOut(),
    );
  }

  function openEntity(id, move) {
    const one = entity(id);
    canvas.selectNode(id);
    if (move) canvas.look(id);
    const about = facts.filter((fact) => fact.subject === id);
    const towards = facts.filter((fact) => fact.object === id && fact.subject !== id);
    const known = classOf.get(one.type);
    const merges = one.merges.map((merge) => make("p", { class: "names" },
      `${merge.names[0]} = ${merge.names[1]}: ${merge.reasons.join(", ")} (${percent(merge.score)})`));
    fill(
      back(),
      make("div", { class: "kicker" }, glyph(known), known ? capital(known.label) : one.type),
      make("h2", {}, one.name),
      one.aliases.length ? make("p", { class: "names" }, `Also: ${one.aliases.join(", ")}`) : null,
      ...section(`${one.name} …`, about.map((fact) => factRow(fact, id))),
      ...section(`… ${one.name}`, towards.map((fact) => factRow(fact, id))),
      ...(one.documents.length ? [make("h3", {}, "Named in"), ...one.documents.map((doc) => documentLine(doc, data.documents))] : []),
      ...(merges.length ? [make("h3", {}, "Why these names are one"), ...merges] : []),
    );
  }

  const name = (end) => make("button", { class: "link", type: "button", press: () => openEntity(end, true) }, entity(end).name);
  const told = (id) => factPanel(factOf.get(id), { name, label, documents: data.documents });

  function openFact(id, move) {
    if (lineOf.has(id)) canvas.selectEdge(lineOf.get(id), move);
    tellFacts([id], move);
  }

  function openLine(id) {
    const line = data.network.edges.find((one) => one.id === id);
    canvas.selectEdge(id, false);
    tellFacts(line.facts.filter((fact) => shownFact(factOf.get(fact))), false);
  }

  function tellFacts(ids, move) {
    fill(back(), ...ids.map((id) => make("article", { class: "told" }, ...told(id))));
    panel.focus({ preventScroll: true });
    if (move === false && innerWidth <= 820) panel.scrollIntoView({ block: "start" });
  }

  // ---- tools --------------------------------------------------------------------------------------------------------

  function buildLegend() {
    kg.legend({
      element: byId("legend"),
      classes: data.classes,
      hidden: state.hidden,
      toggle: (one) => {
        if (!state.hidden.delete(one)) state.hidden.add(one);
        buildLegend();
        show();
      },
    });
  }

  const facets = kg.facetsOf(facts, label, publisher);

  function buildFilters() {
    kg.filters({
      element: byId("filters"),
      facets,
      value: state.filters,
      change: (filters) => {
        const cleared = !kg.activeFilters(filters);
        state.filters = filters;
        if (cleared) buildFilters();
        show();
      },
    });
  }

  function openFilters(open) {
    byId("filters").hidden = !open;
    byId("filter").setAttribute("aria-expanded", String(open));
    if (open) {
      buildFilters();
      byId("filters").querySelector("input")?.focus();
    }
  }

  function setTheme(dark) {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    byId("theme").textContent = dark ? "Light" : "Dark";
  }

  byId("search").addEventListener("input", (event) => {
    state.words = event.target.value;
    show();
    home();
  });
  byId("search").addEventListener("keydown", (event) => {
    const first = state.words.trim() ? matches(state.words).found[0] : undefined;
    if (event.key === "Enter" && first !== undefined) openEntity(first, true);
  });
  byId("filter").addEventListener("click", () => openFilters(byId("filters").hidden));
  byId("fit").addEventListener("click", canvas.fit);
  byId("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme !== "dark"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target === document.body) {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "Escape") {
      if (!byId("filters").hidden) {
        openFilters(false);
        byId("filter").focus();
      } else home();
    }
  });

  const { entities: many, facts: said, documents: read } = data.counts;
  byId("counts").textContent = [
    plural(many, "entity", "entities"), plural(said, "fact", "facts"), plural(read, "document", "documents"),
  ].join(" · ");
  setTheme(matchMedia("(prefers-color-scheme: dark)").matches);
  buildLegend();
  canvas.draw(data.network);
  home();
  // For those who want to script the page: the vis-network and what it shows.
  Object.assign(kg, { network: canvas.network, data });
})();
