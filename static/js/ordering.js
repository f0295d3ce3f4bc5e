/* Order of a handbook: rows are moved with buttons or dragged by their handle; saved at once. */
(() => {
  "use strict";

  const status = document.querySelector("[data-order-status]");
  if (!status) return;
  const board = () => document.getElementById("order");
  let focusId = "";

  function send(url, values) {
    return window.htmx.ajax("POST", url, {
      source: board(),
      target: "#order",
      swap: "outerHTML",
      values,
    });
  }

  function ready() {
    for (const handle of board().querySelectorAll("[data-handle]")) handle.hidden = false;
  }

  document.addEventListener("htmx:afterSettle", () => {
    ready();
    const told = board().dataset.announce;
    if (told) status.textContent = told;
    if (focusId) document.getElementById(focusId)?.focus();
    focusId = "";
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    focusId = button.id;
    send(button.formAction, { to: button.value });
  });

  /* --- dragging: the row itself moves under the pointer; Escape puts it back ----------------- */

  let drag = null;

  function begin(event) {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button > 0) return;
    event.preventDefault();
    const item = handle.closest("[data-item]");
    drag = { item, handle, list: item.parentElement, next: item.nextElementSibling };
    handle.setPointerCapture(event.pointerId);
    item.classList.add("dragging");
    document.body.classList.add("is-dragged");
  }

  function move(event) {
    if (!drag) return;
    scroll(event.clientY);
    const kind = drag.item.dataset.item;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const other = under?.closest(`[data-item="${kind}"]`);
    if (other === drag.item) return;
    if (other) {
      const box = other.getBoundingClientRect();
      const isUpper = event.clientY < box.top + box.height / 2;
      other.parentElement.insertBefore(drag.item, isUpper ? other : other.nextElementSibling);
      return;
    }
    const list = kind === "guideline" && listUnder(under);
    if (list && list !== drag.item.parentElement) list.append(drag.item);
  }

  /* Over a chapter's head or its empty list. */
  const listUnder = (under) =>
    under?.closest('[data-item="chapter"]')?.querySelector('[data-list="guideline"]');

  function scroll(y) {
    const edge = 60;
    if (y < edge) window.scrollBy(0, -14);
    else if (y > window.innerHeight - edge) window.scrollBy(0, 14);
  }

  function end(isDropped) {
    if (!drag) return;
    const { item, list, next } = drag;
    drag = null;
    item.classList.remove("dragging");
    document.body.classList.remove("is-dragged");
    if (!isDropped) {
      list.insertBefore(item, next);
      return;
    }
    if (item.parentElement === list && item.nextElementSibling === next) return;
    const now = item.parentElement;
    const before = item.nextElementSibling?.dataset.pk || "";
    focusId = `${item.dataset.item}-${item.dataset.pk}-up`;
    send(item.dataset.url, { [now.dataset.field]: now.dataset.id, before });
  }

  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", () => end(true));
  document.addEventListener("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end(false);
  });

  ready();
})();
