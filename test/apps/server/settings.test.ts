import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../apps/server/settings.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

describe('the settings', () => {
  it('have a default for everything', () => {
    expect(readSettings({})).toEqual({
      port: 4700,
      host: '127.0.0.1',
      dataDir: 'data',
      mongodbUrl: null,
      erasureLogPath: 'data/erasures.log',
      masterKey: null,
      publicUrl: null,
      trustedProxies: '',
      logLevel: 'info',
      profileCacheBytes: 512 * 1024 * 1024,
      mostConnections: 4_096,
      webhookPrivateHosts: '',
      mail: { server: null, from: null },
      shopify: null,
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
    ['INKLING_SMTP_URL', 'mail.example.com'],
    ['INKLING_SMTP_URL', 'https://mail.example.com'],
    ['INKLING_SMTP_URL', 'smtp://'],
    ['INKLING_SMTP_URL', 'smtp://user@127.0.0.1'],
    ['INKLING_SMTP_URL', 'smtp://127.0.0.1/inbox'],
    ['INKLING_SMTP_URL', 'smtp://us%er:pass%zz@127.0.0.1'],
    ['INKLING_SMTP_TLS', 'sometimes'],
    ['INKLING_MAIL_FROM', 'Heron Shop'],
    ['INKLING_MAIL_FROM', 'Heron <post@heron.example>, Eve <eve@example.com>'],
  ])('stop the start when %s is "%s": place, fault, cure', (name, value) => {
    const read = () => readSettings({ [name]: value });
    expect(read).toThrow(new RegExp(`^\\[inkling\\] \\[${name}\\] .+: .+`));
    expect(read).toThrow(expect.objectContaining({ code: expect.stringMatching(/_setting$/) }));
  });

  it('take a mail server with the encryption it needs, and a sender', () => {
    const read = (env: Readonly<Record<string, string>>) =>
      readSettings({ PUBLIC_URL: 'https://i.example.com', ...env }).mail;
    const url = 'smtp://user%40heron:p%3Aw@mail.example.com';
    expect(read({ INKLING_SMTP_URL: url, INKLING_MAIL_FROM: '"Heron, Shop" <post@heron.example>' })).toEqual({
      server: {
        host: 'mail.example.com',
        port: 587,
        isTlsFirst: false,
        tls: 'required',
        login: { user: 'user@heron', password: 'p:w' },
      },
      from: { name: 'Heron, Shop', address: 'post@heron.example' },
    });
    expect(read({ INKLING_SMTP_URL: url, INKLING_SMTP_TLS: 'optional' }).server).toMatchObject({
      tls: 'optional',
    });
    expect(read({ INKLING_SMTP_URL: 'smtps://mail.example.com:4465' }).server).toMatchObject({
      port: 4465,
      isTlsFirst: true,
    });
    expect(read({ INKLING_SMTP_URL: 'smtp://[::1]:25' }).server).toMatchObject({
      host: '::1',
      tls: 'none',
      login: null,
    });
    expect(read({ INKLING_SMTP_URL: 'sink' }).server).toBe('sink');
  });

  it.each([{}, { PUBLIC_URL: 'http://i.example.com' }])(
    'want an https: address for the link that unsubscribes, where mail leaves this machine: %o',
    (env) => {
      const read = () => readSettings({ INKLING_SMTP_URL: 'smtp://mail.example.com', ...env });
      expect(read).toThrow(/^\[inkling\] \[PUBLIC_URL\] .+: .+/);
    },
  );

  it('never repeat a secret in a refusal', () => {
    const url = 'smtp://user:c2VjcmV0@mail.example.com/path';
    expect(() => readSettings({ INKLING_SMTP_URL: url })).toThrow(/^(?!.*c2VjcmV0)/);
    expect(() => readSettings({ MASTER_KEY: 'c2VjcmV0LXNlY3JldA==' })).toThrow(/^(?!.*c2VjcmV0)/);
  });
});

describe('a database that servers share', () => {
  const shared = { MONGODB_URL: 'mongodb://ann:hidden@db.example/shop', MASTER_KEY: KEY };

  it('is taken with the master key that they share', () => {
    expect(readSettings(shared)).toMatchObject({
      mongodbUrl: shared.MONGODB_URL,
      masterKey: Buffer.alloc(32, 7),
    });
  });

  it.each([
    ['MASTER_KEY', { MONGODB_URL: shared.MONGODB_URL }],
    ['INKLING_ERASURES_LOG', { ...shared, INKLING_ERASURES_LOG: '/var/erasures.log' }],
  ])('is refused over %s: place, fault, cure, and not the password', (name, env) => {
    expect(() => readSettings(env)).toThrow(new RegExp(`^\\[inkling\\] \\[${name}\\] .+MONGODB_URL.+: .+`));
    expect(() => readSettings(env)).not.toThrow(/hidden/);
  });
});
