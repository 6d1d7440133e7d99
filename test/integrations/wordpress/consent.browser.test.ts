import { expect, it } from 'vitest';
import { buildFiles } from '../../../integrations/wordpress/built-files.ts';
import { playSite, writeLocalPage } from '../../core/tracker/local/support.ts';
import { describeInBrowser } from '../../core/tracker/support.ts';

const MOST_BYTES = 1_500;
const CONSENT = '<script src="/assets/consent.js" defer></script>';

/**
 * WordPress's Consent API as a page has it: a cookie a category, and what its type makes of one that is missing.
 *
 * @param type What the site falls back to; `''`: nobody said.
 */
const api = (type: string, cookies: Record<string, string> = {}): string => `
  window.wp_fallback_consent_type = '${type}';
  window.consent_api = { cookie_prefix: 'wp_consent' };
  window.consentCookies = Object.assign(window.consentCookies ?? {}, ${JSON.stringify(cookies)});
  window.consent_api_get_cookie = (name) => consentCookies[name.replace('wp_consent_', '')] ?? '';
  window.wp_has_consent = (category) => {
    const type = window.wp_consent_type || window.wp_fallback_consent_type;
    const value = consent_api_get_cookie('wp_consent_' + category);
    return !type || (type.includes('optout') && value === '') || value === 'allow';
  };
  window.wp_set_consent = (category, value) => {
    consentCookies[category] = value;
    document.dispatchEvent(new CustomEvent('wp_listen_for_consent_change', { detail: { [category]: value } }));
  };`;
const inline = (code: string): string => `<script>${code}</script>`;
const ALL = { analytics: true, personalization: true, contact: true, share: true };
const SOURCE = { source: 'wp-consent-api' };

