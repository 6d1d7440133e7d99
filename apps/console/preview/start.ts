/**
 * The script of the frame in which the console shows a treatment: a pretended page, and on it the files that real pages load.
 * They are given no address to report to, and the frame's policy lets nothing be sent.
 */
import type { PageDecision } from '../../../core/decisions/treatment.ts';
import { showMail } from './mail.ts';
import type { ReadyMessage, ShowMessage, Shown } from './message.ts';
import { renderExample } from './rendered.ts';

/** Of core/tracker/browser/wire.ts: `treatments.js` hands it over. */
type Load = <Use>(name: string, use: (loaded: Use) => void) => void;
type TakeDecisions = (
  answers: (readonly [decisions: readonly PageDecision[], sentAt: number])[],
  collectUrl: string,
  readReach: () => number,
  load: Load,
) => void;

/** Anything may be shown: see core/tracker/browser/sender.ts. */
const REACH_ALL = 2;
const WAIT_MS = 30_000;

/** As core/tracker/browser/part.ts loads them. */
const load: Load = <Use>(name: string, use: (loaded: Use) => void): void => {
  const script: HTMLScriptElement & { use?: Use } = document.createElement('script');
  script.src = `/t/${name}.js`;
  script.onload = () => {
    if (script.use !== undefined) use(script.use);
  };
  document.head.append(script);
};

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null)
    throw new Error(`[inkling] [preview] the document lacks #${id}: it is written by renderPreview.`);
  return element;
}

function drawPage({ language, isDark, slot, standIns }: ShowMessage): void {
  document.documentElement.lang = language;
  document.documentElement.dataset.scheme = isDark ? 'dark' : 'light';
  find('heading').textContent = standIns.heading;
  find('text').textContent = standIns.text;
  find('button').textContent = standIns.button;
  const place = find('place');
  place.hidden = slot === null;
  if (slot === null) return;
  place.dataset.inklingSlot = slot;
  find('place-text').textContent = standIns.place;
}

/** A dialog takes the focus, as it should on a page, and here from whoever is writing: it looks the same where it does not. */
function leaveFocus(): void {
  HTMLElement.prototype.focus = () => undefined;
  HTMLDialogElement.prototype.showModal = function open(this: HTMLDialogElement): void {
    this.setAttribute('open', '');
  };
}

/** A prompt is shown where its chat is there: this one only says that it would open. */
function openChats(text: string): void {
  const say = (): void => {
    find('chat').textContent = text;
  };
  Object.assign(window, {
    Intercom: say,
    $crisp: { push: say },
    Tawk_API: { maximize: say },
  });
  document.body.append(Object.assign(document.createElement('shopify-chat'), { show: say }));
}

function show(message: ShowMessage): void {
  const { treatment } = message;
  if (treatment.kind === 'email') showMail(treatment, message);
  else showOnPage(treatment, message);
}

function showOnPage(treatment: Exclude<Shown, { kind: 'email' }>, message: ShowMessage): void {
  const { slot, standIns, isUsed } = message;
  if (!isUsed) leaveFocus();
  drawPage(message);
  openChats(standIns.chat);
  const { picture = '' } = document.body.dataset;
  const rendered = renderExample(treatment, { ...message, picture }, Date.now());
  const decision: PageDecision = {
    ...{ id: 'preview', campaign: 'preview', variant: 'preview', trigger: 'preview' },
    ...(slot !== null && { slot }),
    expiresIn: WAIT_MS,
    treatment: rendered,
  };
  load<TakeDecisions>('treatments', (takeDecisions) =>
    takeDecisions([[[decision], Date.now()]], '', () => REACH_ALL, load),
  );
}

/** As it was said. */
let shown = '';

/** The files of a page show a decision once: what is new is shown by a new page. */
addEventListener('message', ({ origin, source, data }: MessageEvent<Partial<ShowMessage> | null>) => {
  if (origin !== location.origin || source !== parent || data?.type !== 'inkling:show') return;
  const said = JSON.stringify(data);
  if (said === shown) return;
  const isFirst = shown === '';
  shown = said;
  if (isFirst) show(data as ShowMessage);
  else location.reload();
});

/** Nothing in the frame leads anywhere. */
addEventListener(
  'click',
  (event) => {
    if (event.composedPath().some((part) => part instanceof HTMLAnchorElement)) event.preventDefault();
  },
  true,
);

const ready: ReadyMessage = { type: 'inkling:ready' };
if (parent !== window) parent.postMessage(ready, location.origin);
