/* The toolbar and its keys: one stop for Tab, arrow keys inside; full screen; the sheet of keys. */
(() => {
  "use strict";

  const isMac = /mac|iphone|ipad/i.test(navigator.platform);

  /* "Control+Shift+2" as a key event has it; digits and letters by the key's place where Alt changes them. */
  function matches(keys, event) {
    const names = keys.split("+");
    const key = names.pop();
    const control = isMac ? event.metaKey : event.ctrlKey;
    if (names.includes("Control") !== control || names.includes("Shift") !== event.shiftKey) return false;
    if (names.includes("Alt") !== event.altKey) return false;
    if (/^\d$/.test(key)) return event.code === `Digit${key}`;
    if (names.includes("Alt")) return event.code === `Key${key}` || event.code === key;
    return event.key.toUpperCase() === key;
  }

  portalEditor.add((editor) => {
    const { cm, frame, commands } = editor;
    const bar = frame.querySelector("[data-toolbar]");
    const buttons = [...bar.querySelectorAll("[data-command]")];
    const button = (name) => buttons.find((one) => one.dataset.command === name);

    editor.press = (name, isOn) => button(name).setAttribute("aria-pressed", String(isOn));

    function full(isOn) {
      frame.classList.toggle("is-full", isOn);
      document.documentElement.classList.toggle("has-full-editor", isOn);
      editor.press("full", isOn);
      cm.refresh();
    }
    commands.full = () => full(!frame.classList.contains("is-full"));
    commands.help = () => document.getElementById("help-dialog").showModal();

    function run(name) {
      commands[name]();
      if (name === "full" || name === "preview" || name === "undo" || name === "redo") cm.focus();
    }

    function stop(index) {
      const next = buttons[(index + buttons.length) % buttons.length];
      buttons.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
      return next;
    }

    bar.addEventListener("click", (event) => {
      const chosen = event.target.closest("[data-command]");
      if (!chosen) return;
      stop(buttons.indexOf(chosen));
      run(chosen.dataset.command);
    });
    bar.addEventListener("mousedown", (event) => event.preventDefault()); /* the selection stays */
    bar.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (event.key === "Escape") cm.focus();
      if (to === undefined) return;
      event.preventDefault();
      stop(to).focus();
    });

    document.addEventListener("keydown", (event) => {
      if (document.querySelector("dialog[open]") || event.defaultPrevented) return;
      if (matches("Control+S", event)) {
        event.preventDefault();
        editor.save();
        return;
      }
    });
    frame.addEventListener("keydown", (event) => {
      if (document.querySelector("dialog[open]")) return;
      if (matches("Alt+F10", event)) {
        event.preventDefault();
        event.stopPropagation(); /* the text field takes the focus back at any key */
        stop(buttons.findIndex((one) => one.tabIndex === 0)).focus();
        return;
      }
      if (event.key === "Escape" && !editor.isFinding() && !bar.contains(event.target)) full(false);
      const tool = buttons.find((one) => one.ariaKeyShortcuts && matches(one.ariaKeyShortcuts, event));
      const isOwn = !tool || tool.dataset.command === "undo" || tool.dataset.command === "redo";
      if (isOwn) return; /* the editor has its own undo */
      const isField = event.target.matches("input") && tool.dataset.command !== "find";
      if (isField) return;
      event.preventDefault();
      event.stopPropagation();
      run(tool.dataset.command);
    }, true);

    if (isMac) {
      for (const one of buttons) one.title = one.title.replace("Ctrl", "⌘").replace("Alt", "⌥").replace("Shift", "⇧");
      for (const key of document.querySelectorAll("#help-dialog kbd")) {
        key.textContent = key.textContent.replace("Ctrl", "⌘").replace("Alt", "⌥").replace("Shift", "⇧");
      }
    }
    stop(0);
    bar.hidden = false;
    editor.showPreview();
  });
})();
