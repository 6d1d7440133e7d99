/**
 * The privacy element: `<div data-inkling-privacy></div>` shows a visitor what is held about their device, what they
 * allow, and gives them their rights. A file of its own, which only the pages load that have one; it needs no tracker, and
 * writes nothing on the device.
 */
import { createClient, type Own } from './privacy/client.ts';
import { forgetDevice, readDevice } from './privacy/device.ts';
import { createLocalClient } from './privacy/local-client.ts';
import { createView, type View } from './privacy/view.ts';
import { wordsIn } from './privacy/words.ts';
import { proofOf } from './proof.ts';
import { openFrame } from './treatments/frame.ts';

/**
 * The tracker tells the collector of a choice by itself, a moment later. Where nothing has arrived by then it is looked for
 * again: nobody has to load the page anew to object to what is held, or to have it deleted.
 */
const [LOOK_AGAIN_MS, ...LATER_MS] = [700, 1_500, 4_000, 10_000];

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether the site answers by itself: core/tracker/build.ts says so. */
declare const LOCAL: boolean;

const script = document.currentScript as HTMLScriptElement;
/** Of the collector: its origin, or where a shop's own address leads to it. */
const base = LOCAL ? (self.inklingSite?.u ?? '') : script.src.replace(/\/t\/[^/]*$/, '');

/** Said at the script, or by the address of the tracker. */
function findKey(): string | undefined {
  if (LOCAL) return self.inklingSite?.k;
  const tracker = document.querySelector<HTMLScriptElement>('script[src*="/t/wk_"]');
  return script.dataset.key ?? tracker?.src.match(/\/t\/(wk_[\w-]+)/)?.[1];
}

const isSilent = (navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl === true;

function open(place: HTMLElement, key: string, ofYou: boolean): void {
  const language = place.closest<HTMLElement>('[lang]')?.lang || 'en';
  const own = wordsIn(language);
  const words = ofYou ? { ...own, held: own.heldOfYou, ask: own.askOfYou } : own;
  const readProof = proofOf(place);
  const client = LOCAL
    ? createLocalClient(base, key)
    : createClient(base, key, async () => {
        const proof = ofYou ? await readProof() : undefined;
        // Logged out meanwhile: the device's part must not pass for everything.
        if (ofYou && !proof) throw proof;
        return proof;
      });
  /** What was asked before the visitor last did something says too little. */
  let acts = 0;
  const look = async (): Promise<Own['held']> => {
    const before = acts;
    const own = await client.readOwn();
    if (acts === before) view.show(own);
    return own.held;
  };
  const attempt = (work: () => Promise<unknown>): void => {
    acts += 1;
    work().catch(() => view.say(words.failed));
  };
  const lookLater = async (): Promise<void> => {
    const before = acts;
    for (const ms of LATER_MS) {
      await pass(ms);
      if (acts !== before || (await look())) return;
    }
  };
  const view: View = createView(words, /^de\b/i.test(language) ? language : 'en', isSilent, {
    allow: (purpose, isAllowed) =>
      attempt(async () => {
        const wasKnown = readDevice() !== undefined;
        await client.allow(purpose, isAllowed);
        if (!wasKnown && !ofYou) await pass(LOOK_AGAIN_MS);
        const held = await look();
        view.say(words.saved);
        // It was saved, whatever comes of these.
        if (isAllowed && !held) lookLater().catch(() => undefined);
      }),
    object: () =>
      attempt(async () => {
        await client.object();
        await look();
        view.say(words.objectDone);
        view.rest();
      }),
    erase: () =>
      attempt(async () => {
        const { removed, at } = await client.erase();
        view.receive(removed, at);
        forgetDevice();
        await look();
        view.say('');
        view.rest();
      }),
    download: (format) => attempt(async () => save(await client.download(format, language), format)),
  });
  place.replaceChildren(openFrame(place, 'privacy', view.root));
  attempt(look);
}

function save(file: Blob, format: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `my-data.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const key = findKey();
if (key)
  // Whoever is not logged in has no proof: then it is about the device.
  for (const place of document.querySelectorAll<HTMLElement>('[data-inkling-privacy]'))
    void proofOf(place)()
      .catch(() => undefined)
      .then((proof) => open(place, key, !!proof));
