/* Tables: boxes that scroll; a click on a row follows its link; arrow keys move between the rows' links. */
(() => {
  "use strict";

  /* A box that scrolls must be reachable by keyboard; one that does not must not be a stop. */
  const boxes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  const observe = (root) => {
    for (const box of root.querySelectorAll(".table-box, .tabs, .track")) boxes.observe(box);
  };
  observe(document);
  document.addEventListener("htmx:afterSwap", (event) => observe(event.detail.target));

  const INTERACTIVE = "a, button, input, select, label, summary, textarea";

  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest(INTERACTIVE) || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else window.location.assign(row.dataset.href);
  });

  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest?.("tr[data-href]");
    if (!step || !row || event.target.matches("select, input, textarea")) return;
    const rows = [...row.parentElement.querySelectorAll("tr[data-href]")];
    const next = rows[rows.indexOf(row) + step]?.querySelector("a");
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
