"use strict";
// The drawing: vis-network with places that were computed before, labels that do not lie on each other, and keys.
window.kg = window.kg ?? {};
kg.canvas = ({ stage, element, foot, on }) => {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(element, { nodes, edges }, {
    autoResize: false,
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: true, tooltipDelay: 1e8, keyboard: false, selectConnectedEdges: false },
    nodes: { borderWidth: 2, borderWidthSelected: 3, labelHighlightBold: false },
    edges: {
      smooth: false, width: 1.4, hoverWidth: 0.6, selectionWidth: 1.6, labelHighlightBold: false,
      arrows: { to: { scaleFactor: 0.55 }, from: { scaleFactor: 0.55 } },
    },
  });
  const state = { drawn: [], touched: false, named: null, letters: 14, faint: new Set(), at: null };
  const CROWDED = 1.5;
  const STRONGEST = 2;

  // What a variable comes to: it may hold light-dark(), which a canvas cannot read.
  const probe = stage.appendChild(document.createElement("span"));
  probe.hidden = true;
  function tone(name) {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  }

  function looks() {
    const face = getComputedStyle(stage).fontFamily;
    const [ink, ground, card, soft, accent, edge] = ["ink", "ground", "card", "soft", "accent", "edge"].map(tone);
    return {
      face,
      node: ({ color, pinned, group }) => {
        const background = group ? card : color;
        return {
          borderWidth: pinned || group ? 3 : 2,
          color: {
            background, border: group ? soft : pinned ? ink : ground,
            highlight: { background, border: accent },
            hover: { background, border: soft },
          },
          font: { color: ink, size: state.letters, strokeWidth: 4, strokeColor: ground, face },
        };
      },
      line: ({ id, from, to }) => {
        const away = state.faint.has(id) && id !== state.at && from !== state.at && to !== state.at;
        return {
          color: { color: edge, highlight: accent, hover: soft, opacity: away ? 0.22 : 1 },
          font: { color: away ? "transparent" : soft, strokeColor: away ? "transparent" : ground },
        };
      },
    };
  }

  function paint() {
    const look = looks();
    nodes.update(state.drawn.map((node) => ({ id: node.id, ...look.node(node) })));
    paintLines(look);
    network.setOptions({
      edges: {
        width: Math.max(1.4, 0.9 / network.getScale()),
        font: { size: state.named ? 12 : 0, strokeWidth: 4, face: look.face, align: "horizontal" },
      },
    });
    network.redraw();
  }

  function paintLines(look = looks()) {
    edges.update(edges.get().map((line) => ({ id: line.id, ...look.line(line) })));
  }

  // Where there are many more lines than nodes, those that are not among the strongest of either end are pale, until
  // one looks at an end of theirs.
  function pale(picture) {
    if (picture.edges.length < 60 || picture.edges.length < CROWDED * picture.nodes.length) return new Set();
    const rank = new Map(picture.nodes.map(({ id }, place) => [id, place]));
    const lines = [...picture.edges].sort((a, b) => b.facts.length - a.facts.length
      || rank.get(b.from) + rank.get(b.to) - rank.get(a.from) - rank.get(a.to) || (a.id < b.id ? -1 : 1));
    const taken = new Map();
    return new Set(lines.filter(({ from, to }) => {
      const strong = Math.min(taken.get(from) ?? 0, taken.get(to) ?? 0) < STRONGEST;
      if (strong) for (const end of [from, to]) taken.set(end, (taken.get(end) ?? 0) + 1);
      return !strong;
    }).map(({ id }) => id));
  }

  // Whoever draws something new shows all of it; else the view stays as it is.
  function draw(picture, whole = true) {
    const wanted = new Set(picture.nodes.map(({ id }) => id));
    const lines = new Set(picture.edges.map(({ id }) => id));
    edges.remove(edges.getIds().filter((id) => !lines.has(id)));
    nodes.remove(nodes.getIds().filter((id) => !wanted.has(id)));
    state.drawn = picture.nodes;
    state.faint = pale(picture);
    const look = looks();
    nodes.update(picture.nodes.map((node) => ({ ...node, ...look.node(node) })));
    if (whole) fit();
    else letter();
    // Lines come last: each time that the view changes the size of letters, the library makes all of them anew.
    edges.update(picture.edges.map((line) => ({ dashes: false, ...line, ...look.line(line) })));
  }

  // Everything that `hidden` and `away` (lines) name is gone, `faint` is pale.
  function show({ hidden, away, faint }) {
    nodes.update(state.drawn.map(({ id }) => ({ id, hidden: hidden.has(id), opacity: faint.has(id) ? 0.18 : 1 })));
    edges.update(edges.getIds().map((id) => ({ id, hidden: away.has(id) })));
  }

  function fit() {
    const shown = state.drawn.filter(({ id }) => !nodes.get(id).hidden);
    if (!shown.length) return;
    const half = ({ label }) => Math.max(30, ...label.split("\n").map((line) => line.length * 14 * 0.29));
    const left = Math.min(...shown.map((node) => node.x - half(node)));
    const right = Math.max(...shown.map((node) => node.x + half(node)));
    const [top, bottom] = [Math.min, Math.max].map((pick) => pick(...shown.map((node) => node.y)));
    const { clientWidth: wide, clientHeight: tall } = stage;
    const low = foot.offsetHeight + 24;
    const margin = Math.min(56, wide / 14);
    const scale = Math.min(1.3, (wide - 2 * margin) / (right - left + 1), (tall - low - 90) / (bottom - top + 1));
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 + (low - 10) / 2 / scale };
    network.moveTo({ position: middle, scale, animation: false });
    state.touched = false;
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
    nodes.update(uncovered().map(([id, label, size]) => ({ id, size, label })));
    if (moved) paint();
  }

  function uncovered() {
    const taken = [];
    const half = state.letters * 0.29;
    const scale = network.getScale();
    return state.drawn.map(({ id, x, y, size: drawn, label }) => {
      const lines = label.split("\n");
      const size = Math.max(drawn, Math.sqrt(drawn) / scale);
      const wide = Math.max(...lines.map((line) => line.length)) * half + 4;
      const box = [x - wide, y + size, x + wide, y + size + state.letters * 1.4 * lines.length];
      const dot = [x - size, y - size, x + size, y + size];
      const meets = (other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
      const fits = !taken.some(meets);
      taken.push(dot);
      if (fits) taken.push(box);
      return [id, fits ? label : " ", size];
    });
  }

  function look(id) {
    if (!nodes.get(id)) return;
    const scale = Math.max(network.getScale(), 0.75);
    network.focus(id, { scale, animation: still ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
    letter();
  }

  // The node whose lines, or the line that, is to be seen well; null for none.
  function stand(id) {
    if (state.at === id) return;
    state.at = id;
    if (state.faint.size) paintLines();
  }

  function selectNode(id) {
    stand(id);
    network.setSelection({ nodes: nodes.get(id) ? [id] : [], edges: [] }, { highlightEdges: false });
  }

  function selectEdge(id, move) {
    const line = edges.get(id);
    if (!line) return;
    stand(id);
    network.setSelection({ nodes: [], edges: [id] }, { highlightEdges: false });
    if (move) network.fit({ nodes: [line.from, line.to], maxZoomLevel: 1.1, animation: !still });
    letter();
  }

  // The nearest shown node on that side of the one given; the most connected where none is given.
  function next(from, [right, down]) {
    const shown = state.drawn.filter(({ id }) => !nodes.get(id).hidden);
    const start = shown.find(({ id }) => id === from);
    if (!start) return shown[0]?.id;
    const ahead = shown.map((node) => {
      const [dx, dy] = [node.x - start.x, node.y - start.y];
      const along = dx * right + dy * down;
      return { id: node.id, along, cost: along + 2.5 * Math.abs(dx * down - dy * right) };
    }).filter(({ along }) => along > 1);
    ahead.sort((a, b) => a.cost - b.cost);
    return ahead[0]?.id;
  }

  function zoom(factor) {
    network.moveTo({ scale: Math.min(3, Math.max(0.05, network.getScale() * factor)), animation: false });
    state.touched = true;
    letter();
  }

  function png(done) {
    const source = element.querySelector("canvas");
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [source.width, source.height];
    const pen = copy.getContext("2d");
    pen.fillStyle = tone("ground");
    pen.fillRect(0, 0, copy.width, copy.height);
    pen.drawImage(source, 0, 0);
    copy.toBlob(done, "image/png");
  }

  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    state.touched = true;
    if (node !== undefined) on.node(node);
    else if (edge !== undefined) on.edge(edge);
    else {
      stand(null);
      on.ground();
    }
  });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node !== undefined) on.open?.(node); });
  network.on("zoom", () => { state.touched = true; letter(); });
  network.on("animationFinished", letter);
  network.on("hoverNode", ({ node }) => {
    const known = state.drawn.find(({ id }) => id === node);
    if (known) nodes.update({ id: node, label: known.label });
  });
  network.on("blurNode", letter);
  network.on("dragStart", () => { state.touched = true; });
  network.on("dragEnd", ({ nodes: moved }) => {
    for (const [id, at] of Object.entries(network.getPositions(moved))) {
      Object.assign(state.drawn.find((node) => node.id === id) ?? {}, at);
      on.drag?.(id, at);
    }
  });
  // The library's own way to follow a new size multiplies the scale.
  new ResizeObserver(() => {
    const view = { scale: network.getScale(), position: network.getViewPosition(), animation: false };
    network.setSize("100%", "100%");
    network.redraw();
    if (state.touched) network.moveTo(view);
    else fit();
  }).observe(stage);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  new MutationObserver(paint).observe(document.documentElement, { attributes: true });

  return { network, nodes, edges, draw, show, fit, letter, look, selectNode, selectEdge, next, zoom, png, paint };
};