describeInBrowser("what visitors allow in WordPress's Consent API", (stage) => {
  async function open(head: string, after = CONSENT): Promise<void> {
    playSite(stage.site);
    stage.site.pages.set('/', { body: writeLocalPage(stage, {}, { head, after }) });
    await stage.guest.open('/');
    await stage.guest.pass(1000);
  }
  /** As the collector hears it with the latest post, without the instant. */
  async function heard(): Promise<unknown> {
    await stage.guest.drain();
    const { at: _at, ...said } = stage.site.posts.at(-1)?.envelope.c ?? {};
    return said;
  }
  const change = (...changes: readonly (readonly [string, 'allow' | 'deny'])[]): Promise<void> =>
    stage.guest.page.evaluate(changes.map((one) => `wp_set_consent(...${JSON.stringify(one)})`).join(';'));

  it('is small', () => {
    expect(Buffer.byteLength(buildFiles().get('assets/consent.js') ?? '')).toBeLessThanOrEqual(MOST_BYTES);
  });

  it.each([
    [
      'before the tracker',
      `${inline(api('optin', { statistics: 'allow', marketing: 'allow' }))}${CONSENT}`,
      '',
    ],
    ['after it', inline(api('optin', { statistics: 'allow', marketing: 'allow' })), CONSENT],
  ])('its choice is known to the tracker where this loads %s', async (_, head, after) => {
    await open(head, after);
    expect(await heard()).toEqual({ ...SOURCE, ...ALL });
  });

  it('statistics alone allow a history, and nothing that it would be used for', async () => {
    await open(inline(api('optin', { statistics: 'allow' })));
    const none = { personalization: false, contact: false, share: false };
    expect(await heard()).toEqual({ ...SOURCE, ...none, analytics: true });
  });

  it('where not even anonymous statistics are allowed, nothing leaves the page', async () => {
    await open(inline(api('optin')));
    await stage.guest.call('Later Happened');
    await stage.guest.pass(2000);
    expect(stage.site.posts).toEqual([]);
  });

  it('anonymous statistics go on where no history is allowed', async () => {
    await open(inline(api('optin', { 'statistics-anonymous': 'allow' })));
    await stage.guest.drain();
    expect(stage.site.names()).toContain('Page Viewed');
    expect(stage.site.posts.at(-1)?.envelope).toMatchObject({ c: SOURCE });
    expect(stage.site.posts.at(-1)?.envelope.c?.analytics).toBeUndefined();
  });

  it.each([
    ['nobody has it', ''],
    ['no consent tool says of which type it is', inline(api(''))],
  ])("the site's own policy rules where %s", async (_, head) => {
    await open(head);
    await stage.guest.drain();
    expect(stage.site.posts.at(-1)?.envelope.c).toBeUndefined();
    expect(stage.site.names()).toContain('Page Viewed');
  });

  it('where silence allows, silence is no grant: nothing is kept on the device', async () => {
    await open(inline(api('optout')));
    expect(await heard()).toEqual({ ...SOURCE, required: false });
    expect(await stage.guest.page.evaluate('localStorage.length')).toBe(0);
  });

  it('where silence allows, a no is a no', async () => {
    await open(inline(api('optout', { statistics: 'deny', 'statistics-anonymous': 'deny' })));
    await stage.guest.pass(2000);
    expect(stage.site.posts).toEqual([]);
  });

  it('a choice on the page counts from then on, said once for all its categories', async () => {
    await open(inline(api('optin', { 'statistics-anonymous': 'allow' })));
    await stage.guest.drain();
    await stage.guest.page.evaluate(`
      const { inkling } = window;
      window.calls = [];
      window.inkling = Object.assign((...call) => { calls.push(call); inkling(...call); }, inkling);`);
    await change(['statistics', 'allow'], ['marketing', 'allow']);
    expect(await heard()).toEqual({ ...SOURCE, ...ALL });
    const said = await stage.guest.page.evaluate("calls.filter(([name]) => name === 'consent').length");
    expect(said).toBe(1);
  });

  it('who takes it back is forgotten by the device, and says nothing more', async () => {
    await open(inline(api('optin', { statistics: 'allow', 'statistics-anonymous': 'allow' })));
    await stage.guest.drain();
    await change(['statistics', 'deny']);
    await stage.guest.pass(2000);
    const { envelope } = await stage.site.until(({ envelope: { c } }) => c?.analytics === false);
    expect(envelope.e).toEqual([]);
    expect(await stage.guest.page.evaluate('localStorage.length')).toBe(0);
    const before = stage.site.items().length;
    await stage.guest.call('Later Happened');
    await stage.guest.pass(2000);
    expect(stage.site.items()).toHaveLength(before);
  });

  it('a grant of an earlier page is taken back where the tool denies it now', async () => {
    await open(inline(api('optin', { statistics: 'allow', 'statistics-anonymous': 'allow' })));
    await stage.guest.drain();
    stage.site.pages.set('/later', {
      body: writeLocalPage(
        stage,
        {},
        { head: inline(api('optin', { 'statistics-anonymous': 'allow' })), after: CONSENT },
      ),
    });
    await stage.guest.open('/later');
    await stage.guest.pass(1000);
    await stage.site.until(({ envelope: { c } }) => c?.analytics === false);
    expect(await stage.guest.page.evaluate('localStorage.length')).toBe(0);
  });

  it.each([
    [
      'says its type late',
      "window.wp_consent_type = 'optin'; document.dispatchEvent(new CustomEvent('wp_consent_type_defined'))",
      api(''),
    ],
    [
      'arrives late',
      `${api('optin')};document.dispatchEvent(new CustomEvent('wp_consent_type_defined'))`,
      '',
    ],
  ])('a tool that %s is heard then', async (_, later, sooner) => {
    await open(inline(`window.consentCookies = { statistics: 'allow', marketing: 'allow' };${sooner}`));
    expect(await heard()).toEqual({});
    await stage.guest.page.evaluate(later);
    expect(await heard()).toEqual({ ...SOURCE, ...ALL });
  });
});
