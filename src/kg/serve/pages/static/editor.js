// The query page: Ctrl + Enter runs the query, the caret goes to where it is wrong. Where the package carries YASGUI, its
// editor stands in place of the plain one; what is sent and what comes back stay the same.
(() => {
  "use strict";
  const form = document.getElementById("plain");
  const area = document.getElementById("query");

  function plain() {
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    });
    if (!area.dataset.line) return;
    const lines = area.value.split("\n");
    const line = Number(area.dataset.line), column = Number(area.dataset.column);
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
    area.focus();
    area.setSelectionRange(start, start + 1);
  }

  // Declared prefixes let the editor check the query as it is written, and other programs run it.
  function declare(editor) {
    const known = JSON.parse(document.getElementById("prefixes-known").textContent);
    const text = editor.getValue();
    const used = Object.entries(known).filter(([name]) => new RegExp(`(^|[^\\w:])${name}:`).test(text));
    const declared = editor.getPrefixesFromQuery();
    editor.addPrefixes(Object.fromEntries(used.filter(([name]) => !(name in declared))));
  }

  function large(Yasqe) {
    const place = document.getElementById("editor");
    const editor = new Yasqe(place, {
      value: area.value, persistenceId: null, showQueryButton: false, createShareableLink: null, resizeable: true,
      autocompleters: ["prefixes", "variables"], lineWrapping: true,
      extraKeys: {
        "Ctrl-Enter": () => form.requestSubmit(), "Cmd-Enter": () => form.requestSubmit(),
        // The keyboard must find its way out again.
        Tab: false, "Shift-Tab": false,
        "Ctrl-Space": Yasqe.autocomplete, "Shift-Ctrl-F": Yasqe.autoformat,
      },
    });
    editor.getInputField().setAttribute("aria-label", "Query");
    area.hidden = true;
    form.addEventListener("submit", () => { area.value = editor.getValue(); });
    if (!area.dataset.line) { declare(editor); return; }
    const at = { line: Number(area.dataset.line) - 1, ch: Number(area.dataset.column) - 1 };
    editor.setSelection(at, { line: at.line, ch: at.ch + 1 });
    editor.focus();
  }

  const Yasqe = window.Yasgui && (window.Yasgui.Yasqe || window.Yasqe);
  if (Yasqe) large(Yasqe); else plain();
})();
