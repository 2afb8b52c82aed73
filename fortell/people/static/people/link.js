// The token is in the fragment, which browsers send to nobody; it goes into the form, and out of the address bar.
const token = location.hash.slice(1);
if (token) {
  document.getElementById("token").value = token;
  document.getElementById("typed").hidden = true;
  history.replaceState(null, "", location.pathname);
}
