/* Forms: unsaved changes, filters that send themselves, file drop, focus on errors, one submit. */
(() => {
  "use strict";

  const state = (form) => new URLSearchParams(new FormData(form)).toString();
  const watched = new Map();

  function prepare(root) {
    for (const form of root.querySelectorAll("form[data-unsaved]")) watched.set(form, state(form));
    root.querySelector("[data-focus]")?.focus();
  }

  window.addEventListener("beforeunload", (event) => {
    for (const [form, before] of watched) {
      if (form.isConnected && state(form) !== before) event.preventDefault();
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    watched.delete(form);
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });

  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.hasAttribute("data-auto-submit")) form.requestSubmit();
  });

  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const box = event.target.closest?.("[data-drop]");
      if (!box) return;
      event.preventDefault();
      box.classList.toggle("is-over", name === "dragover");
      if (name !== "drop" || !event.dataTransfer.files.length) return;
      const input = box.querySelector('input[type="file"]');
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  prepare(document);
  document.addEventListener("htmx:afterSwap", (event) => {
    for (const form of watched.keys()) if (!form.isConnected) watched.delete(form);
    prepare(event.detail.target);
  });
})();
