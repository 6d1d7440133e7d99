import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../apps/server/settings.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

describe('the settings', () => {
  it('have a default for everything', () => {
    expect(readSettings({})).toEqual({
      port: 4700,
      host: '127.0.0.1',
      dataDir: 'data',
      masterKey: null,
      publicUrl: null,
      trustedProxies: '',
      logLevel: 'info',
      profileCacheBytes: 512 * 1024 * 1024,
      webhookPrivateHosts: '',
    });
  });

  it('take what the environment says, and an empty one as unset', () => {
    const settings = readSettings({
      PORT: '0',
      HOST: '::',
      DATA_DIR: '',
      MASTER_KEY: KEY,
      PUBLIC_URL: 'https://i.example.com/',
      TRUSTED_PROXIES: 'loopback, 10.0.0.0/8',
      LOG_LEVEL: 'trace',
      PROFILE_CACHE_MB: '16',
      PATH: '/usr/bin',
    });
    expect(settings).toMatchObject({
      port: 0,
      host: '::',
      dataDir: 'data',
      publicUrl: 'https://i.example.com',
    });
    expect(settings.masterKey?.length).toBe(32);
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['MASTER_KEY', 'short'],
    ['MASTER_KEY', `${KEY}AAAA`],
    ['PUBLIC_URL', 'inkling.example.com'],
    ['PUBLIC_URL', 'ftp://inkling.example.com'],
    ['TRUSTED_PROXIES', '10.0.0.0/64'],
    ['TRUSTED_PROXIES', 'my-proxy'],
    ['LOG_LEVEL', 'loud'],
    ['PROFILE_CACHE_MB', '1'],
    ['MONGODB_URL', 'localhost:27017'],
    ['INKLING_PROT', '4700'],
    ['INKLING_WEBHOOK_PRIVATE_HOSTS', '10.0.0.0/33'],
    ['INKLING_WEBHOOK_PRIVATE_HOSTS', 'http://hooks.lan'],
    ['INKLING_WEBHOOK_PRIVATE_HOSTS', '10.0.0'],
  ])('stop the start when %s is "%s": place, fault, cure', (name, value) => {
    const read = () => readSettings({ [name]: value });
    expect(read).toThrow(new RegExp(`^\\[inkling\\] \\[${name}\\] .+: .+`));
    expect(read).toThrow(expect.objectContaining({ code: expect.stringMatching(/_setting$/) }));
  });

  it('never repeat a secret in a refusal', () => {
    expect(() => readSettings({ MASTER_KEY: 'c2VjcmV0LXNlY3JldA==' })).toThrow(/^(?!.*c2VjcmV0)/);
  });
});
