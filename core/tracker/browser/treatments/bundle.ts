/** Products that go with one another; one button puts those into the cart that are not in it. */
import type { ShownProduct } from '../../../decisions/treatment.ts';
import { addToCart } from './cart.ts';
import type { Show } from './kind.ts';
import type { Tools } from './parts.ts';
import { nameProduct } from './product.ts';
import type { Priced } from './text.ts';

/** Without a sum where one has no price, or they are not of one currency. */
function sumUp(products: readonly ShownProduct[]): Priced {
  const [first] = products;
  const canSum = products.every(({ price, currency }) => price !== undefined && currency === first?.currency);
  return { ...first, price: canSum ? products.reduce((sum, { price = 0 }) => sum + price, 0) : undefined };
}

export const showBundle =
  (tools: Tools): Show<'bundle'> =>
  ({ title, products = [], addAll, dismiss }, hands) => {
    const { actions, button, closing, make, naming, say, writePrice } = tools;
    const missing = products.filter(({ isInCart }) => !isInCart);
    const items = products.map((product) =>
      make('li', {}, ...nameProduct(tools, product, hands), make('span', {}, writePrice(product))),
    );
    const sum = writePrice(sumUp(missing));
    const total =
      sum && make('p', {}, say('span', hands.word('total', 'Total')), ' ', make('strong', {}, sum));
    const outcome = make('p', { role: 'status' });
    const add = async (pressed: HTMLButtonElement): Promise<void> => {
      hands.act('clicked');
      pressed.disabled = true;
      const isAdded = await addToCart(missing);
      pressed.disabled = isAdded;
      const said = isAdded
        ? hands.word('added', 'Added to the cart.')
        : hands.word('failed', 'That did not work.');
      outcome.replaceChildren(say('span', said));
      if (isAdded) hands.act('converted');
    };
    const ending = actions(button(addAll, add), closing(hands, dismiss));
    return { nodes: [naming(title), make('ul', {}, ...items), total, outcome, ending] };
  };
