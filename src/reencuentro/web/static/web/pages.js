// Behaviour that pages can do without: each part of GOV.UK Frontend starts where its mark stands.
import * as parts from "../built/govuk-frontend.js";

// Whatever runs modules runs the parts, too.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const name of ["Button", "CharacterCount", "Checkboxes", "ErrorSummary", "ExitThisPage", "FileUpload", "NotificationBanner", "Radios", "ServiceNavigation", "SkipLink"]) {
  parts.createAll(parts[name]);
}

// What a page asked of itself and got no answer to is said: what stands there would be taken for the answer.
const unanswered = document.querySelector("#unanswered > *");
if (unanswered) {
  for (const problem of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(problem, () => { unanswered.hidden = false; });
  }
  document.addEventListener("htmx:afterSwap", () => { unanswered.hidden = true; });
}
