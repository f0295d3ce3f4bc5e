/* The editor of drafts: makes the text field an editor and starts the parts that the other modules add. */
(() => {
  "use strict";

  const parts = [];
  window.portalEditor = { add: (part) => parts.push(part) };

  const fill = (sentence, values) =>
    sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  function make(field) {
    const easy = new EasyMDE({
      element: field,
      autoDownloadFontAwesome: false,
      spellChecker: false,
      nativeSpellcheck: true,
      inputStyle: "contenteditable", /* screen readers read the text itself */
      toolbar: false,
      status: false,
      forceSync: true,
      minHeight: "0",
      indentWithTabs: false,
      tabSize: 2,
      lineNumbers: true,
      shortcuts: Object.fromEntries(SHORTCUTS.map((name) => [name, null])),
    });
    const cm = easy.codemirror;
    cm.getWrapperElement().parentElement.removeAttribute("role"); /* it is a text, not an application */
    cm.setOption("extraKeys", { Enter: "newlineAndIndentContinueMarkdownList", Tab: false, "Shift-Tab": false });
    const input = cm.getInputField();
    const label = document.getElementById("body-label");
    input.setAttribute("role", "textbox");
    input.setAttribute("aria-multiline", "true");
    input.setAttribute("aria-labelledby", label.id);
    input.setAttribute("lang", field.lang);
    label.addEventListener("click", () => cm.focus());
    return cm;
  }

  const SHORTCUTS = [
    "toggleBold", "toggleItalic", "drawLink", "toggleHeadingSmaller", "toggleHeadingBigger",
    "toggleHeading1", "toggleHeading2", "toggleHeading3", "toggleHeading4", "toggleHeading5",
    "toggleHeading6", "cleanBlock", "drawImage", "toggleBlockquote", "toggleOrderedList",
    "toggleUnorderedList", "toggleCheckList", "toggleCodeBlock", "togglePreview",
    "toggleSideBySide", "toggleFullScreen", "toggleStrikethrough",
  ];

  function start() {
    const form = document.querySelector("form[data-draft]");
    const field = form?.querySelector("textarea[data-editor]");
    if (!field || !window.EasyMDE) return;
    const settings = JSON.parse(document.getElementById("editor-settings").textContent);
    const editor = {
      form,
      frame: form.querySelector("[data-editor-frame]"),
      cm: make(field),
      urls: settings.urls,
      words: settings.words,
      settings,
      fill,
      commands: {},
      post: (url, body, options = {}) => {
        body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        return fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, ...options });
      },
    };
    form.querySelector("[data-plain]").remove();
    for (const part of parts) part(editor);
    form.classList.add("has-editor");
    editor.cm.refresh();
    window.dispatchEvent(new CustomEvent("editor:ready"));
  }

  /* Deferred scripts have all run by then. */
  document.addEventListener("DOMContentLoaded", start);
})();
