/** One person's raw identifiers, and the requests that carry them into every field that takes text. */
import { inLanes } from '../../support/lanes.ts';
import type { AnswerBody, TestSite } from '../../support/sites.ts';
import { placesOf, replaceAt } from './hostile.ts';

export const CANARY = {
  email: 'Kaethe.Canary@nest-example.org',
  phone: '+44 7700 900471',
  ip: '203.0.113.77',
  ipv6: '2001:db8:ca7a:4711::77',
  userAgent: 'Mozilla/5.0 (Zanzibar 47.11; Nest 7) Gecko/20100101 Canary/47.11',
  userId: 'Zanzibar-Customer-4711',
} as const;

/** What must be found nowhere: the identifiers, parts that still name somebody, other spellings. */
export const HUNTED: readonly string[] = [
  ...Object.values(CANARY),
  'kaethe.canary',
  'nest-example.org',
  '447700900471',
  '07700 900471',
  '07700900471',
  '203.0.113',
  '2001:db8:ca7a',
  'Zanzibar 47.11; Nest 7',
  'Zanzibar-Customer',
];

const sentence = (text: string) => `please write to ${text} today`;

/** The ways in which one text may stand in a field. */
export const carriersOf = (text: string): readonly string[] => [
  text,
  sentence(text),
  text.toLowerCase(),
  `/account/${encodeURIComponent(text)}/orders?user=${encodeURIComponent(text)}#${encodeURIComponent(text)}`,
  `https://shop.example/${encodeURIComponent(text)}?utm_source=${encodeURIComponent(text)}&mail=${text}`,
];

/** Properties that hold a text as value, key, nested and in lists. */
function propertiesWith(text: string): AnswerBody {
  const [plain = '', said = '', lower = '', path = '', url = ''] = carriersOf(text);
  const ids = text === CANARY.phone ? {} : { product_id: plain, sku: lower };
  return {
    note: plain,
    comment: said,
    order_id: lower,
    ...ids,
    url,
    path,
    referrer: url,
    title: said,
    coupon: plain,
    [plain]: 'as a key',
    nested: { deep: { [said]: 1, deeper: [plain, { text: said }] } },
    products: [{ ...ids, name: said, url, variant: plain }],
    email: plain,
    phone: plain,
    ip: plain,
    ip_address: plain,
    userAgent: plain,
    user_id: plain,
    customerId: plain,
    name: said,
    first_name: plain,
  };
}

/** Names that hold ids by contract: in them, a long number is none's telephone. */
const HOLDS_ID = /(^id|_id|sku)$/;

/**
 * Copies of a document with each of its texts replaced by a carrier, and each of its objects with one more key.
 *
 * @param choose Of the carriers, those that a place meets; without it, every place meets all of them.
 */
export function plantEverywhere(
  document: unknown,
  text: string,
  choose: (carriers: readonly string[], place: number) => readonly string[] = (carriers) => carriers,
): readonly unknown[] {
  const carriers = carriersOf(text);
  const places = placesOf(document);
  const texts = places.filter((path) => typeof readAt(document, path) === 'string' && mayHold(path, text));
  const objects = [[], ...places].filter((path) => isObject(readAt(document, path)));
  return [
    ...texts.flatMap((path, place) =>
      choose(carriers, place).map((carrier) => replaceAt(document, path, carrier)),
    ),
    ...objects.flatMap((path, place) => {
      const object = readAt(document, path) as AnswerBody;
      const [value = text] = Object.values(object);
      return choose(carriers, place).map((carrier) =>
        replaceAt(document, path, { ...object, [carrier]: value }),
      );
    }),
  ];
}

