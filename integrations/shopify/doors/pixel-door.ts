/**
 * Posts of the web pixel, from the checkout that no theme reaches. It holds no id of the device: whose checkout it is, the
 * cart says, which a page of the shop named before with consent; else what it sees is only counted.
 */
import { readEnvelope } from '../../../core/collect/envelope.ts';
import { type JsonObject, readJson } from '../../../core/collect/json.ts';
import type { VisitorId } from '../../../core/entry.ts';
import { type Outcome, refuse } from '../../../core/errors.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import type { Site } from '../../../core/sites/site.ts';
import { PLATFORM } from '../installation/shops.ts';
import { type Joins, namesOfPage, tokensOfPage } from '../intake/joins.ts';
import type { Asked, Door } from './doors.ts';

const MOST_BYTES = 64 * 1024;

export type PixelPorts = Pick<PlatformPorts, 'engine' | 'web'> & {
  readonly joins: Pick<Joins, 'find'>;
  /** Hears of every post that was taken. */
  readonly onPixel: (
    site: Site,
    post: { readonly names: readonly string[]; readonly accepted: number },
  ) => void;
};

export function createPixelDoor(ports: PixelPorts): Door {
  return async (asked) => ports.web.send(asked.response, await take(asked, ports));
}

async function take({ request, query }: Asked, ports: PixelPorts): Promise<Outcome<unknown>> {
  const { engine, web, joins, onPixel } = ports;
  const site = engine.sites.byWriteKey(query.get('k') ?? '');
  if (!site.ok) return site;
  if (site.value.platform !== PLATFORM)
    return refuse('wrong_key_kind', 'k', 'this key is no shop’s of Shopify');
  const seen = web.readSeen(request);
  const refusal = engine.admission.admit(site.value, seen.addressPrefix);
  if (refusal !== null) return refusal;
  const bytes = await web.readBody(request, MOST_BYTES);
  if (!bytes.ok) return bytes;
  const body = readJson(bytes.value);
  if (!body.ok) return body;
  const visitor = seen.gpc ? null : await joins.find(site.value, tokensOfPage(body.value));
  const answer =
    visitor === null
      ? await engine.collect(site.value, body.value, seen)
      : await recordFor(site.value, { body: body.value, visitor }, ports);
  if (answer.ok) onPixel(site.value, { names: namesOfPage(body.value), accepted: answer.value.accepted });
  return answer;
}

type Post = { readonly body: JsonObject; readonly visitor: VisitorId };

/** Recorded as a page's word, which no order counts by; consent is what the record of the visitor says. */
async function recordFor(
  site: Site,
  { body, visitor }: Post,
  { engine }: PixelPorts,
): Promise<Outcome<{ readonly accepted: number }>> {
  const excess = engine.admission.admitVisitor(site, visitor);
  if (excess !== null) return excess;
  const read = readEnvelope(body);
  if (!read.ok) return read;
  const { items } = read.value;
  return engine.ingest(site, {
    events: items.map(({ id, name, time, properties, address }) => ({
      ...{ id, name, time, properties, visitor, source: 'web' },
      ...(address === '' ? {} : { context: { path: address } }),
    })),
  });
}
