/** Somebody made up, sent through the doors of a running server as pages and shops send people. */
import { createHmac, randomBytes } from 'node:crypto';

export type Door = {
  readonly method: string;
  readonly path: string;
  readonly key?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
};
/** Answers what came back; throws for what the doors refuse. */
export type Knock = (door: Door) => Promise<Readonly<Record<string, unknown>>>;

export type Marks = {
  readonly email: string;
  readonly userId: string;
  readonly userAgent: string;
  readonly device: string;
  readonly order: string;
  readonly token: string;
};

export type Site = {
  readonly siteId: string;
  readonly writeKey: string;
  readonly secretKey: string;
};

/** Random, so that nothing of them can stand anywhere by chance or from before. */
export function makeMarks(): Marks {
  const seed = randomBytes(6).toString('hex');
  return {
    email: `canary.${seed}@nest-${seed}.example`,
    userId: `Canary-Customer-${seed}`,
    userAgent: `Mozilla/5.0 (Canary; Nest ${seed}) Gecko/20100101 Firefox/140.0`,
    device: randomBytes(16).toString('hex'),
    order: `Q-${seed}-B`,
    token: `token${seed}`,
  };
}

const ALLOWED = { analytics: true, personalization: true, contact: true, share: true };

/**
 * A segment, a campaign and a receiver; then a visit before consent and after it, a log-in, an order, an address, what was
 * shown, and a look at all of it.
 */
export async function plant(
  knock: Knock,
  site: Site,
  marks: Marks,
  hook: string,
): Promise<readonly string[]> {
  const { secretKey: key } = site;
  await prepare(knock, key, hook);
  await visit(knock, site, marks);
  const { userId, email, device, order, token } = marks;
  const person = { device, userId, email, consent: ALLOWED };
  await knock({
    method: 'POST',
    path: '/v1/consent',
    key,
    body: { userId, email, purposes: ALLOWED, source: 'form' },
  });
  const events = [
    {
      id: `seen-${token.slice(5)}`,
      name: 'Product Viewed',
      ...person,
      properties: { product_id: 'p1', note: `write to ${email}` },
    },
    {
      id: `bought-${token.slice(5)}`,
      name: 'Order Completed',
      ...person,
      properties: { order_id: order, total: 50, currency: 'EUR', products: [] },
    },
  ];
  await knock({ method: 'POST', path: '/v1/events', key, body: { events } });
  const { visitor } = await knock({ method: 'POST', path: '/v1/visitors/lookup', key, body: { userId } });
  const held = await knock({ method: 'GET', path: `/v1/visitors/${String(visitor)}/export`, key });
  const { recordedUnder } = held.visitor as { readonly recordedUnder: readonly string[] };
  return recordedUnder;
}

async function prepare(knock: Knock, key: string, hook: string): Promise<void> {
  const segment = { name: 'Viewers', when: { event: 'Product Viewed' } };
  const treatment = { kind: 'message', title: 'Hello', text: 'Stay a moment.' };
  const campaign = {
    name: 'Hello',
    state: 'live',
    trigger: { event: 'Product Added' },
    variants: [{ key: 'a', treatment }],
  };
  const webhook = { url: hook, types: ['notice', 'decision'] };
  await knock({ method: 'PUT', path: '/v1/segments/viewers', key, body: segment });
  await knock({ method: 'PUT', path: '/v1/campaigns/hello', key, body: campaign });
  await knock({ method: 'PUT', path: '/v1/webhooks/trial', key, body: webhook });
}

async function visit(knock: Knock, site: Site, marks: Marks): Promise<void> {
  const { device, userId, email, token, userAgent } = marks;
  // As the tracker makes it (WIRE.md): the number itself never leaves the page.
  const inner = createHmac('sha256', site.siteId).update(userId.toLowerCase()).digest('hex');
  const proof = createHmac('sha256', site.secretKey).update(inner, 'utf8').digest('hex');
  const page = randomBytes(16).toString('hex');
  const now = Date.now();
  const address = `/basket?mail=${encodeURIComponent(email)}&session=${token}#${token}`;
  const item = (name: string, properties: object) => ({
    i: randomBytes(8).toString('hex'),
    n: name,
    t: now,
    p: properties,
    u: address,
  });
  const send = (body: object) =>
    knock({
      method: 'POST',
      path: `/v1/collect?k=${site.writeKey}`,
      body: { ver: 1, s: now, pg: page, ...body },
      headers: {
        'content-type': 'text/plain',
        'user-agent': userAgent,
        referer: `https://shop.example${address}`,
      },
    });
  await send({ e: [item('Page Viewed', { email, note: `I am ${email}` })] });
  const c = { ...ALLOWED, at: now };
  const { do: decisions } = await send({
    dev: device,
    c,
    h: inner,
    pr: proof,
    d: 1,
    e: [item('Product Added', { product_id: 'p1', user_id: userId })],
  });
  for (const { id } of (decisions ?? []) as readonly { readonly id: string }[])
    await knock({
      method: 'POST',
      path: `/v1/exposures?k=${site.writeKey}`,
      body: { decision: id, shown: true, at: now, s: now },
    });
}
