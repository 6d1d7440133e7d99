/** The queue between page and collector: items are cut into numbered posts, and each post is sent until it is taken. */
import { readCampaign, readPath } from './address.ts';
import { createTimer, guard } from './listen.ts';
import { createEventId, randomHex } from './random.ts';
import { readReach, sender } from './sender.ts';
import { collector, page, parse, site, stringify } from './site.ts';
import type { Answer, Circumstances, Properties, Sender, Stamp } from './wire.ts';

/** Long enough to gather what one moment brings, short enough for an answer to feel immediate. */
const GATHER_MS = 300;
/** Browsers allow 64 KiB in flight and the collector takes 60 kB; 2 kB of them are for the sender's fields. */
const MOST_BYTES = 58_000;
const MOST_ITEMS = 100;
/** With delays that double from about a second on: some eight minutes. After that the gap in `q` tells of the loss. */
const MOST_TRIES = 9;

type Post = {
  /** As it was when the items were cut: a later log-in is not theirs. */
  readonly envelope: Sender & { readonly q: number; readonly e: readonly unknown[] };
  tries: number;
  isInFlight?: boolean;
};

const pageLoad = randomHex();
const listeners: ((decision: unknown) => void)[] = [];
const posts = new Set<Post>();
/** Items as JSON. */
let waiting: string[] = [];
let hasNews = false;
let numbered = 0;
let stamped = 0;
let delayMs = GATHER_MS;
const schedule = createTimer(() => flush());
const poll = createTimer(() => page.hidden || readReach() < 2 || tell());

export function stamp(): Stamp {
  const t = Date.now();
  return { i: createEventId(t, stamped++), t };
}

/** Puts an event into the queue. */
export function push(name: string, properties: Properties = {}, circumstances?: Circumstances): void {
  const item = { ...stamp(), n: name, u: readPath() + readCampaign(), p: properties, ...circumstances };
  // An e-mail address leaves the page as the sender's `m`, under consent, or not at all.
  const text = stringify(item, (_, value) => (/\S@\S+\.\w/.test(value) ? undefined : value));
  if (!readReach() || measure(text) > MOST_BYTES) return;
  waiting.push(text);
  schedule(delayMs);
}

/** Sends an envelope soon, be it empty: the sender has changed, or the collector asked for it. */
export function tell(): void {
  hasNews = true;
  schedule(delayMs);
}

/** Sends now; when leaving, everything at once and without asking for decisions. */
export function flush(isLeaving?: boolean): void {
  while ((hasNews || (waiting[0] && readReach() > 1)) && (isLeaving || !posts.size)) posts.add(cut());
  for (const post of posts) {
    if (!post.isInFlight) deliver(post, isLeaving);
    if (!isLeaving) break;
  }
}

/** Forgets what was not sent. */
export function discard(): void {
  waiting = [];
  posts.clear();
}

/** Hears the decisions of the collector's answers. */
export function on(_: 'decision', listener: (decision: unknown) => void): void {
  listeners.push(guard(listener));
}

function cut(): Post {
  let items = '';
  for (let i = 0; waiting[0] && i < MOST_ITEMS && measure(items + waiting[0]) < MOST_BYTES; i++)
    items += (i ? ',' : '') + waiting.shift();
  const envelope = { ver: 1, ...sender, pg: pageLoad, q: numbered++, e: parse(`[${items}]`) };
  if (sender.c?.contact) sender.m = undefined;
  hasNews = false;
  return { envelope, tries: 0 };
}

async function deliver(post: Post, isLeaving: boolean | undefined): Promise<void> {
  const { envelope } = post;
  const body = stringify({
    ...envelope,
    s: Date.now(),
    d: isLeaving ? undefined : site.d,
    m: sender.c?.contact ? envelope.m : undefined,
  });
  const url = `${collector}/v1/collect?k=${site.k}`;
  let status = 0;
  post.isInFlight = true;
  try {
    const answer = await fetch(url, { method: 'POST', body, keepalive: true, credentials: 'omit' });
    status = answer.status;
    react(await answer.json());
  } catch {
    if (!status && (isLeaving || !self.fetch) && navigator.sendBeacon(url, body)) status = 202;
  }
  post.isInFlight = false;
  settle(post, status);
}

function settle(post: Post, status: number): void {
  const isOver = status && status !== 429 && status < 500;
  if (isOver || ++post.tries === MOST_TRIES) posts.delete(post);
  delayMs = isOver ? GATHER_MS : 2 ** post.tries * 500 * (1 + Math.random());
  if (isOver) flush();
  else schedule(delayMs);
}

function react({ again = 0, do: decisions }: Answer): void {
  if (again > 999 && again < 1e9) poll(again);
  decisions?.forEach((decision) => listeners.map((listener) => listener(decision)));
}

function measure(text: string): number {
  return new Blob([text]).size;
}
