/** Snippets with the keys of this site, and what has been heard of it, as the page of the installation shows it. */
import type { CountAnswer, DoorAnswer, InstallationAnswer } from '../api/answers/installation.ts';
import type { Tone } from '../ui/skin.ts';
import type { CheckWords } from '../words/checks.ts';
import type { Format } from './format.ts';

export type Place = Pick<InstallationAnswer, 'writeKey' | 'site' | 'siteId'> & {
  /** Where pages and servers reach this one, without a slash at its end. */
  readonly origin: string;
};

/** @param origin Of this very page: used where nobody said what the address for visitors is. */
export function placeOf(answer: InstallationAnswer, origin: string): Place {
  const { writeKey, site, siteId, publicUrl } = answer;
  return { writeKey, site, siteId, origin: (publicUrl ?? origin).replace(/\/+$/, '') };
}

/** What is copied, by what it is for. Attributes and code, in no language. */
export function writeSnippets({ origin, writeKey }: Place) {
  return {
    tracker: `<script src="${origin}/t/${writeKey}.js" defer></script>`,
    consent: `window.inkling = window.inkling || function () { (inkling.q = inkling.q || []).push(arguments); };

inkling('consent', { analytics: true, personalization: true, contact: false, share: false });`,
    product: `<article data-inkling-event="Product Viewed" data-inkling-product_id="50" data-inkling-price="12.50">
  <button data-inkling-event="Product Added" data-inkling-quantity="1">…</button>
</article>`,
    order: `curl -X POST ${origin}/v1/events \\
  -H "Authorization: Bearer $SECRET_KEY" -H "Content-Type: application/json" \\
  -d '{"events": [{"id": "order:1001", "name": "Order Completed", "time": "2026-01-05T12:00:00Z",
       "userId": "customer-7", "consent": {"analytics": true},
       "properties": {"order_id": "1001", "total": 59.90, "currency": "EUR"}}]}'`,
    privacy: `<div data-inkling-privacy></div>
<script src="${origin}/t/privacy.js" data-key="${writeKey}" defer></script>`,
    policy: `script-src 'self' ${origin}; connect-src 'self' ${origin}`,
    browser: `AnalyticsBrowser.load({ writeKey: '${writeKey}', cdnURL: '${origin}' });`,
    node: `new Analytics({ writeKey: process.env.INKLING_SECRET_KEY, host: '${origin}' });`,
    shopifyEnv: `PUBLIC_URL=${origin} SHOPIFY_API_KEY=… SHOPIFY_API_SECRET=… npm start`,
    shopifyLink: 'npx shopify app config link',
    shopifyDeploy: 'npm run shopify:build && npx shopify app deploy && npx shopify app env show',
    wordpressZip: 'npm ci && npm run wordpress:zip',
  } as const;
}
export type SnippetName = keyof ReturnType<typeof writeSnippets>;

export type Check = {
  readonly key: string;
  readonly name: string;
  readonly badge: { readonly text: string; readonly tone: Tone };
  /** What was seen, or what to do. */
  readonly text: string;
};

/** What works, in the order in which it comes to work. */
export function viewChecks(
  answer: InstallationAnswer,
  words: CheckWords['checks'],
  format: Format,
): readonly Check[] {
  const { doors, tracker, consent, choices, decisions, version } = answer;
  return [
    checkOf('tracker', tracker, words.tracker, words, format, words.version(version)),
    doorCheck('pages', doors.pages, words, format),
    checkOf(
      'consent',
      consent,
      words.consent,
      words,
      format,
      words.choices(format.count(choices.days), format.count(choices.allowed), format.count(choices.gpc)),
    ),
    doorCheck('servers', doors.servers, words, format),
    doorCheck('messages', doors.messages, words, format),
    checkOf('decisions', decisions, words.decisions, words, format, ''),
  ];
}

type Named = { readonly name: string; readonly seen: (ago: string) => string; readonly todo: string };

function checkOf(
  key: string,
  { lastAt, times }: CountAnswer,
  named: Named,
  words: CheckWords['checks'],
  format: Format,
  more: string,
): Check {
  if (lastAt === null) return waiting(key, named, words);
  const said = [named.seen(format.ago(lastAt)), words.times(format.count(times)), more];
  return {
    key,
    name: named.name,
    badge: { text: words.works, tone: 'good' },
    text: said.filter((part) => part !== '').join(' '),
  };
}

function waiting(key: string, { name, todo }: Named, words: CheckWords['checks']): Check {
  return { key, name, badge: { text: words.waiting, tone: 'waiting' }, text: todo };
}

const NEVER: DoorAnswer = { lastAt: null, posts: 0, accepted: 0, refused: 0, lastRefusal: null };

/** One that takes nothing of what comes needs a look. */
function doorCheck(
  key: 'pages' | 'servers' | 'messages',
  { lastAt, accepted, refused, lastRefusal }: DoorAnswer = NEVER,
  words: CheckWords['checks'],
  format: Format,
): Check {
  const named = words[key];
  if (lastAt === null) return waiting(key, named, words);
  const counts = words.counts(format.count(accepted), format.count(refused));
  const why = lastRefusal === null ? '' : words.refused(lastRefusal.code, format.ago(lastRefusal.at));
  const isBad = accepted === 0 && refused > 0;
  return {
    key,
    name: named.name,
    badge: isBad ? { text: words.look, tone: 'bad' } : { text: words.works, tone: 'good' },
    text: [named.seen(format.ago(lastAt)), counts, why].filter((part) => part !== '').join(' '),
  };
}

export const WAYS = ['any', 'shopify', 'wordpress', 'segment'] as const;
export type Way = (typeof WAYS)[number];

/** Which way is shown first. @example wayOf('wordpress') // 'wordpress' */
export function wayOf(platform: string | null | undefined): Way {
  return WAYS.find((way) => way === platform) ?? 'any';
}
