import { describe, expect, it } from 'vitest';
import { deviceOf } from '../../../core/identity/devices.ts';
import { createHashKey, deviceVisitor, personVisitor } from '../../../core/identity/hash.ts';

const idKey = createHashKey(Buffer.alloc(32, 7));
const of = (id: string | undefined) => deviceOf(id, { idKey });
const UUID = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

describe('the device that a library’s id stands for', () => {
  it.each([UUID, UUID.toUpperCase(), ` ${UUID} `, UUID.replaceAll('-', '')])(
    '%s is the tracker’s own',
    (id) => {
      expect(of(id)).toBe(deviceVisitor(idKey, UUID.replaceAll('-', '')));
    },
  );

  it('is one for each other text, and no person', () => {
    const texts = ['wanderer-1', 'Wanderer-1', 'ab'.repeat(32), UUID.slice(1)];
    const devices = texts.map(of);
    expect(new Set(devices).size).toBe(texts.length);
    for (const device of devices) expect(device).toMatch(/^[0-9a-f]{32}$/);
    expect(of('ab'.repeat(32))).not.toBe(personVisitor(idKey, 'ab'.repeat(32)));
  });

  it.each([undefined, '', ' ', 'null', 'undefined', '00000000-0000-0000-0000-000000000000', '0'.repeat(32)])(
    '%s is nobody’s',
    (id) => {
      expect(of(id)).toBeNull();
    },
  );
});