function mayHold(path: readonly (string | number)[], text: string): boolean {
  return text !== CANARY.phone || !HOLDS_ID.test(String(path.at(-1)));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Headers that show the person, as a browser behind a proxy sends them. */
export const CANARY_HEADERS: Readonly<Record<string, string>> = {
  'x-forwarded-for': `${CANARY.ipv6}, ${CANARY.ip}`,
  'x-real-ip': CANARY.ip,
  forwarded: `for=${CANARY.ip}`,
  'user-agent': CANARY.userAgent,
  referer: `https://shop.example/?mail=${CANARY.email}`,
  cookie: `uid=${CANARY.userId}; mail=${CANARY.email}`,
  from: CANARY.email,
  'x-user-id': CANARY.userId,
};

/** Everything that a page of the site could send of this person, in each mode. */
export async function postFromPages(site: TestSite, nowMs: number): Promise<number> {
  let n = 0;
  const device = 'ca'.repeat(16);
  const modes = [
    {},
    {
      dev: device,
      c: { analytics: true, personalization: true, contact: true, at: nowMs - 5, source: 'banner' },
    },
  ];
  for (const text of [CANARY.email, CANARY.phone, CANARY.ip, CANARY.ipv6, CANARY.userAgent]) {
    const address = text === CANARY.ipv6 ? CANARY.ipv6 : CANARY.ip;
    const headers = { ...CANARY_HEADERS, 'x-forwarded-for': `198.51.100.1, ${address}` };
    for (const mode of modes) {
      const item = (more: object) => ({
        i: `c${n++}`,
        n: 'Product Viewed',
        t: nowMs,
        p: {},
        u: '/',
        r: '',
        ...more,
      });
      const [plain = '', said = '', , path = '', url = ''] = carriersOf(text);
      const base = { s: nowMs, pg: 'ab'.repeat(16), z: 'Europe/Berlin', ...mode };
      const envelopes = [
        {
          ...base,
          e: [item({ p: propertiesWith(text) }), item({ u: path, r: url }), item({ u: url, r: plain })],
        },
        {
          ...base,
          e: [
            item({ i: plain.replaceAll(' ', '') }),
            item({ i: `order:${text}`.replaceAll(' ', '') }),
            item({ n: plain }),
            item({ n: said }),
          ],
        },
        ...plantEverywhere({ ...base, m: 'a', h: 'b', pr: 'c', e: [item({})] }, text),
        {
          ...base,
          m: CANARY.email,
          e: [item({ n: 'Traits Updated', p: { plan: 'pro', email: text, full_name: plain } })],
        },
        { ...base, pg: text.replaceAll(/\D/g, '').padStart(8, '0'), e: [item({})] },
        { ...base, [plain]: said, e: [item({ [plain]: said, p: { [said]: said } })] },
      ];
      const sender = { userAgent: CANARY.userAgent, headers };
      await inLanes(envelopes, (envelope) => site.collect(envelope as AnswerBody, sender));
    }
  }
  return n;
}

/** Everything that a backend could send of this person. */
export async function postFromServers(site: TestSite, nowMs: number): Promise<number> {
  let n = 0;
  const { email, phone, userId, ip, userAgent } = CANARY;
  const namings = [
    { userId, email },
    { userId },
    { email },
    { device: 'cb'.repeat(16), userId, email },
    { visitor: userId },
    { inner: email },
  ];
  for (const consent of [{ analytics: true, contact: true }, { analytics: false }, undefined]) {
    for (const naming of namings) {
      const known = 'userId' in naming ? [email, phone, userId] : [email, phone];
      for (const text of known) {
        const event = (more: object) => ({
          id: `s${n++}`,
          name: 'Product Viewed',
          time: nowMs - 1_000,
          ...naming,
          ...(consent === undefined ? {} : { consent }),
          ...more,
        });
        const [plain = '', said = '', , path = '', url = ''] = carriersOf(text);
        await site.ingest([
          event({
            properties: propertiesWith(text),
            context: { path, referrer: url, ip, userAgent, locale: plain },
          }),
          event({ context: { path: url, referrer: plain } }),
          event({ properties: { path, url, referrer: url } }),
          event({ id: plain.replaceAll(' ', '') }),
          event({
            id: `order:${text}`.replaceAll(' ', ''),
            name: 'Order Completed',
            properties: { order_id: text },
          }),
          event({ name: plain }),
          event({ name: `${plain} Viewed` }),
          event({ source: plain }),
          event({ account: plain }),
          event({ [plain]: said }),
          event({ properties: { ip, user_agent: userAgent, [`a.${plain}`]: 1 } }),
        ]);
      }
    }
  }
  return n;
}

function readAt(document: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], document);
}
