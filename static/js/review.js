/* Review: comment on selected words, open the form beside its paragraph, mark what is talked of. */
(() => {
  "use strict";

  const text = document.querySelector("[data-review]");
  const toolbar = document.querySelector("[data-review-toolbar]");
  const status = document.querySelector("[data-review-status]");
  if (!text || !toolbar) return;

  const letters = /[\p{L}\p{N}]+/gu;
  const between = "(?:\\]\\([^)]*\\)|\\{#[^}]*\\}|[^\\p{L}\\p{N}])*";
  let wanted = null;

  /* The passage of the source that reads like the selected words, mark-up between them included. */
  function passageOf(part, words) {
    const source = part.dataset.passage;
    const direct = source.indexOf(words.trim());
    if (words.trim() && direct >= 0) return { quote: words.trim(), at: direct };
    const found = words.match(letters);
    if (!found) return null;
    const match = new RegExp(found.join(between), "u").exec(source);
    if (!match) return null;
    let start = match.index;
    let end = start + match[0].length;
    if (((source.slice(start, end).match(/[*_`~]/g) || []).length) % 2 || match[0].includes("**")) {
      while (/[*_`~]/.test(source[start - 1] || "")) start -= 1;
      while (/[*_`~]/.test(source[end] || "")) end += 1;
    }
    return { quote: source.slice(start, end), at: start };
  }

  function selected() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const holder = range.startContainer.parentElement?.closest("[data-review-block]");
    const part = holder?.closest("[data-line-of-part]");
    if (!part || !text.contains(part)) return null;
    const inside = range.cloneRange();
    if (!holder.contains(range.endContainer)) inside.setEnd(holder, holder.childNodes.length);
    const words = inside.toString();
    return words.trim() ? { part, words, box: inside.getBoundingClientRect() } : null;
  }

  function place() {
    const now = selected();
    toolbar.hidden = !now;
    if (!now) return;
    const frame = toolbar.offsetParent?.getBoundingClientRect() || { left: 0, top: 0 };
    const edge = document.documentElement.clientWidth - toolbar.offsetWidth - 8;
    const left = Math.max(8, Math.min(now.box.left, edge));
    toolbar.style.left = `${left - frame.left}px`;
    toolbar.style.top = `${now.box.bottom - frame.top + 6}px`;
  }

  function say(as) {
    const now = selected();
    if (!now) return;
    wanted = { as, passage: passageOf(now.part, now.words) };
    if (!wanted.passage) status.textContent = status.dataset.whole;
    toolbar.hidden = true;
    const opener = now.part.querySelector("[data-review-add]");
    if (opener) opener.click();
    else fill(now.part.querySelector("#review_form"));
  }

  function fill(form) {
    if (!form || !wanted) return;
    const { as, passage } = wanted;
    const part = form.closest("[data-line-of-part]");
    wanted = null;
    const wording = form.elements.suggestion;
    if (passage && part) {
      form.elements.quote.value = passage.quote;
      form.elements.start.value = Number(part.dataset.start) + passage.at;
      form.querySelector("[data-quote]").textContent = passage.quote;
      wording.value = passage.quote;
    }
    if (as !== "suggestion" || !wording) return;
    wording.closest("details").open = true;
    wording.focus();
  }

  /* One form at a time: what opened it before stands in its place again. */
  const kept = new Map();
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    if (!target.matches(".review-form")) return;
    for (const [place, opener] of kept) place.replaceChildren(opener);
    kept.clear();
    const opener = target.firstElementChild;
    if (opener) kept.set(target, opener);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.matches(".review-form")) fill(event.detail.target.querySelector("form"));
  });
  document.addEventListener("click", (event) => {
    const cancel = event.target.closest("[data-review-cancel]");
    const place = cancel?.closest(".review-form");
    if (place && kept.has(place)) {
      event.preventDefault();
      const opener = kept.get(place);
      place.replaceChildren(opener);
      kept.delete(place);
      opener.focus();
    }
    const button = event.target.closest("[data-as]");
    if (button && toolbar.contains(button)) say(button.dataset.as);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.altKey && event.code === "KeyM") {
      event.preventDefault();
      say("comment");
    }
    if (event.key === "Escape") toolbar.hidden = true;
  });
  toolbar.addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("selectionchange", () => {
    clearTimeout(place.timer);
    place.timer = setTimeout(place, 120);
  });

  /* Mark the words of open comments where the browser can do so without touching the text. */
  function mark() {
    if (!window.CSS?.highlights) return;
    const ranges = [];
    for (const thread of text.querySelectorAll("[data-highlight]")) {
      const block = thread.closest(".review-part").querySelector("[data-review-block]");
      const range = rangeOf(block, thread.dataset.highlight);
      if (range) ranges.push(range);
    }
    CSS.highlights.set("review", new Highlight(...ranges));
  }

  function rangeOf(block, quote) {
    const words = quote.replace(/\]\([^)]*\)/g, " ").match(letters);
    if (!words) return null;
    const nodes = [];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let whole = "";
    while (walker.nextNode()) {
      nodes.push({ node: walker.currentNode, start: whole.length });
      whole += walker.currentNode.data;
    }
    const match = new RegExp(words.join("[^\\p{L}\\p{N}]*"), "u").exec(whole);
    if (!match) return null;
    const at = (offset) => nodes.findLast((each) => each.start <= offset);
    const first = at(match.index);
    const last = at(match.index + match[0].length - 1);
    const range = new Range();
    range.setStart(first.node, match.index - first.start);
    range.setEnd(last.node, match.index + match[0].length - last.start);
    return range;
  }

  mark();
})();
