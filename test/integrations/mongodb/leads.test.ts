import { describe, expect, it } from 'vitest';
import { LEASE_MS } from '../../../integrations/mongodb/touch.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { until } from '../../support/until.ts';
import { createWork, openRoom, SECOND, START } from './peers-room.ts';

const nextUrl = mongoDatabases('leads');

describe('work of one server', () => {
  it('is done by one, and by another once that one has gone', async () => {
    const room = await openRoom(nextUrl());
    const { said, by } = createWork();
    const [one, two] = [await room.join('one'), await room.join('two')];
    one.lead('deliveries', by('one'));
    await until(async () => said.length === 1);
    two.lead('deliveries', by('two'));
    await room.passUntil(() => room.clock.now() > START + 2 * LEASE_MS);
    expect(said).toEqual(['one starts']);
    await one.close();
    const closed = room.clock.now();
    await room.passUntil(() => said.length === 3);
    expect(room.clock.now() - closed).toBeLessThan(LEASE_MS / 2);
    expect(said).toEqual(['one starts', 'one stops', 'two starts']);
  });

  it('is begun by nobody who ends meanwhile, and is free then', async () => {
    const room = await openRoom(nextUrl());
    const { said, by } = createWork();
    const one = await room.join('one');
    one.lead('deliveries', by('one'));
    await one.close();
    expect(said).toEqual(['one starts', 'one stops']);
    expect(await room.db.collection('leases').countDocuments()).toBe(0);
  });

  it('is taken over from one that was killed, after its lease', async () => {
    const room = await openRoom(nextUrl());
    const { said, by } = createWork();
    const [one, two] = [await room.join('one'), await room.join('two')];
    one.lead('deliveries', by('one'));
    await until(async () => said.length === 1);
    two.lead('deliveries', by('two'));
    one.kill();
    await room.passUntil(() => room.clock.now() > START + LEASE_MS - SECOND);
    expect(said).toEqual(['one starts']);
    await room.passUntil(() => said.length === 2);
    expect(said).toEqual(['one starts', 'two starts']);
  });
});
