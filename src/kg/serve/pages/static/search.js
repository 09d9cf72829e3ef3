// Suggestions under a search box (the combobox pattern of the ARIA practices). Names become text nodes, never markup.
(() => {
  "use strict";
  const PAUSE = 60;

  function attach(input) {
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `${input.id}-suggestions`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    input.after(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      input.setAttribute(name, value);
    }
    const state = { hits: [], chosen: -1, waiting: 0, asked: null };

    function choose(place) {
      state.chosen = place;
      [...list.children].forEach((item, index) => {
        item.setAttribute("aria-selected", String(index === place));
        if (index === place) item.scrollIntoView({ block: "nearest" });
      });
      if (place >= 0) input.setAttribute("aria-activedescendant", list.children[place].id);
      else input.removeAttribute("aria-activedescendant");
    }

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    }

    function part(kind, text) {
      const element = document.createElement("span");
      element.className = kind;
      const name = document.createElement("bdi");
      name.textContent = text.length > 120 ? `${text.slice(0, 119)}…` : text;
      element.append(name);
      return element;
    }

    function show(hits) {
      state.hits = hits;
      list.replaceChildren(...hits.map((hit, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.append(part("what", hit.also ? `${hit.name} (${hit.also})` : hit.name), part("note", hit.label));
        item.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(hit.href); });
        return item;
      }));
      list.hidden = hits.length === 0;
      input.setAttribute("aria-expanded", String(hits.length > 0));
      choose(-1);
    }

    async function ask() {
      const words = input.value.trim();
      if (state.asked) state.asked.abort();
      if (!words) { close(); return; }
      state.asked = new AbortController();
      try {
        const answer = await fetch(`${input.dataset.suggest}?few=1&q=${encodeURIComponent(words)}`, { signal: state.asked.signal });
        if (answer.ok && input.value.trim() === words && document.activeElement === input) show((await answer.json()).hits);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(state.waiting);
      state.waiting = setTimeout(ask, PAUSE);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const many = state.hits.length;
      if (event.key === "Escape" && !list.hidden) { close(); event.preventDefault(); }
      else if (event.key === "ArrowDown" && !list.hidden) { choose((state.chosen + 1) % many); event.preventDefault(); }
      else if (event.key === "ArrowUp" && !list.hidden) { choose((state.chosen <= 0 ? many : state.chosen) - 1); event.preventDefault(); }
      else if (event.key === "Enter" && state.chosen >= 0) { location.assign(state.hits[state.chosen].href); event.preventDefault(); }
    });
  }

  document.querySelectorAll("input[data-suggest]").forEach(attach);
})();
