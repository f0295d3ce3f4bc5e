/* The keys Tab and Enter where they mean more than moving on: in lists; Esc gives Tab back. */
(() => {
  "use strict";

  const ITEM = /^(\s*)(?:[-*+]|\d+[.)])\s/;

  portalEditor.add((editor) => {
    const { cm } = editor;
    let isLeaving = false; /* after Esc, Tab leaves the text from everywhere */

    cm.on("keydown", (_cm, event) => {
      if (event.key === "Escape") isLeaving = true;
      else if (event.key !== "Tab" && event.key !== "Shift") isLeaving = false;
      if (event.key !== "Tab" || event.ctrlKey || event.altKey || event.metaKey || isLeaving) return;
      const step = event.shiftKey ? -1 : 1;
      if (editor.table?.move(step) || indent(step)) event.preventDefault();
    });
    cm.on("blur", () => { isLeaving = false; });

    function indent(step) {
      const from = cm.getCursor("from").line;
      const to = cm.getCursor("to").line;
      if (!ITEM.test(cm.getLine(from))) return false;
      const isFlat = step < 0 && !/^\s/.test(cm.getLine(from));
      if (isFlat) return false;
      cm.operation(() => {
        for (let line = from; line <= to; line += 1) cm.indentLine(line, step > 0 ? "add" : "subtract");
      });
      return true;
    }
  });
})();
