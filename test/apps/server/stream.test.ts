import { IncomingMessage, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStreams } from '../../../apps/server/stream.ts';
import type { SiteId } from '../../../core/entry.ts';
import { ANNA, notice } from '../../core/deliveries/world.ts';
import { type Served, serve } from '../../support/served.ts';
import { bearer, createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';

let served: Served;
let site: TestSite;
let aborts: AbortController[];

beforeEach(async () => {
  served = await serve();
  site = await createSite(served, { name: 'Shop', site: 'shop' });
  aborts = [];
});
afterEach(async () => {
  for (const abort of aborts) abort.abort();
  await served.stop();
});

async function tell(...ids: readonly string[]): Promise<void> {
  const entries = ids.map((id) => notice(id, { site: site.siteId as SiteId }));
  await served.store.append(entries);
  served.deliveries.publish(await served.store.readOutgoing(site.siteId as SiteId, 0, 10_000));
}

/** A reader that keeps what it gets. */
async function openStream(headers: Record<string, string> = {}, query = '') {
  const abort = new AbortController();
  aborts.push(abort);
  const answered = await fetch(`${served.url}/v1/stream${query}`, {
    headers: { ...bearer(site.secretKey), ...headers },
    signal: abort.signal,
  });
  const reader = { answered, abort, text: '', isOver: false, isBroken: false };
  const read = async (): Promise<void> => {
    for await (const chunk of answered.body ?? []) reader.text += Buffer.from(chunk).toString('utf8');
  };
  read()
    .catch(() => {
      reader.isBroken = true;
    })
    .finally(() => {
      reader.isOver = true;
    });
  return reader;
}

const eventsIn = (text: string) =>
  [...text.matchAll(/^id: (\S+)\nevent: notice\ndata: (.+)\n\n/gm)].map(([, place, data = '']) => ({
    place: String(place),
    ...JSON.parse(data),
  }));
const idsIn = (text: string): readonly string[] => eventsIn(text).map(({ id }) => id);

describe('the stream', () => {
  it('tells what happens from now on, as it happens, under the visitors own ids', async () => {
    await tell('before');
    const stream = await openStream();
    expect(stream.answered.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.answered.headers.get('cache-control')).toBe('no-store');
    await until(() => stream.text !== '');
    await tell('n1');
    await until(() => idsIn(stream.text).length === 1);
    await tell('n2', 'n3');
    await until(() => idsIn(stream.text).length === 3);
    expect(eventsIn(stream.text)).toMatchObject([{ id: 'n1', visitor: ANNA }, { id: 'n2' }, { id: 'n3' }]);
  });

  it('goes on from the last event that a reader had, missing none and repeating none', async () => {
    const first = await openStream();
    await until(() => first.text !== '');
    await tell('n1', 'n2');
    await until(() => idsIn(first.text).length === 2);
    first.abort.abort();
    await tell(...Array.from({ length: 250 }, (_, n) => `m${n}`));
    const { place } = eventsIn(first.text)[0] ?? { place: '' };
    const second = await openStream({ 'last-event-id': place });
    await until(() => idsIn(second.text).length === 251);
    await tell('last');
    await until(() => idsIn(second.text).length === 252);
    expect(idsIn(second.text)).toEqual(['n2', ...Array.from({ length: 250 }, (_, n) => `m${n}`), 'last']);
  });

  it('gives a reader its place before anything has happened', async () => {
    const first = await openStream();
    await until(() => first.text !== '');
    first.abort.abort();
    await tell('n1');
    const place = /^id: (\S+)\n\n/.exec(first.text)?.[1] ?? '';
    const second = await openStream({}, `?cursor=${place}`);
    await until(() => idsIn(second.text).length === 1);
  });

  it('ends after what is there for a reader that does not follow', async () => {
    await tell('n1');
    const stream = await openStream(
      { 'last-event-id': Buffer.from('0').toString('base64url') },
      '?follow=false',
    );
    await until(() => stream.isOver);
    expect(idsIn(stream.text)).toEqual(['n1']);
  });

  it('refuses a place that it has not given, and says what one is', async () => {
    const { status, body } = await site.ask('GET', '/v1/stream?cursor=zzz');
    const hint = 'send the `id:` of an event of the stream, unchanged, or none to begin now';
    expect([status, body.error]).toMatchObject([400, { at: 'cursor', hint }]);
  });

  it('begins at the end of the log for a place that lies beyond it', async () => {
    const stream = await openStream({ 'last-event-id': Buffer.from('999999').toString('base64url') });
    await until(() => stream.text !== '');
    await tell('n1');
    await until(() => idsIn(stream.text).length === 1);
  });

  it.each(['nonsense', Buffer.from('-1').toString('base64url'), Buffer.from('"a"').toString('base64url')])(
    'refuses a place that is none: %s',
    async (place) => {
      const { answered, text } = await openStream({ 'last-event-id': place });
      expect([answered.status, text]).toEqual([400, '']);
    },
  );

  it('says every 15 seconds that it is there', async () => {
    const stream = await openStream();
    await until(() => stream.text !== '');
    await served.clock.moveTo(served.clock.now() + 14_999);
    expect(stream.text).not.toContain(': still here');
    await served.clock.moveTo(served.clock.now() + 1);
    await until(() => stream.text.endsWith(': still here\n\n'));
  });

  it('ends with the key that opened it, and is told with the next beat', async () => {
    const stream = await openStream();
    await until(() => stream.text !== '');
    await site.ask('POST', '/v1/sites/shop/rotate-keys', { only: 'secret', overlap: '1h' });
    await served.clock.moveTo(served.clock.now() + 30 * 60_000);
    expect(stream.isOver).toBe(false);
    await served.clock.moveTo(served.clock.now() + 31 * 60_000);
    await until(() => stream.isOver);
    expect(stream.isBroken).toBe(false);
  });

  it('tells nothing of another site', async () => {
    const other = await createSite(served, { name: 'Other' });
    const stream = await openStream();
    await until(() => stream.text !== '');
    await served.store.append([notice('theirs', { site: other.siteId as SiteId })]);
    await tell('ours');
    await until(() => idsIn(stream.text).length === 1);
    expect(idsIn(stream.text)).toEqual(['ours']);
  });

  it('ends when the server stops', async () => {
    const stream = await openStream();
    await until(() => stream.text !== '');
    await served.stop();
    await until(() => stream.isOver);
    expect(stream.isBroken).toBe(false);
  });

  it('cuts off a reader that takes nothing for half a minute, and keeps nothing for it', async () => {
    const cuts: string[] = [];
    const socket = connect(served.port, '127.0.0.1');
    socket.on('close', () => cuts.push('cut')).on('error', () => undefined);
    socket.write(
      `GET /v1/stream?cursor=${Buffer.from('0').toString('base64url')} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${site.secretKey}\r\n\r\n`,
    );
    socket.pause();
    const filler = 'x'.repeat(8_000);
    const entries = Array.from({ length: 2_000 }, (_, n) =>
      notice(`n${n}`, { site: site.siteId as SiteId }, { segment: filler }),
    );
    await served.store.append(entries);
    served.deliveries.publish(await served.store.readOutgoing(site.siteId as SiteId, 0, 1));
    // Whatever the sockets hold is taken; then nothing is, and the clock cuts it off.
    await until(async () => {
      await served.clock.moveTo(served.clock.now() + 1_000);
      socket.read(0);
      return (await readers()) === 0;
    });
    socket.destroy();
  });

  it('keeps nothing for a reader that has gone before it begins', async () => {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    response.destroy();
    const faults: unknown[] = [];
    const { feed } = served.deliveries;
    const { tail } = served.engine;
    const streams = createStreams({
      feed,
      tail,
      clock: served.clock,
      onFault: (error) => faults.push(error),
    });
    const mayGoOn = async () => true;
    streams.open({ site: site.siteId as SiteId, after: 0, follows: true, mayGoOn }, response);
    expect([streams.count(), faults]).toEqual([0, []]);
  });

  it('takes a hundred readers of a site, and refuses the next', async () => {
    for (let n = 0; n < 100; n += 1) await openStream();
    expect((await openStream()).answered.status).toBe(429);
    aborts[0]?.abort();
    await until(async () => (await openStream()).answered.status === 200);
  });
});

/** Connections that the server holds, by its own count. */
async function readers(): Promise<number> {
  const metrics = await (await fetch(`${served.url}/metrics`)).text();
  return Number(/inkling_stream_readers (\d+)/.exec(metrics)?.[1]);
}
