// She speaks: one button, tapped to begin and tapped to end, or held down. The sound stays in this page until the form
// is sent: it lies in the form's own file field, so whatever sends her words sends her voice with them.
const HOLD = 600; // ms: pressed longer than this, letting go ends the recording
const BITS = 48000; // a second: speech is as clear as it gets, and ten minutes are 3.6 MB
const KINDS = ["audio/webm;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4", "audio/webm"];

let state = "idle"; // asking, speaking, paused, made
let recorder, context, limit, clock;
let pieces = [];
let spoken = 0; // ms before the last pause
let since = 0;
let pressed = 0; // when the press began that began the recording
let sending = false; // she pressed Send while speaking: the form goes once the recording is whole

const part = (id) => document.getElementById(id);
const field = () => part("recording");
const length = () => spoken + (state === "speaking" ? performance.now() - since : 0);

function say(what) {
  for (const line of document.querySelectorAll("#voice [data-said]")) line.hidden = line.dataset.said !== what;
}

function become(next) {
  state = next;
  if (!part("voice")) return;
  for (const one of document.querySelectorAll("#voice [data-when]")) one.hidden = !one.dataset.when.split(" ").includes(state);
  part("speak").hidden = state === "made";
  part("voice-running").hidden = !["speaking", "paused"].includes(state);
  part("voice-made").hidden = state !== "made";
}

function show() {
  if (!part("voice")) return;
  const able = Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
  part("voice-live").hidden = !able;
  part("voice-file").hidden = able;
  limit = Number(part("voice").dataset.minutes) * 60000;
  if (able && field().files.length) keep(field().files[0]);
  else become("idle");
}

async function start() {
  become("asking");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  } catch {
    part("voice-file").hidden = false;
    become("idle");
    return say("refused");
  }
  [pieces, spoken] = [[], 0];
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
  recorder.ondataavailable = (event) => { if (event.data.size) pieces.push(event.data); };
  recorder.onstop = () => made(stream);
  stream.getAudioTracks()[0].onended = () => stop("broken"); // the microphone was pulled out, or a call came in
  recorder.start(1000);
  since = performance.now();
  become("speaking");
  say("speaking");
  listenTo(stream);
}

// The level and the time, ten times a second; the recording ends by itself where it gets too long.
function listenTo(stream) {
  context = new AudioContext();
  const ear = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(ear);
  const wave = new Float32Array(ear.fftSize);
  clock = setInterval(() => {
    ear.getFloatTimeDomainData(wave);
    const power = wave.reduce((sum, value) => sum + value * value, 0) / wave.length;
    part("voice-level").value = state === "speaking" ? Math.min(1, Math.sqrt(power) * 4) : 0;
    const seconds = Math.floor(length() / 1000);
    part("voice-time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (length() >= limit) stop("full");
  }, 100);
}

function pause() {
  if (state === "speaking") {
    spoken = length();
    recorder.pause();
    become("paused");
  } else {
    since = performance.now();
    recorder.resume();
    become("speaking");
  }
}

let ending = "made";
function stop(why = "made") {
  if (!["speaking", "paused"].includes(state)) return;
  ending = why;
  if (recorder.state !== "inactive") recorder.stop();
}

function made(stream) {
  clearInterval(clock);
  context.close();
  for (const track of stream.getTracks()) track.stop();
  if (!part("voice")) return;
  const type = recorder.mimeType.split(";")[0];
  keep(new File(pieces, type === "audio/mp4" ? "voice.m4a" : "voice.webm", { type }));
  say(ending);
  if (sending) part("answer").requestSubmit(part("send"));
  sending = false;
}

function keep(file) {
  if (field().files[0] !== file) {
    const files = new DataTransfer();
    files.items.add(file);
    field().files = files.files;
    field().dispatchEvent(new Event("input", { bubbles: true })); // so that it is kept on the device with her words
  }
  URL.revokeObjectURL(part("voice-listen").src);
  part("voice-listen").src = URL.createObjectURL(file);
  become("made");
}

function forget() {
  const player = part("voice-listen");
  URL.revokeObjectURL(player.src);
  player.removeAttribute("src");
  field().value = "";
  field().dispatchEvent(new Event("input", { bubbles: true }));
  say("");
  become("idle");
}

document.body.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#speak") || event.button !== 0) return;
  pressed = state === "idle" ? performance.now() : 0;
  if (pressed) start();
});
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => { if (pressed && performance.now() - pressed > HOLD) stop(); });
}
document.body.addEventListener("click", (event) => {
  const button = event.target.closest("#voice button")?.id;
  if (button === "voice-pause") pause();
  if (button === "voice-again") { forget(); part("speak").focus(); }
  if (button !== "speak") return;
  const begun = pressed && event.detail !== 0; // this click is the end of the press that began it, not of a key
  pressed = 0;
  if (begun) return;
  if (state === "idle") start();
  else stop();
});

// Send while she still speaks: first the end of the recording, then the form. Before it is sent off.
document.addEventListener("submit", (event) => {
  if (event.target.id !== "answer" || !["speaking", "paused"].includes(state)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  sending = true;
  stop();
}, true);

// Another question comes, or one that was sent was kept. What was begun comes along with her words, as a file put back.
function turn() {
  if (["speaking", "paused"].includes(state)) carryOn();
  else show();
}
document.body.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "tell") turn(); });
document.addEventListener("unsent:kept", ({ detail }) => { if (detail.mine) turn(); });
document.body.addEventListener("change", ({ target }) => {
  if (target.id === "recording" && target.files.length && !part("voice-live").hidden) keep(target.files[0]);
});

// The question changed while she spoke: the recording goes on under the new one.
function carryOn() {
  const now = state;
  show();
  become(now);
}

addEventListener("beforeunload", (event) => {
  if (["speaking", "paused", "made"].includes(state)) event.preventDefault();
});
show();
