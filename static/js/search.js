/* Suggestions under a search field (`data-suggest="address"`, `data-suggest-list="id"`); arrows walk. */
(() => {
  "use strict";

  const WAIT = 150;
  const SHORTEST = 2;
  const field = document.querySelector("[data-suggest]");
  const list = field && document.getElementById(field.dataset.suggestList);
  if (!list) return;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  let timer;
  let running;
  let current = -1;
  const options = () => [...list.querySelectorAll('[role="option"]')];

  function show(isOpen) {
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    mark(-1);
  }

  function mark(index) {
    current = index;
    options().forEach((option, each) => {
      option.setAttribute("aria-selected", String(each === index));
      if (each === index) option.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", options()[index].id);
  }

  async function ask() {
    running?.abort();
    running = new AbortController();
    if (field.value.trim().length < SHORTEST) return show(false);
    const address = `${field.dataset.suggest}?${new URLSearchParams({ q: field.value })}`;
    try {
      const answer = await fetch(address, { signal: running.signal });
      if (!answer.ok || answer.redirected) return show(false);
      list.innerHTML = await answer.text();
      show(options().length > 0 && document.activeElement === field);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });

  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const places = options().length + 1; /* the field itself is one of them */
      event.preventDefault();
      mark(((current + 1 + step + places) % places) - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      show(false);
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      options()[current].click();
    }
  });

  list.addEventListener("mousedown", (event) => event.preventDefault());
  field.addEventListener("blur", () => {
    clearTimeout(timer);
    show(false);
  });
})();
