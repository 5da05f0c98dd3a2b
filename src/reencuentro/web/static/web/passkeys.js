// Lets the browser make or use a passkey, and sends the answer by the form. Uses allauth's webauthn-json.
"use strict";
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const failed = document.querySelector("[data-passkey-failed]");
  const written = form.querySelector("#passkey_options");
  const options = async () => {
    if (written) return JSON.parse(written.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    return answer.json();
  };
  const made = async () => {
    const told = await options();
    if (form.dataset.passkey === "get") return window.webauthnJSON.get(told.request_options);
    const wished = told.creation_options;
    const alone = form.elements.passwordless && form.elements.passwordless.checked;
    Object.assign(wished.publicKey.authenticatorSelection, {
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone ? { userVerification: "required" } : {}),
    });
    return window.webauthnJSON.create(wished);
  };
  form.querySelector("button[type=button]").addEventListener("click", async () => {
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await made());
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
