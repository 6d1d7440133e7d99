/** The queue between page and collector: items are cut into numbered posts, and each post is sent until it is taken. */
import { readUrl } from './address.ts';
import { randomHex, stamp } from './ids.ts';
import { createTimer } from './listen.ts';
import { load } from './part.ts';
import { readReach, sender } from './sender.ts';
import { hear, heard } from './session.ts';
import { collector, page, parse, site, stringify } from './site.ts';
import type { Answered, Circumstances, Post, Properties, TakeDecisions } from './wire.ts';

/** Who hears the decisions of the collector's answers. */
export const listeners: ((decision: unknown) => void)[] = [];

/** `same-origin` where posts go to the page's own address, by way of whoever knows there who is logged in: core/tracker/build.ts says so. */
declare const CREDENTIALS: 'same-origin' | 'omit';

/** Whether the page itself decides, by what the answers remember of the session: core/tracker/build.ts says so. */
declare const LOCAL: boolean;

/** What the collector decided, until the treatments file takes it; its first entry sends for that file. */
const answers: Answered[] = [];
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

/** Browsers allow 64 KiB in flight and the collector takes 60 kB; 2 kB of them are for the sender's fields. */
const fits = (items: string[]): boolean => new Blob(items).size < 58_000;

/** Puts an event into the queue. */
export function push(name: string, properties: Properties = {}, circumstances?: Circumstances): void {
  const item = { ...stamp(), n: name, u: readUrl(), p: properties, ...circumstances };
  // An e-mail address leaves the page as the sender's `m`, under consent, or not at all.
  const text = stringify(item, (_, value) => (/\S@[^\s@]+\.\w/.test(value) ? undefined : value));
  if (readReach() && fits([text])) {
    enqueue(text);
    if (LOCAL) heard.push(item);
  }
}

/** Sends an envelope soon, be it empty: the sender has changed, or the collector asked for it. */
export const tell = (): void => enqueue('');

/** Sends now; when leaving, beside what is on its way and without asking for decisions. */
export function flush(isLeaving?: boolean): void {
  // What a prerendered page brings leaves with its first view.
  if (page.prerendering || (LOCAL && site.preview)) return;
  // Whoever refused and left nothing on the device has nothing to say: not even an empty post leaves.
  if (LOCAL && !readReach() && !sender.dev) waiting.length = 0;
  if (waiting.length && readReach() !== 1 && (isLeaving || !open)) cut();
  for (const post of posts.splice(0)) void deliver(post, isLeaving);
}

const enqueue = (text: string): void => {
  waiting.push(text);
  schedule();
};

/** In 200 to 400 ms, so that one moment makes one post and an answer still feels immediate; doubled by each failure. */
const schedule = (): void => wake(2 ** failures * 200 * (1 + Math.random()));

function cut(): void {
  const items: string[] = [];
  while (waiting.length && items.length < 100 && fits([...items, waiting[0] as string])) {
    const text = waiting.shift();
    if (text) items.push(text);
  }
  open++;
  posts.push({ ver: 1, ...sender, pg, q: numbered++, e: parse(`[${items}]`) });
  sender.sl = undefined;
  if (sender.c?.contact) sender.m = undefined;
}

async function deliver(post: Post, isLeaving: boolean | undefined): Promise<void> {
  const url = `${collector}/v1/collect?k=${site.k}`;
  const s = Date.now();
  const body = stringify({
    ...post,
    s,
    d: isLeaving ? undefined : site.d,
    m: sender.c?.contact ? post.m : undefined,
    // After a withdrawal nothing leaves but the withdrawal.
    e: readReach() ? post.e : [],
  });
  let status = 0;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      keepalive: true,
      credentials: CREDENTIALS,
    });
    status = answer.status;
    const { again, do: decisions } = await (LOCAL ? hear(answer, post, s) : answer.json());
    if (!LOCAL && again > 999 && again < 1e9) poll(again);
    for (const decision of decisions) for (const listener of listeners) listener(decision);
    if (!LOCAL && decisions[0] && answers.push([decisions, s]) < 2)
      load<TakeDecisions>('treatments', (take) => take(answers, url, readReach, load));
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
