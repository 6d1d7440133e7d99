import { describe, expect, it } from 'vitest';
import { createNetworks } from '../../../integrations/webhook/networks.ts';

const REFUSED = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  'localhost',
  '',
];

describe('networks', () => {
  it.each(REFUSED)('that are private or reserved are not public: %s', (address) => {
    expect(createNetworks('').isPublic(address)).toBe(false);
  });

  it.each(['1.1.1.1', '8.8.8.8', '100.128.0.1', '172.32.0.1', '192.0.1.1', '2606:4700::1111', '2a00::1'])(
    'of everybody are public: %s',
    (address) => {
      expect(createNetworks('').isPublic(address)).toBe(true);
    },
  );

  it('are listed by host, address, block or word', () => {
    const { isListed } = createNetworks(' hooks.LAN, 10.1.0.0/16,192.168.7.7 , loopback, fd00::/8');
    const asked = (host: string, address: string) => isListed(host, address);
    expect([asked('hooks.lan', '172.16.0.1'), asked('x', '10.1.255.1'), asked('x', '192.168.7.7')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([asked('x', '127.9.9.9'), asked('x', '::1'), asked('x', 'fd12::1')]).toEqual([true, true, true]);
    expect([asked('other.lan', '10.2.0.1'), asked('x', '192.168.7.8'), asked('x', 'fe80::1')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0',
    '__proto__,x y',
    'http://hooks.lan',
    'hooks.lan:80',
    '::1/129',
    '10.0.0.0/',
    '*.lan',
  ])('that cannot be read stop the start: %s', (list) => {
    expect(() => createNetworks(list)).toThrow(/INKLING_WEBHOOK_PRIVATE_HOSTS/);
  });
});
