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
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const grouped = (text) => text.replace(/^\d{5,}(?=\D|$)/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
  const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  const endName = (fact) => ("object" in fact ? entity(fact.object).name : fact.value);
  const badge = (fact) => (fact.modality === "asserted" ? null : make("span", { class: "badge" }, fact.modality));

  // ---- the drawing --------------------------------------------------------------------------------------------------

  const stage = byId("stage");
  // The drawing is wider than tall; on an upright screen it is turned over.
  const upright = stage.clientHeight > stage.clientWidth * 1.1;
  for (const node of data.network.nodes) if (upright) [node.x, node.y] = [node.y, node.x];
  const nodes = new vis.DataSet(data.network.nodes.map((node) => ({ ...node, tint: node.color })));
  const edges = new vis.DataSet(data.network.edges);
  const network = new vis.Network(byId("canvas"), { nodes, edges }, {
    autoResize: false,
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

  const labels = new Map(data.network.nodes.map((node) => [node.id, node.label]));
  const state = { hidden: new Set(), relation: "", words: "", touched: false, named: true, letters: 14 };

  function paint() {
    const css = getComputedStyle(document.documentElement);
    const tone = (name) => css.getPropertyValue(`--${name}`).trim();
    const face = getComputedStyle(document.body).fontFamily;
    nodes.update(nodes.get().map((node) => ({
      id: node.id,
      color: {
        background: node.tint, border: tone("ground"),
        highlight: { background: node.tint, border: tone("ink") },
        hover: { background: node.tint, border: tone("soft") },
      },
      font: {
        color: tone("ink"), size: state.letters, strokeWidth: 4, strokeColor: tone("ground"), face,
      },
    })));
    network.setOptions({
      edges: {
        width: Math.max(1.4, 0.9 / network.getScale()),
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
    const shown = data.network.nodes.filter(({ id }) => !nodes.get(id).hidden);
    if (!shown.length) return;
    const [left, right] = [Math.min, Math.max].map((pick) => pick(...shown.map((node) => node.x)));
    const [top, bottom] = [Math.min, Math.max].map((pick) => pick(...shown.map((node) => node.y)));
    const { clientWidth: wide, clientHeight: tall } = stage;
    const foot = byId("legend").offsetHeight + 24;
    const margin = Math.min(80, wide / 6);
    const scale = Math.min(1.3, (wide - 2 * margin) / (right - left + 1), (tall - foot - 90) / (bottom - top + 1));
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 + (foot - 10) / 2 / scale };
    network.moveTo({ position: middle, scale, animation: false });
    letter();
  }

  // Names and dots stay as large on the screen however far one is; names that would lie over a more connected one's wait
  // until one comes nearer, and relations go without theirs from afar.
  function letter() {
    const scale = network.getScale();
    const letters = Math.round(Math.max(14, 11.5 / scale));
    const named = scale > 0.5;
    const moved = named !== state.named || letters !== state.letters;
    Object.assign(state, { named, letters });
    nodes.update(uncovered().map(([id, fits, size]) => ({ id, size, label: fits ? labels.get(id) : " " })));
    if (moved) paint();
  }

  function uncovered() {
    const taken = [];
    const half = state.letters * 0.29;
    const scale = network.getScale();
    return data.network.nodes.map(({ id, x, y, size: drawn }) => {
      const size = Math.max(drawn, Math.sqrt(drawn) / scale);
      const wide = labels.get(id).length * half + 4;
      const box = [x - wide, y + size, x + wide, y + size + state.letters * 1.4];
      const dot = [x - size, y - size, x + size, y + size];
      const meets = (other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
      const fits = !taken.some(meets);
      taken.push(dot);
      if (fits) taken.push(box);
      return [id, fits, size];
    });
  }

  function look(id) {
    const scale = Math.max(network.getScale(), 0.75);
    network.focus(id, { scale, animation: still ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
    letter();
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
      make("div", { class: "kicker" }, glyph(one.type), known ? capital(known.label) : one.type),
      make("h2", {}, one.name),
      one.aliases.length ? make("p", { class: "names" }, `Also: ${one.aliases.join(", ")}`) : null,
      ...section(`${one.name} …`, about.map((fact) => factRow(fact, id))),
      ...section(`… ${one.name}`, towards.map((fact) => factRow(fact, id))),
      ...(one.documents.length ? [make("h3", {}, "Named in"), ...one.documents.map(documentLine)] : []),
      ...(merges.length ? [make("h3", {}, "Why these names are one"), ...merges] : []),
    );
  }

  function openFact(id, move) {
    const fact = factOf.get(id);
    if ("object" in fact) {
      network.setSelection({ nodes: [], edges: [id] }, { highlightEdges: false });
      if (move) network.fit({ nodes: [fact.subject, fact.object], maxZoomLevel: 1.1, animation: !still });
      letter();
    }
    const name = (end) => make("button", { class: "link", type: "button", press: () => openEntity(end, true) }, entity(end).name);
    const terms = fact.qualifiers.flatMap(([key, value]) => [make("dt", {}, key), make("dd", {}, key === "amount" ? grouped(value) : value)]);
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
    return make("p", { class: "source" }, head, rest ? ` · ${rest}` : "");
  }

  // ---- tools --------------------------------------------------------------------------------------------------------

  function buildLegend() {
    byId("legend").replaceChildren(...data.classes.map((one) => {
      const chip = make("button", { class: "chip", type: "button", "aria-pressed": "true" },
        glyph(one.name), capital(one.label), make("span", { class: "count" }, String(one.count)));
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
  network.on("zoom", () => { state.touched = true; letter(); });
  network.on("animationFinished", letter);
  network.on("hoverNode", ({ node }) => nodes.update({ id: node, label: labels.get(node) }));
  network.on("blurNode", letter);
  network.on("dragStart", () => { state.touched = true; });
  // The library's own way to follow a new size multiplies the scale.
  new ResizeObserver(() => {
    const view = { scale: network.getScale(), position: network.getViewPosition(), animation: false };
    network.setSize("100%", "100%");
    network.redraw();
    if (state.touched) network.moveTo(view);
    else fit();
  }).observe(stage);

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
