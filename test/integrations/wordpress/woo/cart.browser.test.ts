import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildFiles } from '../../../../integrations/wordpress/built-files.ts';
import { describeInBrowser, type Stage } from '../../../core/tracker/support.ts';
import { decide, open, PRODUCTS, SAMPLES } from '../../../core/tracker/treatments/support.ts';

const FILE = buildFiles().get('assets/woo-cart.js') ?? '';
const MOST_BYTES = 1_000;
const PHP = '../../../../integrations/wordpress/plugin/includes/woo/class-woo-cart-script.php';

/** As PHP prints it in front of the tracker. */
function readListener(): string {
  const source = readFileSync(join(import.meta.dirname, PHP), 'utf8');
  const [, text = ''] = /const LISTENER = '([^']+)';/.exec(source) ?? [];
  return text.replace('%1$s', '"/assets/woo-cart.js?ver=1"').replace('%2$s', '"/wp-json/wc/store/v1/"');
}

type Asked = { readonly path: string; readonly nonce: string | undefined; readonly body: unknown };

/** A shop of which the Store API answers so, each time with the next nonce. */
async function playShop({ guest }: Stage, statuses: readonly number[]): Promise<Asked[]> {
  const asked: Asked[] = [];
  await guest.page.route('**/assets/woo-cart.js?ver=1', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: FILE }),
  );
  await guest.page.route('**/wp-json/wc/store/v1/**', (route) => {
    const request = route.request();
    const { nonce } = request.headers();
    asked.push({ path: new URL(request.url()).pathname, nonce, body: request.postDataJSON() });
    return route.fulfill({
      status: statuses[asked.length - 1] ?? 500,
      headers: { nonce: `nonce-${asked.length}` },
      body: '{}',
    });
  });
  return asked;
}

const head = `<script>${readListener()}
  document.addEventListener('wc-blocks_added_to_cart', () => (window.isToldToBlocks = true));</script>`;
const [first, second] = PRODUCTS.map((product, at) => ({ ...product, product: `${at + 7}` }));
const bundle = decide({
  ...SAMPLES.bundle,
  products: [{ ...(first as (typeof PRODUCTS)[0]), variant: '71' }, second as (typeof PRODUCTS)[0]],
});

describeInBrowser('a bundle in a shop of WooCommerce', (stage) => {
  const press = (): Promise<void> => stage.guest.page.getByRole('button', { name: 'Add both' }).click();

  it('is a small file', () => {
    expect(Buffer.byteLength(FILE)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('is put into its cart, with the nonce that each answer brought', async () => {
    const asked = await playShop(stage, [200, 201, 201]);
    await open(stage, [bundle], { head });
    expect(asked).toEqual([]);
    await press();
    await stage.guest.page.getByText('Added to the cart.').waitFor();
    expect(asked).toEqual([
      { path: '/wp-json/wc/store/v1/cart', nonce: undefined, body: null },
      { path: '/wp-json/wc/store/v1/cart/add-item', nonce: 'nonce-1', body: { id: 71, quantity: 1 } },
      { path: '/wp-json/wc/store/v1/cart/add-item', nonce: 'nonce-2', body: { id: 8, quantity: 1 } },
    ]);
    expect(await stage.guest.page.evaluate('isToldToBlocks')).toBe(true);
  });

  it('says so where the shop refuses one of them, and may be tried again', async () => {
    const asked = await playShop(stage, [200, 409, 200, 201, 201]);
    await open(stage, [bundle], { head });
    await press();
    await stage.guest.page.getByText('That did not work.').waitFor();
    expect(asked).toHaveLength(2);
    await press();
    await stage.guest.page.getByText('Added to the cart.').waitFor();
  });

  it('is left to a page that takes it itself', async () => {
    const asked = await playShop(stage, []);
    const own = `<script>document.addEventListener('inkling:add-to-cart', (event) => event.preventDefault(), true);</script>`;
    await open(stage, [bundle], { head: own + head });
    await press();
    await stage.guest.page.getByText('Added to the cart.').waitFor();
    expect(asked).toEqual([]);
  });
});
