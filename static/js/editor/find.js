/* Find and replace over the whole text: plain words, exact case, whole words. */
(() => {
  "use strict";

  const SHOWN = 1000; /* hits that are highlighted at once */

  portalEditor.add((editor) => {
    const { cm, form, words, commands, fill } = editor;
    const bar = form.querySelector("[data-find]");
    const part = (name) => bar.querySelector(`[data-find-${name}]`);
    let hits = [];
    let marks = [];

    function pattern() {
      const plain = part("text").value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      if (!plain) return null;
      const whole = part("word").checked;
      const source = whole ? `(?<![\\p{L}\\p{N}_])${plain}(?![\\p{L}\\p{N}_])` : plain;
      return new RegExp(source, part("case").checked ? "gu" : "giu");
    }

    function clear() {
      marks.forEach((mark) => mark.clear());
      marks = [];
    }

    function search() {
      const wanted = pattern();
      hits = wanted
        ? [...cm.getValue().matchAll(wanted)].map((found) => [found.index, found.index + found[0].length])
        : [];
      cm.operation(() => {
        clear();
        marks = hits.slice(0, SHOWN).map(([from, to]) =>
          cm.markText(cm.posFromIndex(from), cm.posFromIndex(to), { className: "editor-hit" }));
      });
      count();
    }

    function count() {
      const at = hits.findIndex(([from]) => from === cm.indexFromPos(cm.getCursor("from"))) + 1;
      const text = part("text").value;
      part("count").textContent = !text ? "" : hits.length ? fill(words.found, { at: at || "–", all: hits.length }) : words.notFound;
    }

    function go(step) {
      if (!hits.length) return;
      const caret = cm.indexFromPos(cm.getCursor(step > 0 ? "to" : "from"));
      let hit = step > 0 ? hits.find(([from]) => from >= caret) : hits.findLast(([, to]) => to <= caret);
      hit ??= step > 0 ? hits[0] : hits[hits.length - 1];
      const [from, to] = hit.map((index) => cm.posFromIndex(index));
      cm.setSelection(from, to);
      cm.scrollIntoView({ from, to }, 80);
      count();
    }

    function replaceOne() {
      const at = cm.indexFromPos(cm.getCursor("from"));
      const isHit = hits.some(([from, to]) => from === at && to === cm.indexFromPos(cm.getCursor("to")));
      if (isHit) cm.replaceSelection(part("replacement").value);
      search();
      go(1);
    }

    function replaceAll() {
      search();
      const number = hits.length;
      cm.operation(() => {
        for (const [from, to] of hits.toReversed()) {
          cm.replaceRange(part("replacement").value, cm.posFromIndex(from), cm.posFromIndex(to));
        }
      });
      search();
      part("count").textContent = fill(words.replaced, { all: number });
    }

    function open() {
      const chosen = cm.getSelection();
      bar.hidden = false;
      if (chosen && !chosen.includes("\n")) part("text").value = chosen;
      cm.refresh();
      part("text").focus();
      part("text").select();
      search();
    }

    function close() {
      bar.hidden = true;
      clear();
      cm.refresh();
      cm.focus();
    }

    bar.addEventListener("input", search);
    bar.addEventListener("change", (event) => {
      event.stopPropagation();
      if (!bar.hidden) search(); /* a field that is hidden tells its change last */
    });
    bar.addEventListener("click", (event) => {
      const step = event.target.closest("[data-find-step]");
      if (step) go(Number(step.dataset.findStep));
      else if (event.target.closest("[data-find-one]")) replaceOne();
      else if (event.target.closest("[data-find-all]")) replaceAll();
      else if (event.target.closest("[data-find-close]")) close();
    });
    bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (event.key === "Enter" && event.target.matches("input")) {
        event.preventDefault(); /* the form around is not sent */
        if (event.target === part("replacement")) replaceOne();
        else go(event.shiftKey ? -1 : 1);
      } else return;
      event.stopPropagation();
    });

    Object.assign(commands, { find: open });
    editor.isFinding = () => !bar.hidden;
    editor.closeFind = close;
  });
})();
