/* Dialogs: `data-dialog-open="id"` opens, `data-dialog-close` closes, `data-confirm` asks first. */
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    if (opener) document.getElementById(opener.dataset.dialogOpen).showModal();
    const closer = event.target.closest("[data-dialog-close]");
    if (closer) closer.closest("dialog").close();
    const unavailable = event.target.closest('[aria-disabled="true"]');
    if (unavailable) event.preventDefault();
  });

  const element = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };

  function ask(form) {
    const { confirm, confirmText, confirmYes, confirmNo, confirmTone } = form.dataset;
    const heading = element("h2", { id: "confirm-title", textContent: confirm });
    const text = element("p", { textContent: confirmText || "" });
    const no = element("button", { type: "button", className: "btn", textContent: confirmNo });
    const tone = `btn btn-${confirmTone || "primary"}`;
    const yes = element("button", { type: "button", className: tone, textContent: confirmYes });
    const actions = element("div", { className: "dialog-actions" }, no, yes);
    const dialog = element("dialog", { className: "dialog" }, heading, text, actions);
    dialog.setAttribute("aria-labelledby", "confirm-title");
    document.body.append(dialog);
    dialog.addEventListener("close", () => dialog.remove());
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => {
      form.dataset.confirmed = "yes";
      dialog.close();
      form.requestSubmit();
    });
    dialog.showModal();
    no.focus();
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.dataset.confirm || form.dataset.confirmed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(form);
    },
    true,
  );
})();
