/* Reading guidelines: contents follow the scroll, addresses to copy, terms explained, print. */
(() => {
  "use strict";

  const WIDE = window.matchMedia("(min-width: 1200px)");

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  for (const box of document.querySelectorAll("[data-open-wide]")) {
    const fit = () => { box.open = WIDE.matches; };
    fit();
    WIDE.addEventListener("change", fit);
    box.addEventListener("click", (event) => {
      if (event.target.closest("a") && !WIDE.matches) box.open = false;
    });
  }

  /* Open or close all chapters */
  function prepareUnfolding(root) {
    for (const button of root.querySelectorAll("[data-unfold]")) {
      const boxes = [...document.querySelectorAll(button.dataset.unfold)];
      const words = { open: button.textContent, close: button.dataset.fold };
      const tell = () => {
        button.textContent = boxes.every((box) => box.open) ? words.close : words.open;
      };
      button.hidden = false;
      tell();
      button.addEventListener("click", () => {
        const open = !boxes.every((box) => box.open);
        for (const box of boxes) box.open = open;
        tell();
      });
      for (const box of boxes) box.addEventListener("toggle", tell);
    }
  }
  prepareUnfolding(document);
  document.addEventListener("htmx:afterSwap", (event) => {
    prepareUnfolding(event.detail.elt ?? document);
  });

  const article = document.querySelector("[data-reader]");
  if (!article) return;

  /* The contents follow the scroll: the last heading above the upper third is where one reads. */
  const contents = document.querySelector("[data-contents]");
  if (contents) {
    const links = new Map();
    for (const link of contents.querySelectorAll("a")) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    const headings = [...links.keys()];
    let current = null;
    const follow = () => {
      const edge = window.innerHeight / 3;
      let here = headings[0];
      for (const heading of headings) {
        if (heading.getBoundingClientRect().top <= edge) here = heading;
      }
      const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
      if (atEnd && window.scrollY > 0 && headings.at(-1).getBoundingClientRect().top > 0) {
        here = headings.at(-1);
      }
      if (here === current) return;
      links.get(current)?.removeAttribute("aria-current");
      current = here;
      const link = links.get(here);
      link?.setAttribute("aria-current", "location");
      if (link && contents.scrollHeight > contents.clientHeight) {
        contents.scrollTop = link.offsetTop - contents.clientHeight / 2;
      }
    };
    const watcher = new IntersectionObserver(follow, { threshold: [0, 1], rootMargin: "0px 0px -66% 0px" });
    for (const heading of headings) watcher.observe(heading);
    window.addEventListener("scrollend", follow);
    follow();
  }

  /* A heading's link also copies its address. */
  const status = document.querySelector("[data-reader-status]");
  article.addEventListener("click", async (event) => {
    const link = event.target.closest("a.anchor");
    if (!link) return;
    const done = await navigator.clipboard?.writeText(link.href).then(() => true, () => false);
    if (!done) return;
    status.textContent = article.dataset.copied;
    link.dataset.copied = article.dataset.copied;
    setTimeout(() => { delete link.dataset.copied; }, 2000);
  });

  /* Terms: what they mean on hover, focus or first tap; Escape puts it away. */
  const tip = document.createElement("div");
  tip.className = "term-tip";
  tip.id = "term-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let shown = null;
  let leaving = 0;

  function show(term) {
    clearTimeout(leaving);
    if (shown === term) return;
    hide();
    shown = term;
    tip.textContent = term.dataset.definition;
    tip.hidden = false;
    term.setAttribute("aria-describedby", tip.id);
    const box = term.getBoundingClientRect();
    const width = tip.offsetWidth;
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    const below = box.bottom + tip.offsetHeight + 12 < window.innerHeight;
    tip.style.left = `${left + window.scrollX}px`;
    tip.style.top = `${(below ? box.bottom + 4 : box.top - tip.offsetHeight - 4) + window.scrollY}px`;
  }
  function hide() {
    clearTimeout(leaving);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    tip.hidden = true;
  }
  const leave = () => { leaving = setTimeout(hide, 250); };

  let touched = false;
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (shown && !tip.contains(event.target) && event.target.closest("a.term") !== shown) hide();
  });
  for (const term of article.querySelectorAll("a.term[data-definition]")) {
    term.removeAttribute("title");
    term.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") show(term); });
    term.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") leave(); });
    term.addEventListener("focus", () => { if (!touched) show(term); });
    term.addEventListener("blur", hide);
    term.addEventListener("click", (event) => {
      if (!touched || shown === term) return;
      event.preventDefault();
      show(term);
    });
  }
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
})();
