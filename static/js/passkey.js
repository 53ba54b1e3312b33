/* Passkeys: inside [data-passkey] a form is sent with what the device answers.
   "login" fetches its question from the form's address, "add" and "use" find it in the page. */
(function () {
  "use strict";

  async function question(place, form) {
    if (place.dataset.passkey === "login") {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      return (await answer.json()).request_options;
    }
    const data = JSON.parse(document.getElementById(place.dataset.question).textContent);
    return data.creation_options || data.request_options;
  }

  async function ask(place, form) {
    const options = await question(place, form);
    if (place.dataset.passkey !== "add") return window.webauthnJSON.get(options);
    const alone = form.elements.passwordless.checked;
    const selection = options.publicKey.authenticatorSelection;
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = alone;
    if (alone) selection.userVerification = "required";
    return window.webauthnJSON.create(options);
  }

  function copyTick(form) {
    const tick = document.querySelector("input[type=checkbox][name=remember]");
    if (form.elements.remember) form.elements.remember.value = tick && tick.checked ? "on" : "";
  }

  document.querySelectorAll("[data-passkey]").forEach(function (place) {
    const form = place.querySelector("form");
    const refusal = place.querySelector("[data-passkey-refusal]");
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      refusal.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await ask(place, form));
      } catch {
        refusal.hidden = false;
        return;
      }
      copyTick(form);
      form.submit();
    });
  });
})();
