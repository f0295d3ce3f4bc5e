/* Keyboard, menus and answers of the server that are not a page. */
(() => {
  "use strict";

  const typing = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    for (const field of document.querySelectorAll("[data-shortcut]")) {
      if (field.dataset.shortcut === event.key) {
        event.preventDefault();
        field.focus();
        field.select?.();
        return;
      }
    }
  });

  const openMenus = () => document.querySelectorAll("details.menu-details[open]");

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = button.dataset.copy;
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    say(done ? button.dataset.copied : text); /* without the clipboard, at least to be selected */
  });

  /* The tab of this page may stand outside a narrow screen. */
  for (const bar of document.querySelectorAll("[data-tabs]")) {
    const place = bar.querySelector("[aria-current]")?.getBoundingClientRect();
    if (place) bar.scrollLeft += place.left + place.width / 2 - bar.clientWidth / 2;
  }

  function say(text, tone = "info") {
    const box = document.getElementById("messages");
    if (!box) return;
    const line = document.createElement("p");
    line.className = `message message-${tone}`;
    line.textContent = text;
    box.replaceChildren(line);
  }

  /* A fragment that came back as a whole page means: the session ended or the page moved on. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (target !== document.body && /^\s*<!doctype html/i.test(xhr.responseText)) {
      event.detail.shouldSwap = false;
      if (xhr.status < 400) window.location.reload();
    }
  });

  const failed = () => say(document.body.dataset.requestFailed, "error");
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
})();
