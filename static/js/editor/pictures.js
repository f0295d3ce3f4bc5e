/* Pictures: chosen, pasted or dropped; asked for their text alternative; stored; put into the text. */
(() => {
  "use strict";

  portalEditor.add((editor) => {
    const { cm, urls, words, commands, settings } = editor;
    const dialog = document.getElementById("picture-dialog");
    const form = dialog.querySelector("[data-picture-form]");
    const part = (name) => dialog.querySelector(`[data-picture-${name}]`);
    const queue = [];
    let file = null;
    let place = null;

    function open(next) {
      form.reset();
      part("error").hidden = true;
      part("choose").hidden = Boolean(next);
      part("file").required = !next;
      show(next ?? null);
      place?.clear();
      place = cm.setBookmark(cm.getCursor("to"), { insertLeft: true });
      if (!dialog.open) dialog.showModal();
      (next ? part("alt") : part("file")).focus();
    }

    function show(next) {
      file = next;
      const picture = part("shown");
      if (picture.src) URL.revokeObjectURL(picture.src);
      picture.hidden = !next;
      if (next) picture.src = URL.createObjectURL(next);
      else picture.removeAttribute("src");
    }

    function fail(message) {
      const box = part("error");
      box.textContent = message;
      box.hidden = false;
    }

    async function send() {
      if (file.size > settings.maxPicture) return fail(words.tooLarge);
      const body = new FormData();
      body.set("picture", file, file.name || "picture.png");
      body.set("alt", part("alt").value);
      if (part("decorative").checked) body.set("decorative", "on");
      part("insert").disabled = true;
      try {
        const answer = await editor.post(urls.picture, body);
        if (answer.ok) return done((await answer.json()).markdown);
        const { errors } = answer.status === 422 ? await answer.json() : {};
        return fail(errors ? Object.values(errors).flat().join(" ") : words.noAnswer);
      } catch {
        return fail(words.noAnswer);
      } finally {
        part("insert").disabled = false;
      }
    }

    function done(markdown) {
      const at = place?.find() ?? cm.getCursor("to");
      cm.setCursor(at);
      editor.block(markdown, "");
      if (queue.length) open(queue.shift());
      else dialog.close();
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (file) send();
    });
    part("file").addEventListener("change", () => show(part("file").files[0] ?? null));
    part("decorative").addEventListener("change", (event) => {
      part("alt").disabled = event.target.checked;
    });
    dialog.addEventListener("close", () => {
      show(null);
      queue.length = 0;
      part("alt").disabled = false;
      cm.focus();
    });

    commands.picture = () => open(null);
    editor.addPictures = (files) => {
      const pictures = [...files].filter((one) => one.type.startsWith("image/"));
      if (!pictures.length) return false;
      queue.push(...pictures.slice(1));
      open(pictures[0]);
      return true;
    };
  });
})();
