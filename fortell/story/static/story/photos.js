// Choosing photos: several, from the album or the camera, one after the other; each with its caption and a way back.
let chosen = []; // files, in the order shown

const field = () => document.getElementById("photo");
const figures = () => document.getElementById("chosen");

function hand() {
  const list = new DataTransfer();
  for (const file of chosen) list.items.add(file);
  field().files = list.files;
  figures().hidden = !chosen.length;
}

function figure(file, caption, number) {
  const part = document.getElementById("photo-chosen").content.cloneNode(true).firstElementChild;
  const [picture, input] = [part.querySelector("img"), part.querySelector("input")];
  const [label, hint] = [part.querySelector("label"), part.querySelector(".hint")];
  input.id = label.htmlFor = number ? `caption-${number}` : "caption";
  hint.id = `${input.id}-hint`;
  input.setAttribute("aria-describedby", hint.id);
  input.value = caption;
  picture.src = URL.createObjectURL(file);
  picture.onload = () => URL.revokeObjectURL(picture.src);
  picture.onerror = () => { picture.hidden = true; }; // HEIC and TIFF are kept, but not every browser shows them
  part.querySelector("button").addEventListener("click", () => leaveOut(part));
  return part;
}

function leaveOut(part) {
  chosen.splice([...figures().children].indexOf(part), 1);
  part.remove();
  hand();
  field().focus();
  field().dispatchEvent(new Event("input", { bubbles: true }));
}

export function addPhotos(files, captions = []) {
  for (const [index, file] of files.entries()) {
    figures().append(figure(file, captions[index] ?? "", chosen.length));
    chosen.push(file);
  }
  hand();
}

// A page part that has just come in has nothing chosen, and a camera where the device has one.
export function beginPhotos() {
  chosen = [];
  const camera = document.getElementById("camera");
  if (camera) camera.closest(".file").hidden = !matchMedia("(pointer: coarse)").matches;
}

document.addEventListener("change", (event) => {
  if (event.target.id !== "photo" && event.target.id !== "camera") return;
  addPhotos([...event.target.files]);
  if (event.target.id === "camera") event.target.value = "";
  field().dispatchEvent(new Event("input", { bubbles: true }));
});
