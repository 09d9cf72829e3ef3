"use strict";
// The page of the graph view. All of what is seen follows from the address; an action is a new address.
(() => {
  const { make, glyph, capital, plural, percent, badge, section, factPanel } = kg.parts;
  const byId = (id) => document.getElementById(id);
  const MORE = 12;
  const MOST = 200;
  const ENTITY = "~";

  const stage = byId("stage");
  const panel = byId("panel");
  const state = { view: null, drawnFor: null, at: null, depth: 0, deepest: 0, pathFrom: null, asked: null, told: 0 };
  const canvas = kg.canvas({
    stage,
    element: byId("canvas"),
    foot: byId("legend"),
    on: {
      node: (id) => select(ENTITY + id),
      edge: (id) => select(id),
      ground: () => select(""),
      open: (id) => open(id),
      drag: (id, at) => { if (state.view && id in state.view.entities) pin(id, at); },
    },
  });

  // ---- the address --------------------------------------------------------------------------------------------------

  const now = () => new URLSearchParams(location.search);
  const address = (params) => (String(params) ? `?${params}` : location.pathname);
  const selected = () => now().get("s") ?? "";

  function drawnBy(params) {
    const rest = new URLSearchParams(params);
    rest.delete("s");
    return String(rest);
  }

  // A step that can be undone.
  function go(params) {
    state.depth += 1;
    state.deepest = state.depth;
    history.pushState({ depth: state.depth }, "", address(params));
    return refresh();
  }

  function change(how) {
    const params = now();
    how(params);
    return go(params);
  }

  function select(what) {
    const params = now();
    if (what) params.set("s", what);
    else params.delete("s");
    history.replaceState(history.state, "", address(params));
    showSelected(false);
  }

  function drop(params, name, wanted) {
    const kept = params.getAll(name).filter((value) => !wanted(value));
    params.delete(name);
    for (const value of kept) params.append(name, value);
  }

  const pinned = (id) => now().getAll("p").some((value) => value.split(",").slice(2).join(",") === id);

  function pin(id, { x, y }) {
    change((params) => params.append("p", `${Math.round(x)},${Math.round(y)},${id}`));
  }

  function togglePin(id) {
    if (pinned(id)) change((params) => drop(params, "p", (value) => value.split(",").slice(2).join(",") === id));
    else pin(id, state.view.network.nodes.find((node) => node.id === id));
  }

  const expand = (id, count = MORE, relation = "", way = "") => change((params) => params.append("x", [relation, way, count, id].join(",")));

  function hide(id) {
    change((params) => {
      params.append("h", id);
      if (params.get("s") === ENTITY + id) params.delete("s");
    });
  }

  function startFrom(id) {
    change((params) => {
      for (const name of ["e", "x", "p", "h", "path", "group", "s"]) params.delete(name);
      params.append("e", id);
    });
  }

  function add(id) {
    const from = state.pathFrom;
    setPathFrom(null);
    if (from === id) return;
    change((params) => {
      for (const name of ["group", "s"]) params.delete(name);
      drop(params, "h", (value) => value === id);
      if (from) {
        params.delete("path");
        params.append("path", from);
        params.append("path", id);
        if (!params.getAll("e").length) params.delete("x");
      } else if (!params.getAll("e").includes(id)) params.append("e", id);
    });
  }

  function openGroup(id) {
    change((params) => {
      params.append("group", id);
      params.delete("s");
    });
  }

  // What a double click or E does.
  function open(id) {
    const group = state.view?.groups[id];
    if (group) openGroup(group.id);
    else expand(id);
  }

  // ---- asking the server --------------------------------------------------------------------------------------------

  async function ask(path, params, signal) {
    const answer = await fetch(`${path}?${params}`, { signal, headers: { accept: "application/json" } });
    if (answer.ok) return answer.json();
    throw new Error((await answer.text()).trim() || `the server said ${answer.status}`);
  }

  function notice(text) {
    byId("notice").textContent = text;
    byId("notice").hidden = !text;
  }

  async function refresh() {
    const wanted = drawnBy(now());
    // Whoever goes back before the answer is there wants it no more, though what is drawn is what is wanted.
    state.asked?.abort();
    stage.classList.toggle("busy", wanted !== state.drawnFor);
    if (wanted !== state.drawnFor) {
      state.asked = new AbortController();
      try {
        const view = await ask("/graph.json", wanted, state.asked.signal);
        draw(view);
        state.drawnFor = wanted;
        notice(view.full ? "There is more than can be read in one drawing; hide some, or filter." : "");
      } catch (error) {
        if (error.name === "AbortError") return;
        notice(capital(error.message));
      }
      stage.classList.remove("busy");
    }
    showSelected(true);
    buttons();
  }

  function draw(view) {
    const known = new Set(state.view?.network.nodes.map(({ id }) => id) ?? []);
    const fresh = view.network.nodes.some(({ id }) => !known.has(id));
    state.view = view;
    state.classes = new Map(view.classes.map((one) => [one.name, one]));
    state.lines = new Map(view.network.edges.flatMap((line) => [[line.id, line.id], ...line.facts.map((fact) => [fact, line.id])]));
    kg.view = view;
    document.title = `${view.title} · kg`;
    byId("title").textContent = view.title;
    const pictured = view.network.nodes.map((node) => ({ ...node, group: Boolean(node.group) }));
    legend();
    filters();
    crumbs();
    table();
    for (const link of document.querySelectorAll("[data-format]")) {
      const refused = link.dataset.format !== "json" && Object.keys(view.groups).length > 0;
      link.href = `/graph.${link.dataset.format}${location.search}`;
      link.setAttribute("aria-disabled", String(refused));
    }
    canvas.draw({ nodes: pictured, edges: view.network.edges }, fresh);
    byId("status").textContent = summary();
  }

  function summary() {
    const { entities, facts, groups, leftOut } = state.view;
    const many = Object.keys(groups).length;
    if (many) {
      return `${plural(many, "group", "groups")} of entities that have most to do with each other${
        leftOut ? `; ${plural(leftOut, "entity", "entities")} in smaller groups are left out` : ""}.`;
    }
    return `${plural(Object.keys(entities).length, "entity", "entities")} and ${plural(Object.keys(facts).length, "fact", "facts")} are drawn.`;
  }

  // ---- the panel ----------------------------------------------------------------------------------------------------

  function fill(...parts) {
    panel.replaceChildren(...parts.flat().filter((part) => part !== null && part !== undefined));
    panel.scrollTop = 0;
  }

  const back = () => make("button", { class: "back", type: "button", press: () => select("") }, "← All of the drawing");
  const act = (text, press, title = null) => make("button", { class: "tool", type: "button", title, press }, text);
  const nameOf = (id, names = {}) => state.view.entities[id]?.name ?? names[id] ?? id;
  const label = (predicate) => state.view.relations[predicate] ?? predicate;

  function showSelected(move) {
    const view = state.view;
    if (!view) return;
    const what = selected();
    const turn = state.told += 1;
    const id = what.slice(1);
    if (what.startsWith(ENTITY) && (id in view.entities || id in view.groups)) {
      state.at = id;
      canvas.selectNode(id);
      if (id in view.groups) tellGroup(id);
      else tellEntity(id, turn);
    } else if (state.lines.has(what)) {
      canvas.selectEdge(state.lines.get(what), false);
      tellLine(state.lines.get(what), turn, !move);
    } else {
      canvas.network.unselectAll();
      home();
    }
  }

  function entityRow(id) {
    const one = state.view.entities[id];
    return make("button", { class: "row", type: "button", press: () => { select(ENTITY + id); canvas.look(id); } },
      glyph(state.classes.get(one.type)), make("span", { class: "main" }, one.name),
      make("span", { class: "aside" }, plural(one.degree, "fact", "facts")));
  }

  function groupRow(id) {
    const one = state.view.groups[id];
    return make("button", { class: "row", type: "button", press: () => { select(ENTITY + id); canvas.look(id); } },
      make("span", { class: "main" }, one.label), make("span", { class: "aside" }, plural(one.size, "entity", "entities")));
  }

  function home() {
    const view = state.view;
    const { nodes } = view.network;
    const asked = now().getAll("path").length === 2;
    fill(
      make("h2", { class: "hidden" }, "What is drawn"),
      make("p", { class: "hint" }, summary()),
      asked ? pathLines(view.paths) : null,
      !nodes.length ? make("p", { class: "note" }, "Nothing is left to draw. Loosen the filters, or add an entity by name.") : null,
      make("p", { class: "names" }, Object.keys(view.groups).length
        ? "A group opens with a double click, or with the key E. To begin with one entity, type its name above."
        : "Press a line to read the sentence that says it. A double click, or the key E, adds what an entity is linked with."),
      ...section("Groups, the largest first", nodes.filter(({ id }) => id in view.groups).map(({ id }) => groupRow(id))),
      ...section("Entities, the most connected first", nodes.filter(({ id }) => id in view.entities).map(({ id }) => entityRow(id))),
      ...section("Hidden", view.hidden.map((one) => make("button", {
        class: "row", type: "button", press: () => change((params) => drop(params, "h", (value) => value === one.id)),
      }, make("span", { class: "main" }, one.name), make("span", { class: "add" }, "show")))),
    );
  }

  function pathLines(paths) {
    if (!paths.length) return make("p", { class: "note" }, "No path between the two was found.");
    const steps = plural(paths[0].length - 1, "step", "steps");
    return [make("h3", {}, paths.length === 1 ? `The shortest path, ${steps}` : `${paths.length} shortest paths, ${steps} each`),
      ...paths.map((path) => make("p", { class: "source" }, path.join(" → ")))];
  }

  function tellGroup(id) {
    const one = state.view.groups[id];
    fill(
      back(),
      make("div", { class: "kicker" }, "Group"),
      make("h2", {}, one.label),
      make("p", { class: "names" }, `${plural(one.size, "entity", "entities")} that have more to do with each other than with the rest.`),
      make("div", { class: "acts" }, act("Open the group", () => openGroup(one.id), "E")),
      ...section("Most connected", one.names.map((member) => make("button", {
        class: "row", type: "button", press: () => startFrom(member.id),
      }, make("span", { class: "main" }, member.name), make("span", { class: "add" }, "start here")))),
    );
  }

  async function tellEntity(id, turn) {
    const known = state.view.entities[id];
    const look = state.classes.get(known.type);
    const head = (aliases) => [
      back(),
      make("div", { class: "kicker" }, glyph(look), look ? capital(look.label) : known.type),
      make("h2", {}, known.name),
      aliases.length ? make("p", { class: "names" }, `Also: ${aliases.join(", ")}`) : null,
    ];
    const acts = make("div", { class: "acts" },
      act(pinned(id) ? "Unpin" : "Pin", () => togglePin(id), "P"), act("Hide", () => hide(id), "H"),
      act("Start here", () => startFrom(id)), act("Path to …", () => setPathFrom(id)));
    fill(head([]), acts, make("p", { class: "wait" }, "Counting neighbours …"));
    try {
      const params = now();
      params.set("id", id);
      const told = await ask("/graph/entity.json", params);
      if (turn !== state.told) return;
      fill(head(told.aliases), acts, neighbours(told), values(told),
        make("p", { class: "source leads" }, make("a", { href: told.page }, `All about ${told.name}`)));
    } catch (error) {
      if (turn === state.told) fill(head([]), acts, make("p", { class: "note" }, capital(error.message)));
    }
  }

  function neighbours(told) {
    const drawn = (ids) => ids.filter((one) => one in state.view.entities).length;
    const rows = told.relations.map((one) => {
      const here = drawn(one.ids);
      const left = one.count - here;
      const said = make("span", { class: "main" });
      const arrow = { out: `${one.label} …`, in: `… ${one.label}`, "": one.label }[one.way];
      said.append(arrow);
      return make("button", {
        class: "row", type: "button", disabled: left ? null : "", "data-relation": one.predicate, "data-way": one.way,
        press: () => expand(told.id, Math.min(left, MOST), one.predicate, one.way),
      }, said, make("span", { class: "aside" }, here ? `${here} of ${one.count.toLocaleString("en")}` : one.count.toLocaleString("en")),
        left ? make("span", { class: "add" }, `+ ${Math.min(left, MOST)}`) : make("span", { class: "all" }, "all"));
    });
    const ids = new Set(told.relations.flatMap((one) => one.ids));
    const left = Math.max(0, told.neighbours - drawn([...ids]));
    const all = left > MORE ? act(left > MOST ? `Add ${MOST} of ${left.toLocaleString("en")}` : `Add all ${left}`, () => expand(told.id, MOST)) : null;
    return [
      make("h3", {}, `${plural(told.neighbours, "neighbour", "neighbours")} by relation`),
      told.relations.length ? kg.parts.list(rows) : null,
      left ? make("div", { class: "acts" }, act(`Add ${Math.min(left, MORE)} more`, () => expand(told.id), "E"), all) : null,
    ];
  }

  function values(told) {
    const facts = Object.entries(told.values.facts);
    return section("In dates and numbers", facts.map(([id, fact]) => make("button", {
      class: "row", type: "button", press: () => tellFacts({ ...told.values, facts: { [id]: fact } }),
    }, make("span", { class: "main" }, `${told.values.relations[fact.predicate]} ${fact.value}`), badge(fact.modality))));
  }

  async function tellLine(id, turn, focus) {
    const line = state.view.network.edges.find((one) => one.id === id);
    if (!line.facts.length) {
      fill(back(), make("div", { class: "kicker" }, "Between groups"),
        make("h2", {}, `${state.view.groups[line.from].label} and ${state.view.groups[line.to].label}`),
        make("p", { class: "names" }, `${plural(line.count, "fact", "facts")} between the two. Open one of them to see which.`));
      return;
    }
    fill(back(), make("h2", { class: "triple" }, `${nameOf(line.from)} and ${nameOf(line.to)}`), make("p", { class: "wait" }, "Looking for the sentences …"));
    try {
      const told = await ask("/graph/facts.json", new URLSearchParams(line.facts.map((fact) => ["f", fact])));
      if (turn === state.told) tellFacts(told, focus);
    } catch (error) {
      if (turn === state.told) fill(back(), make("p", { class: "note" }, capital(error.message)));
    }
  }

  function tellFacts(told, focus = true) {
    const name = (id) => (id in state.view.entities
      ? make("button", { class: "link", type: "button", press: () => { select(ENTITY + id); canvas.look(id); } }, nameOf(id))
      : nameOf(id, told.names));
    const tell = (fact) => make("article", { class: "told" },
      ...factPanel(fact, { name, label: (one) => told.relations[one] ?? one, documents: told.documents }));
    fill(back(), ...Object.values(told.facts).map(tell));
    if (focus && document.activeElement !== byId("canvas")) panel.focus({ preventScroll: true });
    if (focus && innerWidth <= 820) panel.scrollIntoView({ block: "start" });
  }

  // ---- around the drawing -------------------------------------------------------------------------------------------

  function legend() {
    const hidden = new Set(now().getAll("without"));
    kg.legend({
      element: byId("legend"),
      classes: state.view.classes,
      hidden,
      toggle: (one) => change((params) => {
        if (hidden.has(one)) drop(params, "without", (value) => value === one);
        else params.append("without", one);
      }),
    });
  }

  function filterValue() {
    const params = now();
    return {
      relation: params.getAll("relation"),
      modality: params.getAll("modality"),
      source: params.getAll("source"),
      since: params.get("since") ?? "",
      until: params.get("until") ?? "",
      confidence: Number(params.get("confidence") ?? 0),
    };
  }

  function filters() {
    const value = filterValue();
    const active = kg.activeFilters(value);
    byId("filter").textContent = active ? `Filters (${active})` : "Filters";
    // What somebody is filling in is not made anew under the fingers.
    if (byId("filters").hidden || (byId("filters").contains(document.activeElement) && active)) return;
    if (Object.keys(state.view.groups).length) {
      byId("filters").replaceChildren(make("p", { class: "hint", tabindex: "-1" },
        "Groups are made of all facts. Open one of them, or start from an entity, and filters hold there."));
      return;
    }
    kg.filters({
      element: byId("filters"),
      facets: state.view.facets,
      value,
      change: (wanted) => change((params) => {
        for (const name of ["relation", "modality", "source", "since", "until", "confidence"]) params.delete(name);
        for (const name of ["relation", "modality", "source"]) for (const one of wanted[name]) params.append(name, one);
        for (const name of ["since", "until"]) if (wanted[name]) params.set(name, wanted[name]);
        if (wanted.confidence > 0) params.set("confidence", String(wanted.confidence));
      }),
    });
  }

  function openFilters(shown) {
    byId("filters").hidden = !shown;
    byId("filter").setAttribute("aria-expanded", String(shown));
    if (shown && state.view) {
      filters();
      byId("filters").querySelector("input, [tabindex]")?.focus();
    }
  }

  function crumbs() {
    const trail = state.view.crumbs.length ? [{ id: null, label: "The whole store" }, ...state.view.crumbs] : [];
    const last = trail.length - 1;
    byId("crumbs").hidden = !trail.length;
    byId("crumbs").replaceChildren(...trail.flatMap((one, place) => {
      const step = place === last ? make("span", { "aria-current": "page" }, one.label) : make("button", {
        type: "button",
        press: () => change((params) => {
          const kept = params.getAll("group").slice(0, place);
          params.delete("group");
          params.delete("s");
          for (const group of kept) params.append("group", group);
        }),
      }, one.label);
      return place ? [make("span", { "aria-hidden": "true" }, "›"), step] : [step];
    }));
  }

  // A thousand rows take longer to make than the drawing: they are made when somebody wants them.
  function table() {
    if (byId("twin").hidden) return;
    const { entities, facts, groups, network, relations } = state.view;
    const head = (...names) => make("thead", {}, make("tr", {}, ...names.map((one) => make("th", { scope: "col" }, one))));
    const cell = (inside, kind = null) => make("td", { class: kind }, inside);
    const link = (text, press) => make("button", { class: "link", type: "button", press }, text);
    const grid = (title, names, rows) => (rows.length ? [make("h2", {}, title), make("div", { class: "tables" },
      make("table", {}, make("caption", { class: "hidden" }, title), head(...names), make("tbody", {}, ...rows)))] : []);
    byId("twin").replaceChildren(
      ...grid("Groups", ["Group", "Entities", "Do"], network.nodes.filter(({ id }) => id in groups).map(({ id }) => make("tr", {},
        cell(link(groups[id].label, () => select(ENTITY + id))), cell(groups[id].size.toLocaleString("en"), "number"),
        cell(link("Open", () => openGroup(groups[id].id)))))),
      ...grid("Facts", ["Subject", "Relation", "Object", "Stated as", "When", "Confidence", "Documents"], Object.entries(facts).map(([id, fact]) => make("tr", {},
        cell(entities[fact.subject].name), cell(link(relations[fact.predicate], () => select(id))), cell(entities[fact.object].name),
        cell(fact.modality), cell(fact.when[0] === fact.when[1] ? fact.when[0] : fact.when.join(" to ")),
        cell(percent(fact.confidence), "number"), cell(String(fact.documents), "number")))),
      ...grid("Entities", ["Name", "Class", "Facts", "Do"], network.nodes.filter(({ id }) => id in entities).map(({ id }) => make("tr", {},
        cell(link(entities[id].name, () => select(ENTITY + id))), cell(capital(state.classes.get(entities[id].type)?.label ?? entities[id].type)),
        cell(entities[id].degree.toLocaleString("en"), "number"),
        cell(make("button", { class: "link", type: "button", "aria-label": `Add neighbours of ${entities[id].name}`, press: () => expand(id) }, "Add neighbours"))))),
    );
  }

  function toggleTable() {
    const shown = byId("twin").hidden;
    byId("twin").hidden = !shown;
    if (state.view) table();
    byId("legend").hidden = shown;
    byId("table").setAttribute("aria-pressed", String(shown));
  }

  function buttons() {
    byId("undo").disabled = state.depth === 0;
    byId("redo").disabled = state.depth >= state.deepest;
  }

  // ---- adding by name -----------------------------------------------------------------------------------------------

  const field = byId("add");
  const hits = byId("hits");
  const adder = { found: [], words: "", chosen: -1, waiting: 0, asked: null };

  function setPathFrom(id) {
    state.pathFrom = id;
    field.placeholder = id ? `Path from ${nameOf(id)} to …` : "Add an entity …";
    if (id) field.focus();
  }

  function choose(place) {
    adder.chosen = place;
    [...hits.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
    if (place >= 0) field.setAttribute("aria-activedescendant", hits.children[place].id);
    else field.removeAttribute("aria-activedescendant");
  }

  function offer(found) {
    adder.found = found;
    hits.replaceChildren(...found.map((hit, index) => {
      const item = make("li", { id: `hit-${index}`, role: "option" }, make("span", { class: "what" }, hit.also ? `${hit.name} (${hit.also})` : hit.name),
        make("span", { class: "note" }, hit.label));
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(index);
      });
      return item;
    }));
    hits.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    choose(-1);
  }

  function take(place) {
    const hit = adder.found[place];
    field.value = "";
    offer([]);
    if (hit) add(hit.id);
  }

  async function suggest() {
    const words = field.value.trim();
    clearTimeout(adder.waiting);
    adder.asked?.abort();
    if (!words) {
      offer([]);
      return;
    }
    adder.asked = new AbortController();
    try {
      const answer = await ask(field.dataset.hits, new URLSearchParams({ few: "1", q: words }), adder.asked.signal);
      if (field.value.trim() === words) {
        adder.words = words;
        offer(answer.hits);
      }
    } catch (error) {
      if (error.name !== "AbortError") notice(capital(error.message));
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(adder.waiting);
    adder.waiting = setTimeout(suggest, 60);
  });
  field.addEventListener("blur", () => offer([]));
  field.addEventListener("keydown", (event) => {
    const many = adder.found.length;
    if (event.key === "ArrowDown" && many) choose((adder.chosen + 1) % many);
    else if (event.key === "ArrowUp" && many) choose((adder.chosen <= 0 ? many : adder.chosen) - 1);
    else if (event.key === "Escape") {
      offer([]);
      setPathFrom(null);
    } else return;
    event.preventDefault();
  });
  byId("adder").addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = field.value.trim();
    // What is offered may still be what was found for the first letters of it.
    if (!adder.found.length || adder.words !== words) await suggest();
    if (adder.words === words) take(Math.max(adder.chosen, 0));
  });

  // ---- keys and buttons ---------------------------------------------------------------------------------------------

  const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  function step(way) {
    const id = canvas.next(state.at, way);
    if (id === undefined) return;
    select(ENTITY + id);
    canvas.look(id);
    const one = state.view.entities[id];
    byId("status").textContent = one ? `${one.name}, ${plural(one.degree, "fact", "facts")}` : state.view.groups[id].label;
  }

  // The lines of the entity that was last looked at, one after the other.
  function nextLine() {
    const mine = state.view.network.edges.filter((line) => line.from === state.at || line.to === state.at);
    if (!mine.length) return;
    const place = mine.findIndex((line) => line.id === state.lines.get(selected()));
    const line = mine[(place + 1) % mine.length];
    select(line.id);
    byId("status").textContent = `${nameOf(line.from)} ${line.label} ${nameOf(line.to)}`;
  }

  byId("canvas").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !state.view) return;
    const at = state.at !== null && (state.at in state.view.entities || state.at in state.view.groups) ? state.at : null;
    const single = at !== null && at in state.view.entities;
    const does = {
      e: () => at !== null && open(at),
      Enter: () => panel.focus(),
      " ": nextLine,
      p: () => single && togglePin(at),
      h: () => single && hide(at),
      Delete: () => single && hide(at),
      f: canvas.fit,
      "+": () => canvas.zoom(1.25),
      "-": () => canvas.zoom(0.8),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (ARROWS[event.key]) step(ARROWS[event.key]);
    else if (does) does();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const writing = event.target.matches("input, textarea, select");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !writing) {
      event.preventDefault();
      (event.shiftKey ? byId("redo") : byId("undo")).click();
    } else if (event.key === "Escape" && !writing) {
      if (document.querySelector(".menu[open]")) closeMenus();
      else if (!byId("filters").hidden) openFilters(false);
      else select("");
    } else if (event.key === "Escape" && byId("filters").contains(event.target)) {
      openFilters(false);
      byId("filter").focus();
    } else if (event.key.toLowerCase() === "t" && !writing && !event.ctrlKey && !event.metaKey) toggleTable();
  });

  function closeMenus(but = null) {
    for (const menu of document.querySelectorAll(".menu[open]")) if (menu !== but) menu.open = false;
  }

  document.addEventListener("click", (event) => closeMenus(event.target.closest(".menu")));
  byId("save").addEventListener("click", (event) => { if (event.target.matches("a, button")) byId("save").open = false; });
  byId("undo").addEventListener("click", () => history.back());
  byId("redo").addEventListener("click", () => history.forward());
  byId("filter").addEventListener("click", () => openFilters(byId("filters").hidden));
  byId("table").addEventListener("click", toggleTable);
  byId("fit").addEventListener("click", canvas.fit);
  byId("png").addEventListener("click", () => canvas.png((blob) => {
    const link = make("a", { href: URL.createObjectURL(blob), download: "graph.png" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }));
  addEventListener("popstate", (event) => {
    state.depth = event.state?.depth ?? 0;
    refresh();
  });

  // After a reload the earlier steps are still there to go back to.
  state.depth = history.state?.depth ?? 0;
  state.deepest = state.depth;
  history.replaceState({ depth: state.depth }, "", location.href);
  Object.assign(kg, { network: canvas.network, ready: refresh() });
})();
