"use strict";
// What the panel is built of. Text from articles only ever becomes text nodes.
window.kg = window.kg ?? {};
kg.parts = (() => {
  function make(tag, said = {}, ...inside) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(said)) {
      if (value === null || value === undefined) continue;
      if (name === "press") node.addEventListener("click", value);
      else node.setAttribute(name, value);
    }
    node.append(...inside.filter((one) => one !== null && one !== undefined));
    return node;
  }

  function glyph(look) {
    const node = make("span", { class: `glyph ${look?.shape ?? "dot"}`, "aria-hidden": "true" });
    node.style.background = look?.colour ?? "";
    return node;
  }

  const percent = (share) => `${Math.round(share * 100)} %`;
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const grouped = (text) => text.replace(/^\d{5,}(?=\D|$)/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
  const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  const badge = (modality) => (modality === "asserted" ? null : make("span", { class: "badge" }, modality));
  const list = (items) => make("ul", { class: "rows" }, ...items.map((item) => make("li", {}, item)));
  const section = (title, items) => (items.length ? [make("h3", {}, title), list(items)] : []);

  function meter(share) {
    const bar = make("i");
    bar.style.width = `${Math.round(share * 100)}%`;
    return make("span", { class: "meter", "aria-hidden": "true" }, bar);
  }

  function documentLine(id, documents) {
    const known = documents[id] ?? { title: "", source: "", published: "" };
    const title = known.title || id;
    const web = /^https?:\/\//i.test(known.source);
    const head = known.page ? make("a", { href: known.page }, title)
      : web ? make("a", { href: known.source, target: "_blank", rel: "noopener noreferrer" }, title)
        : make("strong", {}, title);
    const rest = [known.published, web ? "" : known.source].filter((part) => part && part !== title).join(" · ");
    return make("p", { class: "source" }, head, rest ? ` · ${rest}` : "");
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

  function evidence(one, documents) {
    return make("figure", { class: "evidence" }, make("blockquote", {}, ...highlighted(one)),
      make("figcaption", {}, documentLine(one.document, documents),
        `found by ${one.by.replaceAll("+", " and ")}, ${percent(one.confidence)}`));
  }

  // A fact with all that says it. `name(id)` gives what stands for an entity, `label(predicate)` a relation's name.
  function factPanel(fact, { name, label, documents }) {
    const terms = fact.qualifiers.flatMap(([key, value]) => [make("dt", {}, key), make("dd", {}, key === "amount" ? grouped(value) : value)]);
    terms.push(make("dt", {}, "confidence"), make("dd", {}, meter(fact.confidence), percent(fact.confidence)));
    const many = fact.evidence.length;
    return [
      make("div", { class: "kicker" }, "Fact", badge(fact.modality)),
      make("h2", { class: "triple" }, name(fact.subject), make("span", { class: "relation" }, ` ${label(fact.predicate)} `),
        "object" in fact ? name(fact.object) : fact.value),
      make("dl", { class: "qualifiers" }, ...terms),
      make("h3", {}, many === 1 ? "The sentence that says it" : `The ${many} sentences that say it`),
      ...fact.evidence.map((one) => evidence(one, documents)),
    ];
  }

  return { make, glyph, percent, capital, grouped, plural, badge, list, section, documentLine, factPanel };
})();
