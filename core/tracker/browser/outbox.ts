/** The queue between page and collector: items are cut into numbered posts, and each post is sent until it is taken. */
import type { TrackerSettings } from '../settings.ts';
import { readUrl } from './address.ts';
import { createTimer, guard } from './listen.ts';
import { page, parse, stringify } from './platform.ts';
import { createEventId, randomHex } from './random.ts';
import type { Visitor } from './visitor.ts';
import type { Answer, News, Push, Stamp } from './wire.ts';

/** Long enough to gather what one moment brings, short enough for an answer to feel immediate. */
const GATHER_MS = 300;
/** Browsers allow 64 KiB in flight and the collector takes 60 kB; 2 kB of them are for the sender's fields. */
const MOST_BYTES = 58_000;
const MOST_ITEMS = 100;
/** With delays that double from about a second on: some eight minutes. After that the gap in `q` tells of the loss. */
const MOST_TRIES = 9;

type Post = {
  readonly number: number;
  /** JSON of the items, comma separated. */
  readonly items: string;
  readonly news: News | undefined;
  tries: number;
  isInFlight?: boolean;
};

export type Outbox = {
  readonly stamp: () => Stamp;
  readonly push: Push;
  /** Sends an envelope soon, be it empty. */
  readonly tell: (news?: News) => void;
  /** Sends now; when leaving, everything at once and without asking for decisions. */
  readonly flush: (isLeaving?: boolean) => void;
  readonly on: (type: 'decision', listener: (decision: unknown) => void) => void;
};

export function createOutbox(settings: TrackerSettings, origin: string, getVisitor: () => Visitor): Outbox {
  const url = `${origin}/v1/collect?k=${settings.k}`;
  const pageLoad = randomHex();
  const listeners: ((decision: unknown) => void)[] = [];
  const posts = new Set<Post>();
  const waiting: string[] = [];
  let news: News | undefined;
  let numbered = 0;
  let stamped = 0;
  let delayMs = GATHER_MS;

  const stamp = (): Stamp => {
    const t = Date.now();
    return { i: createEventId(t, stamped++), t };
  };

  const push: Push = (name, properties = {}, circumstances) => {
    const item = { ...stamp(), n: name, u: readUrl(settings), p: properties, ...circumstances };
    // An e-mail address leaves the page as news, under consent, or not at all.
    const text = stringify(item, (_, value) => (/\S@\S+\.\w/.test(value) ? undefined : value));
    if (!getVisitor().reach() || measure(text) > MOST_BYTES) return;
    waiting.push(text);
    schedule(delayMs);
  };

  const tell = (more?: News): void => {
    news = { ...news, ...more };
    schedule(delayMs);
  };

  const flush = guard((isLeaving?: boolean) => {
    while ((news || (waiting[0] && getVisitor().reach() > 1)) && (isLeaving || !posts.size)) posts.add(cut());
    for (const post of posts) {
      if (!post.isInFlight) deliver(post, isLeaving);
      if (!isLeaving) break;
    }
  });

  const cut = (): Post => {
    const post = { number: numbered++, items: '', news, tries: 0 };
    for (let i = 0; waiting[0] && i < MOST_ITEMS && measure(post.items + waiting[0]) < MOST_BYTES; i++)
      post.items += (i ? ',' : '') + waiting.shift();
    news = undefined;
    return post;
  };

  const write = (post: Post, isLeaving: boolean | undefined): string => {
    const { describe, reach } = getVisitor();
    const sender = describe();
    return stringify({
      ver: 1,
      s: Date.now(),
      d: isLeaving ? undefined : settings.d,
      ...sender,
      ...(sender.c?.contact && post.news),
      pg: pageLoad,
      q: post.number,
      e: reach() > 1 ? parse(`[${post.items}]`) : [],
    });
  };

  const deliver = async (post: Post, isLeaving: boolean | undefined): Promise<void> => {
    const body = write(post, isLeaving);
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
    const isOver = status && status !== 429 && status < 500;
    if (isOver || ++post.tries === MOST_TRIES) posts.delete(post);
    delayMs = isOver ? GATHER_MS : 2 ** post.tries * 500 * (1 + Math.random());
    if (isOver) flush();
    else schedule(delayMs);
  };

  const react = (answer: Answer): void => {
    const again = answer.again ?? 0;
    if (again > 999 && again < 1e9) poll(again);
    answer.do?.forEach((decision) => listeners.map((listener) => listener(decision)));
  };

  const schedule = createTimer(flush);
  const poll = createTimer(() => page.hidden || getVisitor().reach() < 2 || tell());

  return { stamp, push, tell, flush, on: (_, listener) => listeners.push(guard(listener)) };
}

function measure(text: string): number {
  return new Blob([text]).size;
}
