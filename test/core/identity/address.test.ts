import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressPrefix, clientAddress, createTrustedProxies } from '../../../core/identity/address.ts';

describe('trusted proxies', () => {
  it.each([
    ['loopback', '127.0.0.1', true],
    ['loopback', '127.8.9.1', true],
    ['loopback', '::1', true],
    ['loopback', '::ffff:127.0.0.1', true],
    ['loopback', '10.0.0.1', false],
    ['private', '192.168.7.7', true],
    ['private', '172.32.0.1', false],
    ['private', 'fd00::1', true],
    ['10.0.0.0/8, 2001:db8::/32', '10.255.0.1', true],
    ['10.0.0.0/8, 2001:db8::/32', '2001:db8:1::1', true],
    ['10.0.0.0/8, 2001:db8::/32', '2001:db9::1', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['', '127.0.0.1', false],
    ['loopback', 'not an address', false],
    ['loopback', '', false],
  ])('"%s" trusts %s: %s', (list, address, expected) => {
    expect(createTrustedProxies(list).trusts(address)).toBe(expected);
  });

  it.each([
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/x',
    '10.0.0.0/-1',
    'proxy.example',
    '10.0.0',
    'loopback;private',
    '__proto__',
    'constructor',
  ])('"%s" is refused: place, fault, cure', (list) => {
    expect(() => createTrustedProxies(list)).toThrow(
      /\[TRUSTED_PROXIES\] .+ is not an address or block: write/,
    );
  });
});

describe('the address of a visitor', () => {
  const proxies = createTrustedProxies('loopback, 10.0.0.0/8');

  it.each([
    ['nobody in between', '203.0.113.7', undefined, '203.0.113.7'],
    ['a claim by a stranger', '203.0.113.7', '192.0.2.1', '203.0.113.7'],
    ['one proxy', '127.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['a claim before the proxy', '127.0.0.1', '192.0.2.1, 203.0.113.7', '203.0.113.7'],
    ['two proxies', '127.0.0.1', '192.0.2.1, 203.0.113.7, 10.1.1.1', '203.0.113.7'],
    ['proxies all the way', '127.0.0.1', '10.1.1.1, 10.1.1.2', '10.1.1.1'],
    ['a port', '127.0.0.1', '203.0.113.7:4711', '203.0.113.7'],
    ['IPv6 in brackets', '127.0.0.1', '[2001:db8::7]:4711', '2001:db8::7'],
    ['IPv6', '::1', '2001:db8::7', '2001:db8::7'],
    ['a mapped address', '::ffff:127.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
    ['a mapped address with a port', '127.0.0.1', '[::ffff:203.0.113.7]:4711', '203.0.113.7'],
    ['nonsense', '127.0.0.1', 'unknown', '127.0.0.1'],
    ['nonsense behind a proxy', '127.0.0.1', '203.0.113.7, unknown', '127.0.0.1'],
    ['nothing in the header', '127.0.0.1', '', '127.0.0.1'],
  ])('%s', (_title, socket, header, expected) => {
    expect(clientAddress(socket, header, proxies)).toBe(expected);
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113'],
    ['::ffff:203.0.113.7', '203.0.113'],
    ['2001:db8:abcd:12::1', '2001:db8:abcd'],
    ['2001:0DB8:00ab::1', '2001:db8:ab'],
    ['2001:db8::1', '2001:db8:0'],
    ['::1', '0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0'],
    ['', 'unknown'],
    ['anywhere', 'unknown'],
  ])('of %s is %s', (address, expected) => {
    expect(addressPrefix(address)).toBe(expected);
  });

  it('never tells the host', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(255), (address, host) => {
        const neighbour = `${address.slice(0, address.lastIndexOf('.'))}.${host}`;
        expect(addressPrefix(address)).toBe(addressPrefix(neighbour));
      }),
      { seed: 2 },
    );
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const prefix = addressPrefix(address);
        expect(prefix === 'unknown' || prefix.split(/[.:]/).length === 3).toBe(true);
      }),
      { seed: 2 },
    );
  });
});
