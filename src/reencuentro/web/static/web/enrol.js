// The link's code stands behind the #, which no browser sends anywhere: it goes into the form, and out of the history.
"use strict";
if (location.hash.length > 1) {
  document.getElementById("id_code").value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
