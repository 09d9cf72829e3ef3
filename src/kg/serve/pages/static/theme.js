// Before anything is drawn: the theme that was chosen on an earlier page. After: the button that chooses one.
(() => {
  "use strict";
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("kg-theme"); } catch { return null; } };
  const keep = (theme) => { try { localStorage.setItem("kg-theme", theme); } catch { /* private windows keep nothing */ } };
  if (kept() === "light" || kept() === "dark") root.dataset.theme = kept();
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      keep(root.dataset.theme);
      root.dispatchEvent(new CustomEvent("kg-theme", { bubbles: true }));
    });
  });
})();
