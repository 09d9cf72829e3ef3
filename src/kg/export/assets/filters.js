"use strict";
// The legend, whose chips hide classes, and the filters; both say what is wanted and leave the doing to the page.
window.kg = window.kg ?? {};
kg.NO_FILTERS = { relation: [], source: [], modality: [], since: "", until: "", confidence: 0 };

kg.legend = ({ element, classes, hidden, toggle }) => {
  const { make, glyph, capital } = kg.parts;
  const focused = document.activeElement?.dataset?.class;
  element.replaceChildren(...classes.map((one) => make("button", {
    class: "chip", type: "button", "data-class": one.name, "aria-pressed": String(!hidden.has(one.name)),
    press: () => toggle(one.name),
  }, glyph(one), capital(one.label), make("span", { class: "count" }, String(one.count)))));
  if (focused !== undefined) [...element.children].find((chip) => chip.dataset.class === focused)?.focus();
};

kg.activeFilters = (value) => value.relation.length + value.source.length + value.modality.length
  + (value.since ? 1 : 0) + (value.until ? 1 : 0) + (value.confidence > 0 ? 1 : 0);

kg.filters = ({ element, facets, value, change }) => {
  const { make, percent } = kg.parts;
  const now = structuredClone(value);
  const clear = make("button", { class: "tool", type: "button", press: () => change(structuredClone(kg.NO_FILTERS)) }, "Clear all filters");
  const tell = () => {
    clear.disabled = !kg.activeFilters(now);
    change(structuredClone(now));
  };
  clear.disabled = !kg.activeFilters(now);

  function choices(title, name, options) {
    if (options.length < 2 && !now[name].length) return null;
    return make("fieldset", {}, make("legend", {}, title), make("div", { class: "choices" }, ...options.map((one) => {
      const box = make("input", { type: "checkbox", value: one.name });
      box.checked = now[name].includes(one.name);
      box.addEventListener("change", () => {
        now[name] = box.checked ? [...now[name], one.name] : now[name].filter((other) => other !== one.name);
        tell();
      });
      return make("label", { class: "choice" }, box, make("span", {}, one.label ?? one.name),
        make("span", { class: "count" }, String(one.count)));
    })));
  }

  function year(title, name) {
    const [first, last] = facets.years;
    const field = make("input", {
      type: "number", inputmode: "numeric", min: first, max: last, step: 1, placeholder: name === "since" ? first : last, value: now[name],
    });
    field.addEventListener("change", () => {
      now[name] = /^\d{4}$/.test(field.value) ? field.value : "";
      tell();
    });
    return make("label", { class: "year" }, title, field);
  }

  const shown = make("output", {}, now.confidence ? `${percent(now.confidence)} or more` : "any");
  const slider = make("input", { type: "range", min: 0, max: 1, step: 0.05, value: now.confidence, "aria-label": "Least confidence" });
  slider.addEventListener("input", () => { shown.textContent = slider.value > 0 ? `${percent(slider.value)} or more` : "any"; });
  slider.addEventListener("change", () => {
    now.confidence = Number(slider.value);
    tell();
  });
  element.replaceChildren(...[
    choices("Relations", "relation", facets.relations),
    facets.years.length ? make("fieldset", {}, make("legend", {}, "Time"),
      make("div", { class: "years" }, year("from", "since"), year("to", "until"))) : null,
    make("fieldset", {}, make("legend", {}, "Confidence"), make("div", { class: "slide" }, slider, shown)),
    choices("Stated as", "modality", facets.modalities),
    choices("Sources", "source", facets.sources),
    clear,
  ].filter((one) => one !== null));
};

// Facets of facts that are all at hand, and whether one of them passes.
kg.facetsOf = (facts, label, publisher) => {
  const count = (values) => {
    const found = new Map();
    for (const one of values) found.set(one, (found.get(one) ?? 0) + 1);
    return [...found].sort(([a, many], [b, others]) => others - many || (a < b ? -1 : 1)).map(([name, number]) => ({ name, count: number }));
  };
  const years = facts.flatMap(({ when }) => when).filter((day) => /^\d{4}/.test(day)).map((day) => day.slice(0, 4)).sort();
  return {
    relations: count(facts.map((fact) => fact.predicate)).map((one) => ({ ...one, label: label(one.name) })),
    modalities: count(facts.map((fact) => fact.modality)),
    sources: count(facts.flatMap((fact) => [...new Set(fact.evidence.map((one) => publisher(one.document)))])),
    years: years.length ? [years[0], years.at(-1)] : [],
  };
};

kg.passes = (fact, value, publisher) => {
  const [since, until] = fact.when;
  const among = (wanted, name) => !wanted.length || wanted.includes(name);
  return among(value.relation, fact.predicate) && among(value.modality, fact.modality)
    && fact.confidence >= value.confidence
    && (!value.since || (until !== "" && until.slice(0, 4) >= value.since))
    && (!value.until || (since !== "" && since.slice(0, 4) <= value.until))
    && (!value.source.length || fact.evidence.some((one) => value.source.includes(publisher(one.document))));
};
