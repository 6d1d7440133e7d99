import { expect, it } from 'vitest';
import { describeInBrowser, type Stage } from '../support.ts';
import { decide, open, PRODUCTS, SAMPLES, told } from './support.ts';

const ANY = { product: '', title: '' };
const addAll = ({ guest }: Stage): Promise<void> =>
  guest.page.getByRole('button', { name: 'Add both' }).click();
const item = (product_id: string, variant_id?: string) => ({
  product_id,
  quantity: 1,
  ...(variant_id && { variant_id }),
});

describeInBrowser('a bundle', (stage) => {
  const takes = (handle: string): string =>
    `<script>window.taken = null; document.addEventListener('inkling:add-to-cart', (event) => { taken = event.detail.items; ${handle} })</script>`;

  it('is added by the page that cancels its event, and converted then', async () => {
    const decision = decide(SAMPLES.bundle);
    await open(stage, [decision], { head: takes('event.preventDefault()') });
    await addAll(stage);
    await stage.site.untilExposed(({ action }) => action === 'converted');
    expect(await stage.guest.page.evaluate('taken')).toEqual([item('p1'), item('p2')]);
    expect(await told(stage, decision)).toEqual([
      { shown: true },
      { action: 'clicked' },
      { action: 'converted' },
    ]);
    await stage.guest.page.getByText('Added to the cart.').waitFor();
  });

  it('is not converted before the page says that it is done, nor when that fails', async () => {
    const decision = decide(SAMPLES.bundle);
    await open(stage, [decision], {
      head: takes(
        'event.preventDefault(); event.detail.waitUntil(new Promise((_, fail) => (window.fail = fail)))',
      ),
    });
    await addAll(stage);
    expect(await stage.guest.page.getByRole('button', { name: 'Add both' }).isDisabled()).toBe(true);
    await stage.guest.page.evaluate('fail(new Error("sold out"))');
    await stage.guest.page.getByText('That did not work.').waitFor();
    expect(await told(stage, decision)).toEqual([{ shown: true }, { action: 'clicked' }]);
  });

  it('leaves out what lies in the cart already, and its price', async () => {
    const [first = ANY, second = ANY] = PRODUCTS;
    const products = [{ ...first, isInCart: true }, second];
    await open(stage, [decide({ ...SAMPLES.bundle, products })], { head: takes('event.preventDefault()') });
    await stage.guest.page.getByText('Total €9.50').waitFor();
    await addAll(stage);
    expect(await stage.guest.page.evaluate('taken')).toEqual([item('p2')]);
  });

  it.each([
    [200, 'Added to the cart.'],
    [422, 'That did not work.'],
  ])('goes into the cart of Shopify by its variants; answered %i it says: %s', async (status, said) => {
    const bodies: unknown[] = [];
    await stage.guest.page.route('**/de/cart/add.js', (route) => {
      bodies.push(route.request().postDataJSON());
      return route.fulfill({ status, body: '{}' });
    });
    const [first = ANY, second = ANY] = PRODUCTS;
    const products = [{ ...first, variant: '41' }, second];
    await open(stage, [decide({ ...SAMPLES.bundle, products })], {
      head: `<script>window.Shopify = { routes: { root: '/de/' } }</script>`,
    });
    await addAll(stage);
    await stage.guest.page.getByText(said).waitFor();
    expect(bodies).toEqual([
      {
        items: [
          { id: '41', quantity: 1 },
          { id: 'p2', quantity: 1 },
        ],
      },
    ]);
  });

  it('without any cart its products are links', async () => {
    await open(stage, [decide(SAMPLES.bundle)], { head: '' });
    await addAll(stage);
    await stage.guest.page.getByText('That did not work.').waitFor();
    await stage.guest.page.getByRole('link', { name: 'Heron' }).click();
    await stage.guest.page.waitForURL('**/p/heron');
  });

  it('says no sum where prices are missing or of several currencies', async () => {
    const [first = ANY, second = ANY] = PRODUCTS;
    const products = [first, { ...second, currency: 'USD' }];
    await open(stage, [decide({ ...SAMPLES.bundle, products })]);
    expect(await stage.guest.page.locator('[data-inkling]').ariaSnapshot()).not.toContain('Total');
  });
});
