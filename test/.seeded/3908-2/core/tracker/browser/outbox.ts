/** The queue between page and collector: items are cut into numbered posts, and each post is sent until it is taken. */
import { readUrl } from './address.ts';
import { randomHex, stamp } from './ids.ts';
import { createTimer } from './listen.ts';
import { readReach, sender } from './sender.ts';
import { collector, page, parse, site, stringify } from './site.ts';
import type { Circumstances, Post, Properties } from './wire.ts';

/** Who hears the decisions of the collector's answers. */
export const listeners: ((decision: unknown) => void)[] = [];

const pg = randomHex();
/** Items as JSON; an empty one asks for an envelope with or without items. */
const waiting: string[] = [];
/** Cut, and not on their way. */
const posts: Post[] = [];
let numbered = 0;
/** Posts cut and not yet taken or given up: one at a time, while nobody is leaving. */
let open = 0;
let failures = 0;
const wake = createTimer(flush);
const poll = createTimer(() => page.hidden || readReach() < 2 || tell());

/** Puts an event into the queue. */
export function push(name: string, properties: Properties = {}, circumstances?: Circumstances): void {
  const item = { ...stamp(), n: name, u: readUrl(), p: properties, ...circumstances };
  // An e-mail address leaves the page as the sender's `m`, under consent, or not at all.
  const text = stringify(item, (_, value) => (/\S@[^\s@]+\.\w/.test(value) ? undefined : value));
  if (readReach() && fits(text)) enqueue(text);
}

/** Sends an envelope soon, be it empty: the sender has changed, or the collector asked for it. */
export function tell(): void {
  enqueue('');
}

/** Sends now; when leaving, beside what is on its way and without asking for decisions. */
export function flush(isLeaving?: boolean): void {
  // What a prerendered page brings leaves with its first view.
  if (page.prerendering) return;
  if (waiting.length && readReach() !== 1 && (isLeaving || !open)) cut();
  for (const post of posts.splice(0)) void deliver(post, isLeaving);
}

function enqueue(text: string): void {
  waiting.push(text);
  schedule();
}

/** In 200 to 400 ms, so that one moment makes one post and an answer still feels immediate; doubled by each failure. */
function schedule(): void {
  wake(2 ** failures * 200 * (1 + Math.random()));
}

function cut(): void {
  let items = '';
  for (let i = 0; waiting.length && i < 100 && fits(items + waiting[0]); i++) {
    const text = waiting.shift();
    items += text && (items && ',') + text;
  }
  open++;
  posts.push({ ver: 1, ...sender, pg, q: numbered++, e: parse(`[${items}]`) });
  if (sender.c?.contact) sender.m = undefined;
}

async function deliver(post: Post, isLeaving: boolean | undefined): Promise<void> {
  const url = `${collector}/v1/collect?k=${site.k}`;
  const body = stringify({
    ...post,
    s: Date.now(),
    d: isLeaving ? undefined : site.d,
    m: sender.c?.contact ? post.m : undefined,
    // After a withdrawal nothing leaves but the withdrawal.
    e: readReach() ? post.e : [],
  });
  let status = 0;
  try {
    const answer = await fetch(url, { method: 'POST', body, keepalive: true, credentials: 'omit' });
    status = answer.status;
    const { again, do: decisions } = await answer.json();
    if (again > 999 && again < 1e9) poll(again);
    for (const decision of decisions) for (const listener of listeners) listener(decision);
  } catch {
    if (!status && (isLeaving || !self.fetch) && navigator.sendBeacon(url, body)) status = 202;
  }
  // Ten failures are some five minutes; then the gap in `q` tells of the loss.
  if ((status && status !== 429 && status < 500) || ++failures > 9) {
    failures = 0;
    open--;
  } else posts.push(post);
  schedule();
}

/** Browsers allow 64 KiB in flight and the collector takes 60 kB; 2 kB of them are for the sender's fields. */
function fits(items: string): boolean {
  return new TextEncoder().encode(items).length < 58_000;
}
