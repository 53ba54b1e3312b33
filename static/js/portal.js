// What a page does more than HTML can: it works without. No library, no inline script.
(() => {
  "use strict";

  // The character limit counts while one writes. A line break is two characters on the wire.
  const length = (text) => [...text.replace(/\r?\n/g, "\r\n")].length;

  const limits = () => {
    for (const area of document.querySelectorAll("[data-limit]:not([data-counted])")) {
      const told = document.getElementById(`${area.id}_limit`);
      if (!told) continue;
      area.dataset.counted = "";
      const voice = told.nextElementSibling;
      let later;
      const say = () => {
        const left = Number(area.dataset.limit) - length(area.value);
        const word = (left < 0 ? "over" : "left") + (Math.abs(left) === 1 ? "One" : "");
        const text = { ...told.dataset, leftOne: told.dataset.one };
        told.textContent = text[word].replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
        told.classList.toggle("character-limit--over", left < 0);
        clearTimeout(later);
        later = setTimeout(() => (voice.textContent = told.textContent), 1000);
      };
      area.addEventListener("input", say);
      if (area.value) say();
    }
  };

  // A modal is a <details> that opens in place; here it becomes a dialog over the page.
  const modals = () => {
    for (const details of document.querySelectorAll("details[data-modal]:not([data-ready])")) {
      details.dataset.ready = "";
      const box = details.querySelector("[data-modal-box]");
      const dialog = document.createElement("dialog");
      dialog.className = "ui-modal__dialog";
      dialog.setAttribute("aria-labelledby", box.getAttribute("aria-labelledby"));
      box.removeAttribute("role");
      box.removeAttribute("aria-labelledby");
      box.querySelector("[data-modal-close]").hidden = false;
      dialog.append(box);
      details.append(dialog);
      details.addEventListener("toggle", () => details.open && !dialog.open && dialog.showModal());
      dialog.addEventListener("close", () => (details.open = false));
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog || event.target.closest("[data-modal-close]")) dialog.close();
      });
    }
  };

  // What stands in a field to take along is copied by a button; without it one marks the field.
  const copies = () => {
    for (const box of document.querySelectorAll("[data-copy]:not([data-ready])")) {
      box.dataset.ready = "";
      const [input, button, told] = ["input", "button", "[role=status]"].map((one) => box.querySelector(one));
      button.hidden = !navigator.clipboard;
      input.addEventListener("focus", () => input.select());
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(input.value);
        told.textContent = told.dataset.done;
      });
    }
  };

  // A date pasted whole into the first part goes to its places.
  const whole = /^\s*(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]\s*(\d{4}))\s*$/;
  document.addEventListener("change", (event) => {
    const group = event.target.closest?.(".date-group");
    const inputs = group ? [...group.querySelectorAll("input")] : [];
    if (inputs.length !== 3 || event.target !== inputs[0] || inputs[1].value || inputs[2].value) return;
    const found = whole.exec(inputs[0].value);
    if (!found) return;
    const parts = found[1] ? [found[3], found[2], found[1]] : found.slice(4, 7);
    inputs.forEach((input, index) => (input.value = parts[index]));
  });

  // A double press sends a form once; after a moment it can be sent again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 3000);
  });

  const begin = () => {
    limits();
    modals();
    copies();
  };
  begin();
  document.addEventListener("htmx:after:swap", begin);
})();
