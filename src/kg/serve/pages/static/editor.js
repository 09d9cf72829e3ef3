// The query page: Ctrl + Enter runs the query, the caret goes to where it is wrong; the larger editor, if it is there.
(() => {
  "use strict";
  const form = document.getElementById("plain");
  const area = document.getElementById("query");

  function toMistake() {
    const lines = area.value.split("\n");
    const line = Number(area.dataset.line), column = Number(area.dataset.column);
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
    area.focus();
    area.setSelectionRange(start, start + 1);
  }

  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
  });
  if (area.dataset.line) toMistake();

  const place = document.getElementById("yasgui");
  if (place && window.Yasgui) {
    form.hidden = true;
    const endpoint = new URL(place.dataset.endpoint, location.href).href;
    const editor = new window.Yasgui(place, {
      requestConfig: { endpoint, method: "POST" },
      persistenceId: null,
      copyEndpointOnNewTab: true,
    });
    editor.getTab().setQuery(place.dataset.query);
  }
})();
