/* The preview beside the text: made by the portal, scrolls along in both directions by lines. */
(() => {
  "use strict";

  const PAUSE = 400;

  portalEditor.add((editor) => {
    const { cm, form, frame, urls, words, commands, fill } = editor;
    const pane = form.querySelector("[data-preview]");
    const page = form.querySelector("[data-preview-page]");
    const remarks = form.querySelector("[data-remarks]");
    const length = form.querySelector("[data-length]");
    const place = form.querySelector("[data-place]");
    const title = form.elements.title;
    let timer = 0;
    let took = 0;
    let asked = null;
    let marks = []; /* [line, top] of the rendered blocks, in order */

    async function load() {
      asked?.abort();
      asked = new AbortController();
      const body = new FormData();
      body.set("title", title.value);
      body.set("body", cm.getValue());
      const began = performance.now();
      try {
        const answer = await editor.post(urls.preview, body, { signal: asked.signal, headers: {} });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        show(await answer.text());
        took = performance.now() - began;
      } catch (error) {
        if (error.name !== "AbortError") remarks.textContent = words.noPreview;
      }
    }

    function show(html) {
      const made = new DOMParser().parseFromString(html, "text/html");
      const part = (name) => made.querySelector(`[data-part="${name}"]`);
      const top = pane.scrollTop;
      page.replaceChildren(...part("page").childNodes);
      remarks.replaceChildren(...part("remarks").childNodes);
      length.replaceChildren(...part("length").childNodes);
      page.querySelectorAll("a").forEach((link) => { link.target = "_blank"; });
      page.querySelectorAll("img").forEach((picture) => picture.addEventListener("load", measure));
      pane.scrollTop = top;
      measure();
      if (leader !== pane) follow();
    }

    function measure() {
      const base = pane.getBoundingClientRect().top - pane.scrollTop;
      marks = [];
      for (const node of page.querySelectorAll("[data-line]")) {
        const line = Number(node.dataset.line);
        if (marks.length && line <= marks[marks.length - 1][0]) continue;
        marks.push([line, node.getBoundingClientRect().top - base]);
      }
    }

    /* The value at x on the broken line through the pairs, from column `from` to the other. */
    function between(pairs, x, from) {
      const to = 1 - from;
      if (!pairs.length) return 0;
      let after = pairs.findIndex((pair) => pair[from] > x);
      if (after === 0) return pairs[0][to];
      if (after < 0) after = pairs.length - 1;
      const a = pairs[Math.max(0, after - 1)];
      const b = pairs[after];
      if (b[from] === a[from]) return b[to];
      return a[to] + ((x - a[from]) / (b[from] - a[from])) * (b[to] - a[to]);
    }

    const ends = () => [[0, 0], ...marks, [cm.lineCount() + 1, page.getBoundingClientRect().height]];

    /* Who scrolls leads; the other pane follows and does not answer. */
    let leader = null;
    for (const type of ["wheel", "pointerdown", "keydown", "touchstart"]) {
      pane.addEventListener(type, () => { leader = pane; }, { passive: true });
      cm.getWrapperElement().addEventListener(type, () => { leader = cm; }, { passive: true, capture: true });
    }

    function follow() {
      if (pane.hidden) return;
      const top = cm.getScrollInfo().top;
      const line = cm.lineAtHeight(top, "local");
      const start = cm.heightAtLine(line, "local");
      const high = cm.getLineHandle(line)?.height || 1;
      pane.scrollTop = top < 2 ? 0 : between(ends(), line + 1 + (top - start) / high, 0);
      keepCaretInView();
    }

    function keepCaretInView() {
      const caret = cm.getCursor().line;
      const info = cm.getScrollInfo();
      const at = cm.heightAtLine(caret, "local");
      if (at < info.top || at > info.top + info.clientHeight) return; /* the caret is not in sight */
      const top = between(ends(), caret + 1, 0);
      const isInView = top >= pane.scrollTop && top <= pane.scrollTop + pane.clientHeight - 40;
      if (!isInView) pane.scrollTop = Math.max(0, top - (at - info.top));
    }

    function lead() {
      if (leader !== pane) return;
      const line = pane.scrollTop < 2 ? 1 : between(ends(), pane.scrollTop, 1);
      cm.scrollTo(null, cm.heightAtLine(Math.max(0, Math.floor(line) - 1), "local"));
    }

    cm.on("scroll", () => { if (leader !== pane) requestAnimationFrame(follow); });
    pane.addEventListener("scroll", () => requestAnimationFrame(lead));
    cm.on("cursorActivity", () => {
      const at = cm.getCursor();
      place.textContent = fill(words.position, { line: at.line + 1, column: at.ch + 1 });
      leader = cm;
      if (!pane.hidden) keepCaretInView();
    });

    function later() {
      clearTimeout(timer);
      timer = setTimeout(load, Math.max(PAUSE, 2 * took)); /* a long text is asked for less often */
    }
    cm.on("change", later);
    title.addEventListener("input", later);
    window.addEventListener("resize", () => { if (!pane.hidden) measure(); });

    remarks.addEventListener("click", (event) => {
      const link = event.target.closest("[data-line-link]");
      if (!link) return;
      event.preventDefault();
      const line = Math.min(Number(link.dataset.lineLink) - 1, cm.lastLine());
      cm.setCursor({ line, ch: 0 });
      cm.scrollIntoView({ line, ch: 0 }, 120);
      cm.focus();
    });

    function beside(isOn) {
      pane.hidden = !isOn;
      frame.classList.toggle("has-preview", isOn);
      editor.press?.("preview", isOn);
      cm.refresh();
      if (isOn) {
        measure();
        follow();
      }
    }

    commands.preview = () => beside(pane.hidden);
    editor.showPreview = () => beside(window.matchMedia("(min-width: 1000px)").matches);
    load();
  });
})();
