(() => {
  const rules = () => {
    const wrong = [];
    const tell = (what, one) => wrong.push(`${what}: ${one.outerHTML.slice(0, 160)}`);
    const all = (selector, from = document) => [...from.querySelectorAll(selector)];
    const shown = (one) => one.checkVisibility({ visibilityProperty: true });
    const byId = (ids) => ids.split(" ").filter(Boolean).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    const text = (one) => [...one.childNodes].map((node) => {
      if (node.nodeType === 3) return node.data;
      if (node.nodeType !== 1 || node.getAttribute("aria-hidden") === "true") return "";
      return node.getAttribute("alt") ?? text(node);
    }).join("");
    const named = (one) => (byId(one.getAttribute("aria-labelledby") ?? "") || one.getAttribute("aria-label")
      || [...(one.labels ?? [])].map(text).join(" ") || one.getAttribute("alt") || text(one) || one.title).trim();
  
    for (const one of all("a[href], button, summary, [role=option], [role=application], [role=listbox], [role=toolbar], [role=region]")) {
      if (!named(one)) tell("no name", one);
      const label = one.getAttribute("aria-label"), said = text(one).trim();
      if (one.matches("a, button, summary") && label && said && !label.toLowerCase().includes(said.toLowerCase())) tell("its name is not what is seen", one);
    }
    for (const one of all("input:not([type=hidden]), select, textarea")) {
      if (!one.labels.length && !one.getAttribute("aria-label")) tell("no label", one);
    }
    for (const one of all("img:not([alt]), svg:not([aria-hidden]):not([aria-label])")) tell("no text in its place", one);
    for (const one of all("table")) if (!one.caption && !one.getAttribute("aria-label")) tell("no caption", one);
    for (const one of all("th")) if (!text(one).trim()) tell("an empty heading of a table", one);
    for (const one of all("fieldset")) if (!one.querySelector("legend")) tell("no legend", one);
    for (const one of all("ul, ol")) for (const child of one.children) if (child.tagName !== "LI") tell("no item of the list", child);
    for (const one of all("li")) if (!one.parentElement.matches("ul, ol")) tell("an item of no list", one);
    for (const one of all("[role=listbox]")) for (const child of one.children) if (child.getAttribute("role") !== "option") tell("no option", child);
    for (const one of all("[role=combobox]")) {
      for (const key of ["aria-expanded", "aria-controls"]) if (!one.hasAttribute(key)) tell(`no ${key}`, one);
    }
    for (const key of ["aria-labelledby", "aria-controls", "aria-describedby", "aria-activedescendant", "for"]) {
      for (const one of all(`[${key}]`)) {
        for (const id of one.getAttribute(key).split(" ").filter(Boolean)) if (!document.getElementById(id)) tell(`${key} leads nowhere`, one);
      }
    }
    const ids = all("[id]").map((one) => one.id);
    for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) wrong.push(`an id twice: ${id}`);
    for (const one of all("[tabindex]")) if (one.tabIndex > 0) tell("out of the order of the page", one);
    for (const one of all("[aria-hidden=true] :is(a[href], button, input, [tabindex='0'])")) tell("in reach and hidden", one);
  
    if (!document.documentElement.lang || !document.title.trim()) wrong.push("no language, or no title");
    if (/user-scalable|maximum-scale/.test(document.querySelector("meta[name=viewport]")?.content ?? "")) wrong.push("cannot be made larger");
    if (all("h1").filter(shown).length !== 1) wrong.push("not one h1");
    let level = 1;
    for (const one of all("h1, h2, h3, h4").filter(shown)) {
      if (Number(one.tagName[1]) > level + 1) tell("a heading is skipped before", one);
      level = Number(one.tagName[1]);
    }
    for (const one of ["main", "header"]) if (all(one).length !== 1) wrong.push(`not one ${one}`);
    const marks = all("nav, aside, [role=search], section[aria-label], section[aria-labelledby], [role=region]").filter(shown)
      .map((one) => `${one.getAttribute("role") ?? one.tagName} ${named(one).slice(0, 80)}`);
    for (const mark of new Set(marks.filter((mark, place) => marks.indexOf(mark) !== place))) wrong.push(`a landmark twice: ${mark}`);
  
    for (const one of all("body *").filter(shown)) {
      const { overflowX, overflowY } = getComputedStyle(one);
      const moves = (/auto|scroll/.test(overflowX) && one.scrollWidth > one.clientWidth + 1)
        || (/auto|scroll/.test(overflowY) && one.scrollHeight > one.clientHeight + 1);
      if (moves && one.tabIndex < 0 && !one.querySelector("a[href], button:not(:disabled), input, summary, [tabindex='0']")) tell("no key moves it", one);
    }
    for (const one of all("button, summary, input:not([type=hidden]), select").filter(shown)) {
      const { width, height } = (one.closest("label") ?? one).getBoundingClientRect();
      if (width < 24 || height < 24) tell(`small, ${Math.round(width)} by ${Math.round(height)}`, one);
    }
    return wrong;
  };
  const contrast = () => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgb = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, part, i) => sum + part * linear(c[i] / 255), 0);
    const ground = (one) => {
      for (; one; one = one.parentElement) {
        const colour = rgb(getComputedStyle(one).backgroundColor);
        if (colour[3] === 255) return colour;
      }
      return [255, 255, 255];
    };
    const low = [];
    const compare = (colour, one) => {
      const [a, b] = [light(rgb(colour)), light(ground(one))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5) low.push(`contrast ${ratio.toFixed(2)}: ${one.outerHTML.slice(0, 120)}`);
    };
    for (const one of document.querySelectorAll("body *")) {
      if (!one.checkVisibility() || one.closest(".hidden, :disabled, [aria-disabled=true]")) continue;
      const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (one.matches("svg text")) compare(getComputedStyle(one).fill, one);
      else if (words && !one.closest("svg")) compare(getComputedStyle(one).color, one);
      if (one.placeholder) compare(getComputedStyle(one, "::placeholder").color, one);
    }
    return low;
  };
  const focused = () => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const order = [...document.querySelectorAll("*")];
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const { width, height } = one.getBoundingClientRect();
    return {
      place: order.indexOf(one), html: one.outerHTML.slice(0, 160),
      ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1, seen: width > 0 && height > 0,
    };
  };
  return { rules, contrast, focused };
})()
