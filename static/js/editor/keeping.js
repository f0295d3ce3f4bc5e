/* What is typed is kept: at the portal after each pause, in this browser where that fails. */
(() => {
  "use strict";

  const PAUSE = 3000;
  const AGAIN = 15000;
  const BEACON_LIMIT = 60000; /* browsers send at most 64 KB while a page is left */

  portalEditor.add((editor) => {
    const { cm, form, urls, words, settings } = editor;
    const state = form.querySelector("[data-state]");
    const others = document.querySelector("[data-others]");
    const overtaken = document.querySelector("[data-overtaken]");
    const notice = document.querySelector("[data-copy-notice]");
    let kept = text();
    let timer = 0;
    let running = null;
    let isLeaving = false;

    function data() {
      cm.save();
      const values = new FormData(form);
      for (const name of ["picture", "file", "alt", "decorative"]) values.delete(name);
      return values;
    }

    function text() {
      const values = data();
      values.delete("csrfmiddlewaretoken");
      values.delete("base_revision");
      return new URLSearchParams(values).toString();
    }

    function tell(sentence, tone = "") {
      state.textContent = sentence;
      state.dataset.tone = tone;
    }

    function store() {
      const fields = {};
      for (const [name, value] of data()) if (name !== "csrfmiddlewaretoken") (fields[name] ??= []).push(value);
      try {
        localStorage.setItem(settings.store, JSON.stringify({ at: Date.now(), fields }));
        return true;
      } catch {
        return false; /* the browser is full or forbids it */
      }
    }

    const unstore = () => {
      try {
        localStorage.removeItem(settings.store);
      } catch { /* nothing was stored then */ }
    };

    function later(pause = PAUSE) {
      clearTimeout(timer);
      timer = setTimeout(keep, pause);
    }

    async function keep() {
      if (running) return later();
      const now = text();
      if (now === kept) return undefined;
      running = send(now);
      await running;
      running = null;
      return undefined;
    }

    async function send(now) {
      try {
        const answer = await editor.post(urls.keep, data());
        if (answer.status === 403 || answer.status === 404) {
          store();
          return tell(words.refused, "bad");
        }
        if (answer.redirected) {
          store();
          return tell(words.signedOut, "bad");
        }
        if (!answer.ok) throw new Error(answer.status);
        const told = await answer.json();
        kept = now;
        unstore();
        show(told);
        if (text() === now) tell(told.overtaken || told.state, told.overtaken ? "bad" : "");
      } catch {
        store();
        tell(words.offline, "bad");
        later(AGAIN);
      }
      return undefined;
    }

    function show(told) {
      others.textContent = told.others.join(" ");
      overtaken.hidden = !told.overtaken;
      overtaken.querySelector("[data-overtaken-text]").textContent = told.overtaken;
    }

    /* The page goes away, maybe for good: the browser keeps the text at once, the portal if it fits. */
    function leave() {
      if (isLeaving || text() === kept) return;
      store();
      const body = data();
      if (new Blob([form.elements.body.value]).size < BEACON_LIMIT) {
        editor.post(urls.keep, body, { keepalive: true }).then((answer) => {
          if (answer.ok && !answer.redirected) unstore();
        }, () => {});
      }
    }
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });

    /* The next page speaks of what is typed: it is kept first; where that fails a second click goes. */
    for (const link of document.querySelectorAll("a[data-after-keeping]")) {
      let wasTried = false;
      link.addEventListener("click", async (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || wasTried) return;
        if (!running && text() === kept) return;
        event.preventDefault();
        clearTimeout(timer);
        await running;
        await keep();
        wasTried = text() !== kept;
        if (!wasTried) window.location.assign(link.href);
      });
    }

    async function save() {
      clearTimeout(timer);
      tell(words.saving);
      await running;
      const now = text();
      let answer;
      try {
        answer = await editor.post(form.action, data());
      } catch {
        store();
        return tell(words.offline, "bad");
      }
      if (answer.redirected) {
        store();
        return tell(words.signedOut, "bad");
      }
      if (answer.status === 409) return conflict(await answer.json());
      if (!answer.ok) return byForm();
      const told = await answer.json();
      form.elements.base_revision.value = told.revision;
      kept = now;
      unstore();
      overtaken.hidden = true;
      notice?.remove();
      return tell(text() === now ? told.state : words.typing, text() === now ? "good" : "");
    }

    function conflict(told) {
      if (told.merge) {
        isLeaving = true;
        unstore();
        return window.location.assign(urls.merge);
      }
      store();
      return tell(told.reason, "bad");
    }

    /* The browser sends the form itself, so that the page shows what is wrong with it. */
    function byForm() {
      isLeaving = true;
      store();
      form.submit();
    }

    form.addEventListener("submit", (event) => {
      cm.save();
      if (event.submitter?.name === "close") {
        isLeaving = true;
        store();
        return;
      }
      event.preventDefault();
      save();
    });

    for (const forget of document.querySelectorAll("[data-forget]")) {
      forget.addEventListener("submit", () => {
        if (!forget.dataset.confirmed) return;
        isLeaving = true;
        unstore();
      });
    }

    function typed() {
      if (text() === kept) return;
      tell(words.typing);
      later();
    }
    cm.on("change", typed);
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);

    /* What an earlier visit could not send. */
    function offerStored() {
      let found = null;
      try {
        found = JSON.parse(localStorage.getItem(settings.store));
      } catch { /* unreadable is as good as none */ }
      if (!found?.fields?.body) return;
      if (found.fields.body[0].replace(/\r\n/g, "\n") === cm.getValue()) return unstore();
      const box = document.querySelector("[data-browser-copy]");
      box.querySelector("[data-browser-time]").textContent = new Date(found.at).toLocaleString();
      box.hidden = false;
      box.querySelector("[data-browser-use]").addEventListener("click", () => {
        cm.setValue(found.fields.body[0]);
        form.elements.title.value = found.fields.title?.[0] ?? form.elements.title.value;
        form.elements.base_revision.value = found.fields.base_revision?.[0] ?? form.elements.base_revision.value;
        box.hidden = true;
        cm.focus();
      });
      box.querySelector("[data-browser-drop]").addEventListener("click", () => {
        unstore();
        box.hidden = true;
      });
      return undefined;
    }

    offerStored();
    editor.save = save;
  });
})();
