"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const entity = (id) => data.entities[id];
  const classOf = new Map(data.classes.map((one) => [one.name, one]));
  const facts = Object.entries(data.facts).map(([id, fact]) => ({ id, ...fact }));
  const factOf = new Map(facts.map((fact) => [fact.id, fact]));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const LISTED = 40;

  // ---- building the page: text from articles only ever becomes text nodes -------------------------------------------

  function make(tag, said = {}, ...inside) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(said)) {
      if (name === "press") node.addEventListener("click", value);
      else node.setAttribute(name, value);
    }
    node.append(...inside.filter((one) => one !== null && one !== undefined));
    return node;
  }

  function glyph(type) {
    const known = classOf.get(type);
    const node = make("span", { class: `glyph ${known ? known.shape : "dot"}`, "aria-hidden": "true" });
    node.style.background = known ? known.colour : "";
    return node;
  }

  const label = (predicate) => data.relations[predicate] ?? predicate;
  const percent = (share) => `${Math.round(share * 100)} %`;
  const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  const endName = (fact) => ("object" in fact ? entity(fact.object).name : fact.value);
  const badge = (fact) => (fact.modality === "asserted" ? null : make("span", { class: "badge" }, fact.modality));

  // ---- the drawing --------------------------------------------------------------------------------------------------

  const nodes = new vis.DataSet(data.network.nodes.map((node) => ({ ...node, tint: node.color })));
  const edges = new vis.DataSet(data.network.edges);
  const network = new vis.Network(byId("canvas"), { nodes, edges }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: true, tooltipDelay: 1e8, keyboard: false, selectConnectedEdges: false },
    nodes: { borderWidth: 2, borderWidthSelected: 3, labelHighlightBold: false },
    edges: {
      smooth: false, width: 1.4, hoverWidth: 0.6, selectionWidth: 1.6, labelHighlightBold: false,
      arrows: { to: { scaleFactor: 0.55 } },
    },
  });
  byId("canvas").setAttribute("aria-label", "The entities and facts that the panel lists, drawn as a network");

  const state = { hidden: new Set(), relation: "", words: "", touched: false, named: true };

  function paint() {
    const css = getComputedStyle(document.documentElement);
    const tone = (name) => css.getPropertyValue(`--${name}`).trim();
    const face = css.getPropertyValue("font-family") || "system-ui";
    nodes.update(nodes.get().map((node) => ({
      id: node.id,
      color: {
        background: node.tint, border: tone("ground"),
        highlight: { background: node.tint, border: tone("ink") },
        hover: { background: node.tint, border: tone("soft") },
      },
      font: {
        color: tone("ink"), size: node.size > 19 ? 18 : 15, strokeWidth: 4, strokeColor: tone("ground"), face,
        vadjust: node.shape === "triangle" ? -2 : 0,
      },
    })));
    network.setOptions({
      edges: {
        color: { color: tone("edge"), highlight: tone("accent"), hover: tone("soft") },
        font: {
          color: tone("soft"), size: state.named ? 12 : 0, strokeWidth: 4, strokeColor: tone("ground"), face, align: "horizontal",
        },
      },
    });
    network.redraw();
  }

  function matches(words) {
    const wanted = words.trim().toLowerCase();
    const holds = (text) => text.toLowerCase().includes(wanted);
    const found = data.network.nodes.map((node) => node.id)
      .filter((id) => holds(entity(id).name) || entity(id).aliases.some(holds));
    const said = facts.filter((fact) => fact.evidence.some((one) => holds(one.quote)) || holds(endName(fact)));
    return { found, said };
  }

  function show() {
    const wanted = state.words.trim() ? new Set(matches(state.words).found) : null;
    const shownFact = (fact) => (!state.relation || fact.predicate === state.relation)
      && !state.hidden.has(entity(fact.subject).type)
      && !("object" in fact && state.hidden.has(entity(fact.object).type));
    const kept = new Set(facts.filter(shownFact).flatMap((fact) => [fact.subject, fact.object]));
    nodes.update(data.network.nodes.map(({ id }) => ({
      id,
      hidden: state.hidden.has(entity(id).type) || (state.relation !== "" && !kept.has(id)),
      opacity: !wanted || wanted.has(id) ? 1 : 0.18,
    })));
    edges.update(data.network.edges.map(({ id }) => ({
      id,
      hidden: !shownFact(factOf.get(id)),
    })));
  }

  function fit() {
    network.fit({ maxZoomLevel: 1.3, animation: false });
    nameEdges();
  }

  function nameEdges() {
    const named = network.getScale() > 0.42;
    if (named !== state.named) {
      state.named = named;
      paint();
    }
  }

  function look(id) {
    const scale = Math.max(network.getScale(), 0.75);
    network.focus(id, { scale, animation: still ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
  }

  // ---- the panel ----------------------------------------------------------------------------------------------------

  const panel = byId("panel");

  function fill(...parts) {
    panel.replaceChildren(...parts.filter((part) => part !== null));
    panel.scrollTop = 0;
  }

  const back = () => make("button", { class: "back", type: "button", press: home }, "← All entities");

  function list(items) {
    return make("ul", { class: "rows" }, ...items.map((item) => make("li", {}, item)));
  }

  function entityRow(id) {
    const one = entity(id);
    return make("button", { class: "row", type: "button", press: () => openEntity(id, true) },
      glyph(one.type), make("span", { class: "main" }, one.name),
      make("span", { class: "aside" }, plural(one.degree, "fact", "facts")));
  }

  function factRow(fact, from) {
    const said = make("span", { class: "main" });
    const relation = make("span", { class: "relation" }, ` ${label(fact.predicate)} `);
    if (from === undefined || from !== fact.subject) said.append(entity(fact.subject).name);
    said.append(relation);
    if (from === undefined || from === fact.subject) said.append(endName(fact));
    const mark = badge(fact);
    return make("button", { class: "row", type: "button", press: () => openFact(fact.id, true) }, said, mark);
  }

  function section(title, items) {
    return items.length ? [make("h3", {}, title), list(items)] : [];
  }

  function home() {
    network.unselectAll();
    if (state.words.trim()) {
      searchResults();
      return;
    }
    const all = data.network.nodes.map((node) => node.id);
    const left = data.counts.leftOut;
    fill(
      make("p", { class: "hint" }, "Press a line to see the sentence that says it, a name to see all that is said of it."),
      left ? make("p", { class: "names" },
        `The ${all.length} entities with the most facts are drawn; ${plural(left, "other is", "others are")} left out.`) : null,
      ...section("Entities, the most connected first", all.map(entityRow)),
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
    );
  }

  function openEntity(id, move) {
    const one = entity(id);
    network.selectNodes([id], false);
    if (move) look(id);
    const about = facts.filter((fact) => fact.subject === id);
    const towards = facts.filter((fact) => fact.object === id && fact.subject !== id);
    const known = classOf.get(one.type);
    const merges = one.merges.map((merge) => make("p", { class: "names" },
      `${merge.names[0]} = ${merge.names[1]}: ${merge.reasons.join(", ")} (${percent(merge.score)})`));
    fill(
      back(),
      make("div", { class: "kicker" }, glyph(one.type), known ? known.label : one.type),
      make("h2", {}, one.name),
      one.aliases.length ? make("p", { class: "names" }, `Also: ${one.aliases.join(", ")}`) : null,
      ...section("It …", about.map((fact) => factRow(fact, id))),
      ...section("… it", towards.map((fact) => factRow(fact, id))),
      ...(one.documents.length ? [make("h3", {}, "Named in"), ...one.documents.map(documentLine)] : []),
      ...(merges.length ? [make("h3", {}, "Why these names are one"), ...merges] : []),
    );
  }

  function openFact(id, move) {
    const fact = factOf.get(id);
    if ("object" in fact) {
      network.setSelection({ nodes: [], edges: [id] }, { highlightEdges: false });
      if (move) network.fit({ nodes: [fact.subject, fact.object], maxZoomLevel: 1.1, animation: !still });
    }
    const name = (end) => make("button", { class: "link", type: "button", press: () => openEntity(end, true) }, entity(end).name);
    const terms = fact.qualifiers.flatMap(([key, value]) => [make("dt", {}, key), make("dd", {}, value)]);
    const bar = make("i");
    bar.style.width = percent(fact.confidence).replace(" ", "");
    terms.push(make("dt", {}, "confidence"),
      make("dd", {}, make("span", { class: "meter", "aria-hidden": "true" }, bar), percent(fact.confidence)));
    fill(
      back(),
      make("div", { class: "kicker" }, "Fact", badge(fact)),
      make("h2", { class: "triple" }, name(fact.subject), make("span", { class: "relation" }, ` ${label(fact.predicate)} `),
        "object" in fact ? name(fact.object) : fact.value),
      make("dl", { class: "qualifiers" }, ...terms),
      make("h3", {}, fact.evidence.length === 1 ? "The sentence that says it"
        : `The ${fact.evidence.length} sentences that say it`),
      ...fact.evidence.map(evidenceFigure),
    );
    panel.focus({ preventScroll: true });
    if (move === false && innerWidth <= 820) panel.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  }

  function evidenceFigure(one) {
    return make("figure", { class: "evidence" }, make("blockquote", {}, ...highlighted(one)),
      make("figcaption", {}, documentLine(one.document), `found by ${one.by.replaceAll("+", " and ")}, ${percent(one.confidence)}`));
  }

  function highlighted({ quote, subject, object }) {
    // Offsets count characters, not UTF-16 units.
    const letters = Array.from(quote);
    const spans = [[subject, "subject"], [object, "object"]].filter(([span]) => span.length)
      .sort(([a], [b]) => a[0] - b[0] || b[1] - a[1]);
    const parts = [];
    let at = 0;
    for (const [[start, end], kind] of spans) {
      if (start < at) continue;
      parts.push(letters.slice(at, start).join(""), make("mark", { class: kind }, letters.slice(start, end).join("")));
      at = end;
    }
    return [...parts, letters.slice(at).join("")];
  }

  function documentLine(id) {
    const known = data.documents[id] ?? { title: "", source: "", published: "" };
    const title = known.title || id;
    const web = /^https?:\/\//i.test(known.source);
    const head = web
      ? make("a", { href: known.source, target: "_blank", rel: "noopener noreferrer" }, title)
      : make("strong", {}, title);
    const rest = [known.published, web ? "" : known.source].filter((part) => part && part !== title).join(" · ");
    return make("p", {}, head, rest ? ` · ${rest}` : "");
  }

  // ---- tools --------------------------------------------------------------------------------------------------------

  function buildLegend() {
    byId("legend").replaceChildren(...data.classes.map((one) => {
      const chip = make("button", { class: "chip", type: "button", "aria-pressed": "true" },
        glyph(one.name), one.label, make("span", { class: "count" }, String(one.count)));
      chip.addEventListener("click", () => {
        const hide = !state.hidden.has(one.name);
        if (hide) state.hidden.add(one.name);
        else state.hidden.delete(one.name);
        chip.setAttribute("aria-pressed", String(!hide));
        show();
      });
      return chip;
    }));
  }

  function buildRelations() {
    const count = new Map();
    for (const fact of facts) count.set(fact.predicate, (count.get(fact.predicate) ?? 0) + 1);
    const names = [...count.keys()].sort((a, b) => label(a).localeCompare(label(b), "en"));
    byId("relation").replaceChildren(make("option", { value: "" }, "All relations"),
      ...names.map((name) => make("option", { value: name }, `${label(name)} (${count.get(name)})`)));
  }

  function setTheme(dark) {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    byId("theme").textContent = dark ? "Light" : "Dark";
    paint();
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
  byId("relation").addEventListener("change", (event) => {
    state.relation = event.target.value;
    show();
  });
  byId("fit").addEventListener("click", fit);
  byId("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme !== "dark"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target === document.body) {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "Escape") home();
  });
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    state.touched = true;
    if (node !== undefined) openEntity(node, false);
    else if (edge !== undefined) openFact(edge, false);
    else home();
  });
  network.on("zoom", () => { state.touched = true; nameEdges(); });
  network.on("dragStart", () => { state.touched = true; });
  new ResizeObserver(() => { if (!state.touched) fit(); }).observe(byId("stage"));

  const { entities: many, facts: said } = data.counts;
  const read = Object.keys(data.documents).length;
  byId("counts").textContent = [
    plural(many, "entity", "entities"), plural(said, "fact", "facts"), plural(read, "document", "documents"),
  ].join(" · ");
  buildLegend();
  buildRelations();
  setTheme(matchMedia("(prefers-color-scheme: dark)").matches);
  home();
  fit();
  // For those who want to script the page: the vis-network and what it shows.
  window.kg = { network, data };
})();
